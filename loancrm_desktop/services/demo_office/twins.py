"""Customers of a demo office who came twice: some to be found, one put together, two told apart."""

from __future__ import annotations

from typing import Any

from loancrm_desktop.services import apart, customer_list, customers, merging
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.demo_office.player import Stage
from loancrm_desktop.services.demo_office.words import words
from loancrm_desktop.services.lists import ListQuery

_COPIED = ("name", "region", "company", "product_type", "requested_amount", "channel")
_MOST = 8
_ONE_IN = 25
_LOOKED = 100
_ENDS = ("left", "merged", "apart", "left")
"""What becomes of one after the other."""


def staying(customers_told: int) -> int:
    """Answer how many stay customers of those who come twice to an office of so many."""
    return sum(_end(number) != "merged" for number in range(_people(customers_told)))


def enter_again(stage: Stage, customers_told: int) -> int:
    """Let brokers enter again whom a colleague has already; the boss sees to some of them.

    Returns:
        How many were put together with the one who was there.
    """
    boss = stage.actors["boss"]
    merged = 0
    for number, old in enumerate(_known(stage, boss, _people(customers_told))):
        new = _again(stage, old, number)
        if _end(number) == "merged":
            stage.office.do(boss, merging.merge, new, old["id"])
            merged += 1
        elif _end(number) == "apart":
            stage.office.do(boss, apart.tell_apart, [old["id"], new])
    return merged


def _people(customers_told: int) -> int:
    return min(_MOST, customers_told // _ONE_IN)


def _end(number: int) -> str:
    return _ENDS[number % len(_ENDS)]


def _known(stage: Stage, boss: Actor, count: int) -> list[dict[str, Any]]:
    """Answer values of some brokers' customers, from all over the time, each with its number."""
    if not count:
        return []
    where = {"field": "status", "op": "in", "value": ["prospect", "following"]}
    query = ListQuery(where=where, sort=("created_at",), limit=_LOOKED)
    rows = [
        row
        for row in stage.office.ask(boss, customer_list.page, query=query).rows
        if row.owner_id not in (None, boss.user_id) and row.phone
    ]
    return [
        {**stage.office.ask(boss, customers.values, row.id).values, "id": row.id}
        for row in rows[:: max(1, len(rows) // count)][:count]
    ]


def _again(stage: Stage, old: dict[str, Any], number: int) -> int:
    """Enter somebody a second time, as a colleague who did not look would."""
    brokers = [login for login, _, role, _ in words("office")["staff"] if role == "broker"]
    actors = [stage.actors[login] for login in brokers]
    colleague = next(actor for actor in actors if actor.user_id != old.get("owner"))
    values = {key: old[key] for key in _COPIED if old.get(key) is not None}
    if number % 2:
        values["phone2"] = old["phone"]
    added = stage.office.do(colleague, customers.add, values, "allow", open_deal=False)
    return added.id
