"""What a demo office shows of ownership: a pool with its rules, hand-overs, collaborators."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta

from loancrm_desktop.services import customer_list
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.customer_list import CustomerRow
from loancrm_desktop.services.demo_office.player import Stage
from loancrm_desktop.services.demo_office.words import words
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.ownership import collaborators, pool, pool_rules, transfer
from loancrm_desktop.services.ownership.giving import Brief
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings

DAYS_BEFORE_END = 2
_LOOKED = 200
_HANDED = 2
_RELEASED = 5
_SHARED = 3
_SHARED_DAYS = 14
_IDLE_DAYS = 60
_LONGER_DAYS = 75
_RUNNING = ("prospect", "following")


def fill_pool(stage: Stage, busy: AbstractSet[int]) -> None:
    """Draw the rules, and let customers nobody gets on with go into the pool.

    Args:
        stage: where it is acted.
        busy: customers with whom something still happens; they stay with whom they are.
    """
    boss, said = stage.actors["boss"], words("office")["handing"]
    _draw_rules(stage, boss, said["rules"])
    idle = [row for row in _owned(stage, (*_RUNNING, "lost")) if row.id not in busy]
    released = idle[-_RELEASED:]
    for number, row in enumerate(released):
        reason = said["released"][number % len(said["released"])]
        stage.office.do(boss, pool.release, [row.id], reason)
    if released:
        taker = _somebody_but(stage, released[-1].owner_id)
        stage.office.do(taker, pool.claim, released[-1].id)


def hand_around(stage: Stage) -> None:
    """Let some go to the boss with a page to be read, and others be looked at together."""
    boss, said = stage.actors["boss"], words("office")["handing"]
    owned = _owned(stage, _RUNNING)
    handed, shared = owned[:_HANDED], owned[_HANDED : _HANDED + _SHARED]
    brief = Brief(promises=said["promises"], next_step=said["next_step"])
    boss_id = _number(boss)
    for row in handed:
        stage.office.do(boss, transfer.transfer, [row.id], boss_id, said["why"], brief)
    until = stage.clock() + timedelta(days=_SHARED_DAYS)
    for row in (*handed, *shared):
        helper = _somebody_but(stage, row.owner_id)
        stage.office.do(boss, collaborators.share, row.id, _number(helper), until)


def _owned(stage: Stage, status: Sequence[str]) -> list[CustomerRow]:
    """Answer customers of the brokers in these statuses, by their number."""
    where = {"field": "status", "op": "in", "value": list(status)}
    boss = stage.actors["boss"]
    query = ListQuery(where=where, sort=("created_at",), limit=_LOOKED)
    rows = stage.office.ask(boss, customer_list.page, query=query).rows
    return [row for row in rows if row.owner_id not in (None, boss.user_id)]


def _number(actor: Actor) -> int:
    if actor.user_id is None:
        message = "an actor of the demo is nobody"
        raise RuntimeError(message)
    return actor.user_id


def _somebody_but(stage: Stage, person_id: int | None) -> Actor:
    """Answer a broker who is not this person."""
    brokers = [login for login, _, role, _ in words("office")["staff"] if role == "broker"]
    actors = [stage.actors[login] for login in brokers]
    return next(actor for actor in actors if actor.user_id != person_id)


def _draw_rules(stage: Stage, boss: Actor, names: list[str]) -> None:
    """Draw rules that warn of some and return nobody at once."""
    running = {"field": "status", "op": "in", "value": list(_RUNNING)}
    best = {"field": "level", "op": "eq", "value": "A"}
    rules = (
        PoolRule("silent", names[0], _IDLE_DAYS, running, best, warn_days=14),
        PoolRule("best", names[1], _LONGER_DAYS, {"all": [running, best]}, warn_days=14),
    )
    stage.office.do(boss, pool_rules.set_pool, PoolSettings(rules=rules))
