"""Customers that look alike and are two people: remembered, so that nobody is asked twice."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.customers import ToldApart
from loancrm_desktop.services import access, customers
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

MOST_AT_ONCE = 12
"""More people than this are looked at a few at a time."""

Pair = tuple[int, int]


@operation("customers.tell_apart")
def tell_apart(work: Work, customer_ids: list[int]) -> int:
    """Remember that all these customers are different people; answers how many pairs were new.

    Raises:
        Invalid: fewer than two, too many, or one that is not there.
        Refused: the actor may not merge, or one of them belongs to somebody else.
    """
    access.require(work, "customers.merge")
    ids = sorted(set(customer_ids))
    if not 2 <= len(ids) <= MOST_AT_ONCE:
        text = say("Choose two to {most} customers to tell apart.", most=MOST_AT_ONCE)
        raise Invalid(text, [FieldProblem("customer_ids", "count", text)])
    for each in ids:
        customers.get(work, each)
    known = pairs(work, ids)
    fresh = [pair for pair in combinations(ids, 2) if pair not in known]
    for first, second in fresh:
        row = ToldApart(first_id=first, second_id=second, at=work.now, by_id=work.actor.user_id)
        work.session.add(row)
    work.touches += [("customer", each) for each in ids]
    return len(fresh)


def pairs(work: Work, ids: Iterable[int] | None = None) -> frozenset[Pair]:
    """Answer the pairs told apart, the smaller number first; of some customers, or all there are."""
    chosen = select(ToldApart.first_id, ToldApart.second_id)
    if ids is not None:
        chosen = chosen.where(ToldApart.first_id.in_(list(ids)))
    found = work.session.execute(chosen)
    return frozenset(in_order(row.first_id, row.second_id) for row in found)


def in_order(one: int, two: int) -> Pair:
    """Answer a pair as it is compared."""
    return (one, two) if one < two else (two, one)
