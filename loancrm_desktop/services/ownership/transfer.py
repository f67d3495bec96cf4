"""Customers go over to another person: one change set, one undo, a result for each row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.models.ownership import OwnerChange
from loancrm_desktop.services import access, customers
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.lists import BulkResult, RowRefusal
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership.giving import (
    Brief,
    checked_brief,
    checked_reason,
    give,
    receiver,
)
from loancrm_desktop.services.ownership.pages import Handing, note
from loancrm_desktop.texts import say

MOST_HISTORY = 200


@dataclass(frozen=True, slots=True)
class OwnerChangeRow:
    """One change of owner.

    Attributes:
        cause: `transfer`, `claim`, `return`, `release`, `leaver` or `edit`.
        due_at: of a return, when the rule's time ran out.
        acknowledged_at: when the receiver had read the page.
    """

    id: int
    at: datetime
    from_owner_id: int | None
    to_owner_id: int | None
    cause: str
    reason: str | None
    by_id: int | None
    due_at: datetime | None
    acknowledged_at: datetime | None


_COLUMNS = tuple(getattr(OwnerChange, name) for name in OwnerChangeRow.__dataclass_fields__)


@operation("customers.transfer")
def transfer(
    work: Work,
    customer_ids: list[int],
    to_id: int,
    reason: str | None = None,
    brief: Brief | None = None,
) -> BulkResult:
    """Give customers to another person; their open deals go along, nothing else changes.

    Args:
        work: the operation.
        customer_ids: which.
        to_id: who gets them.
        reason: for the history.
        brief: what the giver wrote on the page, for each of them.

    Raises:
        Invalid: there is no such person, or the reason or the page is too long.
        Refused: the actor may not.
    """
    access.require(work, "customers.assign")
    person = receiver(work, to_id)
    said = checked_reason(reason)
    words = checked_brief(brief)
    done: list[Handing] = []
    refused: list[RowRefusal] = []
    for customer_id in dict.fromkeys(customer_ids):
        try:
            customer = customers.get(work, customer_id)
            if customer.owner_id == to_id:
                raise Refused(say("{name} has this customer already.", name=person.name))
        except Problem as problem:
            refused.append(RowRefusal(customer_id, problem.text.read()))
            continue
        done.append(Handing(customer_id, customer.owner_id, to_id, "transfer", said, said=words))
        give(work, customer, to_id)
    work.note = said
    work.session.flush()
    note(work, done)
    return BulkResult(tuple(each.customer_id for each in done), tuple(refused))


@reader("ownership.history")
def history(work: Work, customer_id: int) -> tuple[OwnerChangeRow, ...]:
    """Answer who had a customer, the newest change first.

    Raises:
        Invalid: there is no such customer.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    customers.seen(work, customer_id)
    chosen = (
        select(*_COLUMNS)
        .where(OwnerChange.customer_id == customer_id)
        .order_by(OwnerChange.at.desc(), OwnerChange.id.desc())
        .limit(MOST_HISTORY)
    )
    return tuple(OwnerChangeRow(*row) for row in work.session.execute(chosen))
