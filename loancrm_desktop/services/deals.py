"""Deals: open, move, change; each card says where it may go next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal, Submission
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.services import access, editing, sight, summaries
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import constructor_values, put_values, values_of
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import running
from loancrm_desktop.services.process.paths import path_named
from loancrm_desktop.services.process.visits import StageVisitRow, visits_of_deal
from loancrm_desktop.services.values_in import Values, read_values, write_values
from loancrm_desktop.texts import say

KIND = "deal"

_FROM_CUSTOMER = {
    "product_type": "product_type",
    "requested_amount": "requested_amount_fen",
    "requested_term_months": "requested_term_months",
    "purpose": "purpose",
    "channel": "channel_id",
    "owner": "owner_id",
    "team": "team_id",
}


_deal = Deal.__table__.c
_of_customer = Prepared(
    select(Deal.__table__)
    .where(_deal.customer_id == bindparam("customer"), _deal.deleted_at.is_(None))
    .order_by(_deal.id.desc())
)


@dataclass(frozen=True, slots=True)
class DealCard:
    """A deal as a card on the board or a line in a list; money in fen, times in UTC.

    Attributes:
        may_move_to: stages a move is drawn or allowed to, conditions and fields aside.
    """

    id: int
    ref: str
    customer_id: int
    customer_name: str
    product_type: str | None
    amount_fen: int | None
    stage: str
    stage_entered_at: datetime
    due_at: datetime | None
    handler_id: int | None
    owner_id: int | None
    outcome: str
    bank: str | None
    product: str | None
    last_contact_at: datetime | None
    next_follow_up_at: datetime | None
    process_id: int
    revision: int
    may_move_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DealMoved:
    """A move that was made."""

    id: int
    from_stage: str
    to_stage: str
    card: DealCard


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One bank's answer to a deal."""

    id: int
    bank: str
    product: str | None
    status: str
    approved_amount_fen: int | None
    annual_rate_ppm: int | None


@dataclass(frozen=True, slots=True)
class DealSheet:
    """A deal whole."""

    id: int
    revision: int
    card: DealCard
    values: Values
    masked: tuple[str, ...]
    stage_history: tuple[StageVisitRow, ...]
    submissions: tuple[SubmissionRow, ...]


_FIELD_OF_CARD: Mapping[str, tuple[str, str] | None] = {
    **dict.fromkeys(DealCard.__dataclass_fields__),
    "customer_name": ("customer", "name"),
    "product_type": (KIND, "product_type"),
    "amount_fen": (KIND, "requested_amount"),
    "due_at": (KIND, "due_at"),
    "handler_id": (KIND, "handler"),
    "owner_id": (KIND, "owner"),
    "bank": (KIND, "bank"),
    "product": (KIND, "product"),
    "last_contact_at": (KIND, "last_contact_at"),
    "next_follow_up_at": ("customer", "next_follow_up_at"),
}
"""Where each part of a card comes from; what a board cannot do without is never covered."""

_CARD_FIELDS = tuple(_FIELD_OF_CARD.values())
_CARD_INSTEAD = tuple("" if name == "customer_name" else None for name in _FIELD_OF_CARD)


def card_of(work: Work, deal: Any, customer: Any) -> DealCard:
    """Answer a deal's card; both as mapped rows or as plain records."""
    values: list[Any] = [
        deal.id,
        deal.ref,
        deal.customer_id,
        customer.name,
        deal.product_type,
        deal.requested_amount_fen,
        deal.stage,
        deal.stage_entered_at,
        deal.due_at,
        deal.handler_id,
        deal.owner_id,
        deal.outcome,
        deal.bank,
        deal.product,
        deal.last_contact_at,
        customer.next_follow_up_at,
        deal.process_id,
        deal.revision,
        running.ways(work, deal.process_id, deal.stage),
    ]
    return card_from(work, values)


def card_from(work: Work, values: list[Any]) -> DealCard:
    """Answer a card from its values in order, without what the actor's role does not show."""
    vocabulary = catalog_of(work).vocabulary
    sight.veil(work.actor, vocabulary, _CARD_FIELDS, _CARD_INSTEAD).over(values)
    return DealCard(*values)


def cards_of_customer(work: Work, customer: Any) -> tuple[DealCard, ...]:
    """Answer the cards of a customer's deals, the newest first; the customer as row or record."""
    rows = _of_customer.records(work.session, customer=customer.id)
    return tuple([card_of(work, deal, customer) for deal in rows])


@operation("deals.open")
def open_deal(
    work: Work, customer_id: int, values: Values | None = None, process: str | None = None
) -> DealCard:
    """Open a deal for a customer at the start of a process.

    Raises:
        Invalid: a value does not hold, or there is no such customer or process.
        Refused: the actor may not.
    """
    access.require(work, "deals.add")
    customer = _customer(work, customer_id)
    read = read_values(work, KIND, {**(values or {}), "customer": customer_id}, whole=True)
    deal = open_for(work, customer, read, process)
    return card_of(work, deal, customer)


def _customer(work: Work, customer_id: int) -> Customer:
    customer = summaries.customer_of(work, customer_id)
    if customer is None or customer.deleted_at is not None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_in_scope(work, customer.owner_id, customer.team_id)
    return customer


def open_for(
    work: Work,
    customer: Customer,
    read: Mapping[str, Any] | None = None,
    process: str | None = None,
) -> Deal:
    """Write a new deal from checked values; what is not given comes from the customer."""
    path = path_named(work, process)
    whole = {key: getattr(customer, attribute) for key, attribute in _FROM_CUSTOMER.items()}
    whole.update({key: value for key, value in (read or {}).items() if value is not None})
    whole["customer"] = customer.id
    fields = catalog_of(work).kind(KIND).fields
    deal = Deal(
        **constructor_values(KIND, fields, whole),
        ref=next_ref(work),
        process_id=path.id,
        stage=path.stages[0].key,
        stage_position=0,
        stage_entered_at=work.now,
        last_contact_at=customer.last_contact_at,
        created_month=month_number(work),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(deal)
    work.session.flush()
    running.enter(work, deal, path.stages[0].key, None, work.now)
    work.session.flush()
    summaries.after_deal_change(work, deal)
    return deal


def month_number(work: Work) -> int:
    """Answer this month at the office as a number such as 202606."""
    local = work.now.astimezone(work.place.zone)
    return local.year * 100 + local.month


def next_ref(work: Work) -> str:
    """Answer the next free deal number, such as `D202606-0042`."""
    prefix = f"D{month_number(work)}-"
    last = work.session.execute(
        select(func.max(Deal.ref)).where(Deal.ref >= prefix, Deal.ref < prefix + "~")
    ).scalar()
    number = int(last.rsplit("-", 1)[1]) + 1 if last else 1
    return f"{prefix}{number:05d}"


@operation("deals.move")
def move(
    work: Work,
    deal_id: int,
    to_stage: str,
    expected_revision: int | None = None,
    reason: str | None = None,
    values: Values | None = None,
) -> DealMoved:
    """Move a deal to another stage through the checks of its process.

    Args:
        work: the operation.
        deal_id: which.
        to_stage: the stage's key.
        expected_revision: the revision the face showed; None moves whatever is there.
        reason: why, where the way asks for it.
        values: fields filled in on the way.

    Raises:
        Refused: not allowed (naming the stages that are), or something is missing (`needs`).
        Conflict: somebody else changed the deal meanwhile.
        Invalid: a value does not hold.
    """
    access.require(work, "deals.move")
    deal = get(work, deal_id)
    read = read_values(work, KIND, values, whole=False) if values else {}
    if expected_revision is not None and expected_revision != deal.revision:
        _refuse_stale(work, deal, to_stage, editing.Shown(expected_revision, None), read)
    if read:
        put_values(deal, KIND, catalog_of(work).kind(KIND).fields, read)
    came_from = deal.stage
    edge = running.check_move(work, deal, to_stage, reason)
    running.enter(work, deal, to_stage, reason, work.now)
    if reason and deal.outcome == "lost":
        deal.lost_reason = reason
    work.note = reason
    customer = summaries.after_deal_change(work, deal)
    if customer is None:
        raise Invalid(say("There is no customer number {id}.", id=deal.customer_id))
    running.put_status(customer, running.customer_status_after(work, deal, edge))
    work.session.flush()
    return DealMoved(deal.id, came_from, to_stage, card_of(work, deal, customer))


def _refuse_stale(
    work: Work, deal: Deal, to_stage: str, shown: editing.Shown, read: Mapping[str, Any]
) -> None:
    """A deal that moved meanwhile is not moved again; other changes do not stand in the way."""
    editing.check_conflict(work, KIND, deal, {**read, "stage": to_stage}, shown)


@operation("deals.edit")
def edit(
    work: Work,
    deal_id: int,
    values: Values,
    expected_revision: int | None = None,
    original: Values | None = None,
) -> Saved:
    """Change a deal's fields.

    Raises:
        Conflict: somebody changed the same fields meanwhile.
        Invalid: naming every field that does not hold.
        Refused: the actor may not.
    """
    access.require(work, "deals.edit")
    deal = get(work, deal_id)
    read = read_values(work, KIND, values, whole=False)
    editing.check_conflict(work, KIND, deal, read, editing.Shown(expected_revision, original))
    put_values(deal, KIND, catalog_of(work).kind(KIND).fields, read)
    summaries.after_deal_change(work, deal)
    work.session.flush()
    return Saved(deal.id, deal.revision)


def get(work: Work, deal_id: int) -> Deal:
    """Answer a deal's row the actor may see.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    deal = work.session.get(Deal, deal_id)
    if deal is None or deal.deleted_at is not None:
        raise Invalid(say("There is no deal number {id}.", id=deal_id))
    if deal.handler_id != work.actor.user_id:
        access.require_in_scope(work, deal.owner_id, deal.team_id)
    return deal


@reader("deals.show")
def show(work: Work, deal_id: int) -> DealSheet:
    """Answer a deal whole.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    access.require(work, "deals.see")
    deal = get(work, deal_id)
    customer = summaries.customer_of(work, deal.customer_id)
    if customer is None:
        raise Invalid(say("There is no customer number {id}.", id=deal.customer_id))
    fields = catalog_of(work).kind(KIND).fields
    shown, masked = write_values(work, KIND, fields, values_of(deal, KIND, fields))
    rows = work.session.execute(
        select(
            Submission.id,
            Submission.bank,
            Submission.product,
            Submission.status,
            Submission.approved_amount_fen,
            Submission.annual_rate_ppm,
        )
        .where(Submission.deal_id == deal_id, Submission.deleted_at.is_(None))
        .order_by(Submission.id)
    )
    return DealSheet(
        deal.id,
        deal.revision,
        card_of(work, deal, customer),
        shown,
        masked,
        visits_of_deal(work, deal_id),
        tuple(SubmissionRow(*row) for row in rows),
    )


@operation("deals.submit")
def submit(work: Work, deal_id: int, values: Values) -> int:
    """Note that a deal was submitted to a bank; answers the submission's id.

    Raises:
        Invalid: naming every field that does not hold.
        Refused: the actor may not.
    """
    access.require(work, "deals.edit")
    get(work, deal_id)
    read = read_values(work, "submission", {**values, "deal": deal_id}, whole=True)
    fields = catalog_of(work).kind("submission").fields
    row = Submission(
        **constructor_values("submission", fields, read), created_at=work.now, updated_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def follow_owner(work: Work, customer: Customer, owner_before: int | None) -> None:
    """Give a customer's open deals to the new owner, where the old one had them."""
    rows = work.session.execute(
        select(Deal).where(
            Deal.customer_id == customer.id, Deal.outcome == "open", Deal.deleted_at.is_(None)
        )
    ).scalars()
    for deal in rows:
        if deal.owner_id != owner_before:
            continue
        deal.owner_id = customer.owner_id
        deal.team_id = customer.team_id
        if deal.handler_id == owner_before:
            deal.handler_id = customer.owner_id


def trash_of(work: Work, customer: Customer, at: datetime) -> None:
    """Put a customer's deals into the trash with the customer."""
    rows = work.session.execute(
        select(Deal).where(Deal.customer_id == customer.id, Deal.deleted_at.is_(None))
    ).scalars()
    for deal in rows:
        deal.deleted_at = at


def untrash_of(work: Work, customer: Customer) -> None:
    """Take out of the trash the deals that went in with their customer."""
    rows = work.session.execute(
        select(Deal).where(Deal.customer_id == customer.id, Deal.deleted_at == customer.deleted_at)
    ).scalars()
    for deal in rows:
        deal.deleted_at = None


def refuse_unless_open(deal: Deal) -> None:
    """Let only running deals pass.

    Raises:
        Refused: the deal has ended.
    """
    if deal.outcome != "open":
        raise Refused(say("Deal {ref} has ended; reopen it first.", ref=deal.ref))
