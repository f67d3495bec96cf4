"""The contact log: what was said, how, when, and the next step it sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import bindparam, select

from loancrm_desktop import display
from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.prepared import Prepared, fixed
from loancrm_desktop.models.work_items import FollowUp
from loancrm_desktop.services import access, drafts, summaries
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.field_types import MAX_TEXT_LENGTH
from loancrm_desktop.services.forms.values.cells import plain_text
from loancrm_desktop.services.lists import checked_limit
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.own_values import put_new_values
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One contact."""

    id: int
    at: datetime
    method: str
    outcome: str | None
    text: str
    next_at: datetime | None
    author_id: int | None
    deal_id: int | None


@dataclass(frozen=True, slots=True)
class Logged:
    """A contact that was written down, and the customer's new revision."""

    id: int
    customer_revision: int


_COLUMNS = tuple(getattr(FollowUp, name) for name in FollowUpRow.__dataclass_fields__)


@lru_cache(maxsize=16)
def _newest(most: int) -> Prepared:
    return Prepared(
        select(*_COLUMNS)
        .where(FollowUp.customer_id == bindparam("customer"), FollowUp.deleted_at.is_(None))
        .order_by(FollowUp.at.desc(), FollowUp.id.desc())
        .limit(fixed(most))
    )


@operation("follow_ups.log")
def log(  # noqa: PLR0913, PLR0917 - the composer's fields, each with a default
    work: Work,
    customer_id: int,
    text: str,
    method: str = "phone",
    outcome: str | None = None,
    next_at: datetime | None = None,
    deal_id: int | None = None,
    at: datetime | None = None,
    values: Values | None = None,
    draft_key: str | None = None,
) -> Logged:
    """Write down a contact; it becomes the customer's last contact and sets the next step.

    A step planned for a later day stays when the contact sets no other; one planned for the day
    of the contact, or before, is done with it. A contact of earlier days, written down late,
    moves nothing back.

    `values` are those of the fields the office added, as JSON by key. The draft of `draft_key`
    goes with it: whatever happens to the window meanwhile, it does not come back.

    Raises:
        Invalid: the text is empty or too long, a choice is not known, the deal is not this
            customer's, the time lies ahead, or the next step before the contact.
        Refused: the actor may not, or the customer belongs to somebody else.
    """
    access.require(work, "follow_ups.log")
    customer = _customer(work, customer_id)
    _check_times(work, at, next_at)
    moment = at or work.now
    _check_choices(work, method, outcome)
    said = _checked_text(text)
    row = FollowUp(
        customer_id=customer_id,
        deal_id=_deal_id(work, customer, deal_id),
        at=moment,
        method=method,
        outcome=outcome,
        text=said,
        next_at=next_at,
        author_id=work.actor.user_id,
        created_at=work.now,
        updated_at=work.now,
    )
    put_new_values(work, "follow_up", row, values or {})
    work.session.add(row)
    newest = customer.last_contact_at is None or moment >= customer.last_contact_at
    customer.next_follow_up_at = _next_step(work, customer, row, newest=newest)
    if newest:
        customer.last_contact_at = moment
        if customer.status == "prospect":
            customer.status = "following"
        _copy_to_deals(work, customer_id, moment)
    drafts.drop_with(work, draft_key)
    work.session.flush()
    return Logged(row.id, customer.revision)


def _copy_to_deals(work: Work, customer_id: int, moment: datetime) -> None:
    for deal in summaries.deals_of(work, customer_id):
        deal.last_contact_at = moment


def _customer(work: Work, customer_id: int) -> Customer:
    customer = summaries.customer_of(work, customer_id)
    if customer is None or customer.deleted_at is not None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_seen(work, customer)
    return customer


def _deal_id(work: Work, customer: Customer, deal_id: int | None) -> int | None:
    if deal_id is None:
        return customer.deal_id
    deal = row_of(work.session, Deal, deal_id)
    if deal is None or deal.deleted_at is not None or deal.customer_id != customer.id:
        text = say("There is no deal number {id} of this customer.", id=deal_id)
        raise _invalid("deal_id", "unknown", text)
    return deal_id


def _next_step(
    work: Work, customer: Customer, contact: FollowUp, *, newest: bool
) -> datetime | None:
    """Answer when to get in touch next, once a contact is written down."""
    planned, wanted = customer.next_follow_up_at, contact.next_at
    if newest:
        if wanted is not None or planned is None:
            return wanted
        return planned if _day(work, planned) > _day(work, contact.at) else None
    # Written down late: its plan counts only while it lies ahead and nothing comes before it.
    if wanted is None or wanted <= work.now:
        return planned
    return wanted if planned is None or planned <= work.now else min(wanted, planned)


def _checked_text(text: str) -> str:
    said = plain_text(text)
    if not said:
        raise _invalid("text", "required", say("Say what was talked about."))
    if len(said) > MAX_TEXT_LENGTH:
        raise _invalid(
            "text",
            "too_long",
            say(
                "This text has {count} characters; at most {most} fit.",
                count=len(said),
                most=MAX_TEXT_LENGTH,
            ),
        )
    return said


def _check_times(work: Work, at: datetime | None, next_at: datetime | None) -> None:
    for name, moment in (("at", at), ("next_at", next_at)):
        if moment is not None and moment.tzinfo is None:
            raise _invalid(name, "no_zone", say("Give the time with its time zone."))
    if at is not None and at > work.now:
        raise _invalid("at", "in_future", say("A contact cannot lie in the future."))
    if next_at is not None and _day(work, next_at) < _day(work, at or work.now):
        text = say("The next step comes after the contact. Check its day.")
        raise _invalid("next_at", "before_contact", text)


def _day(work: Work, moment: datetime) -> date:
    return display.office_time(moment, work.place.zone).date()


def _check_choices(work: Work, method: str, outcome: str | None) -> None:
    fields = catalog_of(work).kind("follow_up").fields
    if fields["method"].option(method) is None:
        known = ", ".join(option.key for option in fields["method"].options)
        raise _invalid(
            "method",
            "no_such_option",
            say(
                "There is no contact method {method}; known are {known}.",
                method=method,
                known=known,
            ),
        )
    if outcome is not None and fields["outcome"].option(outcome) is None:
        known = ", ".join(option.key for option in fields["outcome"].options)
        raise _invalid(
            "outcome",
            "no_such_option",
            say("There is no outcome {outcome}; known are {known}.", outcome=outcome, known=known),
        )


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])


@reader("follow_ups.page")
def page(work: Work, customer_id: int, limit: int = 50) -> tuple[FollowUpRow, ...]:
    """Answer a customer's contacts, newest first.

    Raises:
        Invalid: there is no such customer.
        Refused: the customer belongs to somebody else.
    """
    access.require(work, "follow_ups.see")
    _customer(work, customer_id)
    return of_customer(work, customer_id, checked_limit(limit))


def of_customer(work: Work, customer_id: int, limit: int) -> tuple[FollowUpRow, ...]:
    """Answer the contacts of a customer the caller may see."""
    rows = _newest(limit).rows(work.session, customer=customer_id)
    return tuple([FollowUpRow(*row) for row in rows])
