"""Reads the page that came with a customer: need, last contacts, promises, next step, papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.base import from_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.ownership import OwnerChange
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services import access, customers, sight
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.follow_ups import FollowUpRow
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import values_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership.giving import Brief
from loancrm_desktop.services.ownership.pages import SAID, pages_of
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.values_in import Values, write_values
from loancrm_desktop.texts import say

_OF_NEED = {
    "customer": ("product_type", "requested_amount", "requested_term_months", "purpose"),
    "deal": (
        *("ref", "product_type", "requested_amount", "requested_term_months", "purpose"),
        *("bank", "stage"),
    ),
}
_MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the owner before still had to do."""

    id: int
    title: str
    due_at: datetime | None
    done_at: datetime | None
    assignee_id: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A file the customer has given."""

    id: int
    name: str
    kind: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """One page for the new owner; parts the role may not see are empty.

    Attributes:
        id: 0 for a page that is not given to anybody yet.
        needs: JSON values by catalogue key of each deal, of the wish where there is none.
        contacts: the last five before the change, newest first.
        promises: tasks that were open.
        next_follow_up_at: when the owner before wanted to call again.
        next_step: the first of the promises that is still open.
        brief: what the giver wrote; its parts stand before what the records say.
    """

    id: int
    customer_id: int
    at: datetime
    from_owner_id: int | None
    to_owner_id: int | None
    cause: str
    reason: str | None
    acknowledged_at: datetime | None
    needs: tuple[Values, ...]
    contacts: tuple[FollowUpRow, ...]
    promises: tuple[Promise, ...]
    next_follow_up_at: datetime | None
    next_step: str | None
    documents: tuple[Paper, ...]
    brief: Brief = field(default_factory=Brief)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page nobody has read yet."""

    id: int
    customer_id: int
    customer_name: str
    from_owner_id: int | None
    cause: str
    at: datetime


_contact = tuple(getattr(FollowUp, name) for name in FollowUpRow.__dataclass_fields__)
_task = tuple(getattr(Task, name) for name in Promise.__dataclass_fields__)
_paper = tuple(getattr(Document, name) for name in Paper.__dataclass_fields__)


@reader("ownership.hand_over")
def hand_over(work: Work, customer_id: int, masks: Masks = "role") -> HandOver | None:
    """Answer the newest page of a customer, None when it never changed hands.

    Raises:
        Invalid: there is no such customer.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    customer = customers.seen(work, customer_id)
    chosen = (
        select(OwnerChange)
        .where(OwnerChange.customer_id == customer_id, OwnerChange.to_owner_id.is_not(None))
        .order_by(OwnerChange.at.desc(), OwnerChange.id.desc())
        .limit(1)
    )
    change = work.session.execute(chosen).scalars().first()
    return None if change is None else _page(work, customer, change, masks)


@reader("ownership.hand_over_draft")
def draft(work: Work, customer_id: int, masks: Masks = "role") -> HandOver:
    """Answer the page as it would be if the customer went to somebody now.

    Raises:
        Invalid: there is no such customer.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    customer = customers.seen(work, customer_id)
    page = pages_of(work, [customer_id])[customer_id]
    change = OwnerChange(
        customer_id=customer_id,
        from_owner_id=customer.owner_id,
        cause="transfer",
        at=work.now,
        page=page,
    )
    change.id = 0
    return _page(work, customer, change, masks)


def _page(work: Work, customer: Customer, change: OwnerChange, masks: Masks) -> HandOver:
    page: dict[str, Any] = change.page
    promises = _promises(work, page.get("tasks", ()))
    planned = page.get("next_follow_up_at")
    hides_plan = access.hidden(work.actor, "customer", "next_follow_up_at")
    return HandOver(
        id=change.id,
        customer_id=change.customer_id,
        at=change.at,
        from_owner_id=change.from_owner_id,
        to_owner_id=change.to_owner_id,
        cause=change.cause,
        reason=change.reason,
        acknowledged_at=change.acknowledged_at,
        needs=_needs(sight.as_shown(work, masks), customer, page.get("deals", ())),
        contacts=_contacts(work, page.get("contacts", ())),
        promises=promises,
        next_follow_up_at=None if planned is None or hides_plan else from_ms(planned),
        next_step=next((each.title for each in promises if each.done_at is None), None),
        documents=_papers(work, page.get("documents", ())),
        brief=Brief(**page.get(SAID, {})),
    )


def _needs(work: Work, customer: Customer, deal_ids: Sequence[int]) -> tuple[Values, ...]:
    chosen = select(Deal).where(Deal.id.in_(deal_ids), Deal.deleted_at.is_(None)).order_by(Deal.id)
    deals: Sequence[Any] = ()
    if deal_ids and work.actor.rights.allows("deals.see"):
        deals = work.session.execute(chosen).scalars().all()
    if deals:
        return tuple(_values(work, "deal", deal) for deal in deals)
    return (_values(work, "customer", customer),)


def _values(work: Work, kind: str, row: Any) -> Values:
    fields = catalog_of(work).kind(kind).fields
    wanted = {key: fields[key] for key in _OF_NEED[kind] if key in fields}
    return write_values(work, kind, wanted, values_of(row, kind, wanted))[0]


def _contacts(work: Work, ids: Sequence[int]) -> tuple[FollowUpRow, ...]:
    if not ids or not work.actor.rights.allows("follow_ups.see"):
        return ()
    chosen = select(*_contact).where(FollowUp.id.in_(ids), FollowUp.deleted_at.is_(None))
    rows = work.session.execute(chosen.order_by(FollowUp.at.desc(), FollowUp.id.desc()))
    return tuple(FollowUpRow(*row) for row in rows)


def _promises(work: Work, ids: Sequence[int]) -> tuple[Promise, ...]:
    if not ids or not work.actor.rights.allows("tasks.see"):
        return ()
    chosen = select(*_task).where(Task.id.in_(ids), Task.deleted_at.is_(None))
    rows = work.session.execute(chosen.order_by(Task.due_at.asc().nulls_last(), Task.id))
    return tuple(Promise(*row) for row in rows)


def _papers(work: Work, ids: Sequence[int]) -> tuple[Paper, ...]:
    if not ids or not work.actor.rights.allows("documents.see"):
        return ()
    chosen = select(*_paper).where(Document.id.in_(ids), Document.deleted_at.is_(None))
    return tuple(Paper(*row) for row in work.session.execute(chosen.order_by(Document.id)))


@reader("ownership.waiting")
def waiting(work: Work) -> tuple[Waiting, ...]:
    """Answer the pages the actor got and has not acknowledged, the newest first."""
    access.require(work, "customers.see")
    hides = access.hidden(work.actor, "customer", "name")
    chosen = (
        select(
            OwnerChange.id,
            OwnerChange.customer_id,
            Customer.name,
            OwnerChange.from_owner_id,
            OwnerChange.cause,
            OwnerChange.at,
        )
        .join(Customer, Customer.id == OwnerChange.customer_id)
        .where(
            OwnerChange.to_owner_id == work.actor.user_id,
            OwnerChange.acknowledged_at.is_(None),
            # What has gone on meanwhile is the next one's to read.
            Customer.owner_id == work.actor.user_id,
            Customer.deleted_at.is_(None),
        )
        .order_by(OwnerChange.at.desc(), OwnerChange.id.desc())
        .limit(_MOST_WAITING)
    )
    rows = work.session.execute(chosen)
    return tuple(Waiting(row[0], row[1], "" if hides else row[2], *row[3:]) for row in rows)


@operation("ownership.acknowledge")
def acknowledge(work: Work, change_id: int) -> int:
    """Say that the page was read; answers the customer's id.

    Raises:
        Invalid: there is no such page.
        Refused: it is another person's, or was acknowledged already.
    """
    access.require(work, "customers.see")
    change = row_of(work.session, OwnerChange, change_id)
    if change is None:
        raise Invalid(say("There is no hand-over page number {id}.", id=change_id))
    if change.to_owner_id != work.actor.user_id:
        text = say("This page was made for another person; only that person acknowledges it.")
        raise Refused(text, forbidden=True)
    if change.acknowledged_at is not None:
        raise Refused(say("You have acknowledged this page already."))
    change.acknowledged_at = work.now
    return change.customer_id
