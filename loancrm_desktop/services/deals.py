"""Deals: open, move, change; each card says where it may go next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, cast, func, select

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal, Submission
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.services import access, editing, sight, summaries
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.completing import complete
from loancrm_desktop.services.deal_cards import DealCard, card_of
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import constructor_values, put_values, values_of
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import node_fields, running
from loancrm_desktop.services.process.node_fields import NOTHING_SAID, NodeFields
from loancrm_desktop.services.process.paths import path_named, processes
from loancrm_desktop.services.process.reasons import checked_reason
from loancrm_desktop.services.process.visits import StageVisitRow, visits_of_deal
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.values_in import Values, read_values, refuse_taken, write_values
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
    """A deal whole; `here` is what its node says of its fields."""

    id: int
    revision: int
    card: DealCard
    values: Values
    masked: tuple[str, ...]
    stage_history: tuple[StageVisitRow, ...]
    submissions: tuple[SubmissionRow, ...]
    revealable: tuple[str, ...] = ()
    here: NodeFields = NOTHING_SAID


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
    refuse_taken(work, KIND, read, None)
    if read.get("owner") is not None and read.get("team") is None:
        read["team"] = access.team_of(work, read["owner"])
    deal = open_for(work, customer, read, process)
    running.take_up_again(customer)
    work.session.flush()
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
    start = processes(work)[path.id].design.start
    whole = {key: getattr(customer, attribute) for key, attribute in _FROM_CUSTOMER.items()}
    whole.update({key: value for key, value in (read or {}).items() if value is not None})
    whole["customer"] = customer.id
    # A deal that opens of itself is filled in later: only what was typed is looked at.
    whole = complete(work, KIND, whole, given=(read or {}).keys(), check=read is not None)
    fields = catalog_of(work).kind(KIND).fields
    deal = Deal(
        **constructor_values(KIND, fields, whole),
        ref=next_ref(work),
        process_id=path.id,
        stage=start,
        stage_position=0,
        stage_entered_at=work.now,
        last_contact_at=customer.last_contact_at,
        created_month=month_number(work),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(deal)
    work.session.flush()
    running.begin(work, deal, work.now)
    work.session.flush()
    summaries.after_deal_change(work, deal)
    return deal


def month_number(work: Work) -> int:
    """Answer this month at the office as a number such as 202606."""
    local = work.now.astimezone(work.place.zone)
    return local.year * 100 + local.month


def next_ref(work: Work) -> str:
    """Answer the next free deal number, such as `D202606-00042`."""
    prefix = f"D{month_number(work)}-"
    this_month = (Deal.ref >= prefix, Deal.ref < prefix + "~")
    if work.session.execute(select(Deal.id).where(Deal.ref == f"{prefix}100000")).first():
        # Numbers of six digits stand among those of five: the longest are the latest.
        latest = func.max(cast(func.substr(Deal.ref, len(prefix) + 1), Integer))
        number = work.session.execute(select(latest).where(*this_month)).scalar_one() + 1
    else:
        last = work.session.execute(select(func.max(Deal.ref)).where(*this_month)).scalar()
        number = int(last.removeprefix(prefix)) + 1 if last else 1
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
    reason = checked_reason(reason)
    fill_in(work, deal, values or {}, expected_revision, to_stage)
    came_from, was = deal.stage, deal.outcome
    way = running.check_move(work, deal, to_stage, reason)
    running.go(work, deal, way, reason, work.now)
    if reason and deal.outcome == "lost":
        deal.lost_reason = reason
    work.note = reason
    customer = summaries.after_deal_change(work, deal)
    if customer is None:
        raise Invalid(say("There is no customer number {id}.", id=deal.customer_id))
    running.settle_status(work, customer, deal, way, was)
    work.session.flush()
    return DealMoved(deal.id, came_from, to_stage, card_of(work, deal, customer))


def fill_in(
    work: Work,
    deal: Deal,
    values: Values,
    expected_revision: int | None,
    to_stage: str | None = None,
) -> None:
    """Write the fields that are filled in on the way; a deal that moved meanwhile stays.

    Raises:
        Conflict: somebody else moved the deal, or changed the same fields, meanwhile.
        Invalid: a value does not hold.
    """
    read = _read(work, deal, values)
    if expected_revision is not None and expected_revision != deal.revision:
        # Other changes do not stand in the way.
        shown = editing.Shown(expected_revision, None)
        editing.check_conflict(work, KIND, deal, {**read, "stage": to_stage}, shown)
    node_fields.refuse_closed(work, deal, read)
    _put(work, deal, read)


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
    read = _read(work, deal, values)
    editing.check_conflict(work, KIND, deal, read, editing.Shown(expected_revision, original))
    node_fields.refuse_closed(work, deal, read)
    _put(work, deal, read)
    summaries.after_deal_change(work, deal)
    work.session.flush()
    return Saved(deal.id, deal.revision)


def _read(work: Work, deal: Deal, values: Values) -> dict[str, Any]:
    """Read changed values; a deal never goes over to another customer this way."""
    if values.get("customer", deal.customer_id) != deal.customer_id:
        text = say("A deal stays with its customer. Open a new one for the other customer.")
        raise Invalid(text, [FieldProblem("customer", "read_only", text)])
    rest = {key: value for key, value in values.items() if key != "customer"}
    return read_values(work, KIND, rest, whole=False, row=deal)


def _put(work: Work, deal: Deal, read: Mapping[str, Any]) -> None:
    """Write checked values, with what follows from a new owner."""
    if not read:
        return
    refuse_taken(work, KIND, read, deal.id)
    whole = dict(read)
    owner = whole.get("owner")
    if owner is not None and owner != deal.owner_id:
        whole.setdefault("team", access.team_of(work, owner))
        if deal.handler_id == deal.owner_id:
            whole.setdefault("handler", owner)
    whole = complete(work, KIND, whole, row=deal, given=read.keys())
    put_values(deal, KIND, catalog_of(work).kind(KIND).fields, whole)


def get(work: Work, deal_id: int, *, to_look: bool = False) -> Deal:
    """Answer a deal's row the actor may change, or see when it is only to look.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    deal = row_of(work.session, Deal, deal_id)
    if deal is None or deal.deleted_at is not None:
        raise Invalid(say("There is no deal number {id}.", id=deal_id))
    looks_along = to_look and deal.customer_id in work.actor.shared
    if deal.handler_id != work.actor.user_id and not looks_along:
        access.require_in_scope(work, deal.owner_id, deal.team_id)
    return deal


@reader("deals.show")
def show(work: Work, deal_id: int, masks: Masks = "role") -> DealSheet:
    """Answer a deal whole; `display` masks numbers for everybody.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    access.require(work, "deals.see")
    deal = get(work, deal_id, to_look=True)
    customer = summaries.customer_of(work, deal.customer_id)
    if customer is None:
        raise Invalid(say("There is no customer number {id}.", id=deal.customer_id))
    fields = catalog_of(work).kind(KIND).fields
    looked = sight.as_shown(work, masks)
    shown, masked = write_values(looked, KIND, fields, values_of(deal, KIND, fields))
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
        card_of(looked, deal, customer),
        shown,
        masked,
        visits_of_deal(work, deal_id),
        tuple(SubmissionRow(*row) for row in rows),
        sight.revealable(work, KIND, masks),
        node_fields.fields_here(work, deal),
    )


@operation("deals.submit")
def submit(work: Work, deal_id: int, values: Values) -> int:
    """Note that a deal was submitted to a bank; answers the submission's id.

    Raises:
        Invalid: naming every field that does not hold.
        Refused: the actor may not.
    """
    access.require(work, "deals.edit")
    refuse_unless_open(get(work, deal_id))
    read = read_values(work, "submission", {**values, "deal": deal_id}, whole=True)
    fields = catalog_of(work).kind("submission").fields
    row = Submission(
        **constructor_values("submission", fields, read), created_at=work.now, updated_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def refuse_unless_open(deal: Deal) -> None:
    """Let only running deals pass.

    Raises:
        Refused: the deal has ended.
    """
    if deal.outcome != "open":
        raise Refused(say("Deal {ref} has ended; reopen it first.", ref=deal.ref))


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
