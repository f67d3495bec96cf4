"""Whose turn it is: what a rule gives out goes evenly to a group, whoever comes and goes.

Among those who could get something at two turns running, nobody ever got more than one more than
another. Who comes new, or back, begins level with the others: with no less than the least of them
and no more than the most, so that neither a flood nor a drought waits for anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.rule_runs import RuleTurn
from loancrm_desktop.services import office_settings
from loancrm_desktop.services.office import Work

AWAY = "away"
"""The setting that says who is away until when."""
_OVER = ("closed", "lost", "pool")


def next_in_turn(work: Work, whose: str, people: Sequence[int]) -> int | None:
    """Answer who gets the next one, and count it; None where there is nobody.

    Args:
        work: the operation.
        whose: the rule's key and the number of the action.
        people: who could get it now, in their order.
    """
    if not people:
        return None
    chosen = select(RuleTurn).where(RuleTurn.whose == whose)
    known = {each.person_id: each for each in work.session.execute(chosen).scalars()}
    turn = max((each.last for each in known.values()), default=0)
    there = [known[each].given for each in people if each in known and known[each].last == turn]
    least, most = (min(there), max(there)) if there else (0, 0)
    for person in people:
        mine = known.get(person)
        if mine is None:
            mine = known[person] = RuleTurn(whose=whose, person_id=person, given=least)
            work.session.add(mine)
        elif mine.last != turn:
            mine.given = min(max(mine.given, least), most)
        mine.last = turn + 1
    found = min(people, key=lambda each: (known[each].given, people.index(each)))
    known[found].given += 1
    work.session.flush()
    return found


def least_busy(work: Work, people: Sequence[int]) -> int | None:
    """Answer who has the fewest running customers; the first of several."""
    busy = running(work, people)
    return min(people, key=lambda each: (busy[each], people.index(each)), default=None)


def running(work: Work, people: Sequence[int]) -> dict[int, int]:
    """Answer how many running customers each has."""
    work.session.flush()
    chosen = (
        select(Customer.owner_id, func.count())
        .where(
            Customer.owner_id.in_(people),
            Customer.deleted_at.is_(None),
            Customer.status.not_in(_OVER),
        )
        .group_by(Customer.owner_id)
    )
    found = {owner_id: count for owner_id, count in work.session.execute(chosen)}  # noqa: C416 - pairs of a row
    return {each: found.get(each, 0) for each in people}


def who_is_there(work: Work, people: Sequence[int], most_open: int | None) -> tuple[int, ...]:
    """Answer who of some could get something now: not away, and below the limit."""
    away = office_settings.read(work, AWAY).get("until", {})
    today = work.now.astimezone(work.place.zone).date().isoformat()
    here = [each for each in people if str(away.get(str(each), "")) < today]
    if most_open is None or not here:
        return tuple(here)
    busy = running(work, here)
    return tuple(each for each in here if busy[each] < most_open)
