"""The contact log: what was said, how, when, and the next step it sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.models.work_items import FollowUp
from loancrm_desktop.services import access, summaries
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
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
_newest = Prepared(
    select(*_COLUMNS)
    .where(FollowUp.customer_id == bindparam("customer"), FollowUp.deleted_at.is_(None))
    .order_by(FollowUp.at.desc(), FollowUp.id.desc())
    .limit(bindparam("most", type_=Integer()))
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
) -> Logged:
    """Write down a contact; it becomes the customer's last contact and sets the next step.

    Raises:
        Invalid: the text is empty, a choice is not known, or the time lies ahead.
        Refused: the actor may not, or the customer belongs to somebody else.
    """
    access.require(work, "follow_ups.log")
    customer = summaries.customer_of(work, customer_id)
    if customer is None or customer.deleted_at is not None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_in_scope(work, customer.owner_id, customer.team_id)
    moment = at or work.now
    _check(work, text, method, outcome, moment)
    row = FollowUp(
        customer_id=customer_id,
        deal_id=deal_id if deal_id is not None else customer.deal_id,
        at=moment,
        method=method,
        outcome=outcome,
        text=text.strip(),
        next_at=next_at,
        author_id=work.actor.user_id,
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    if customer.last_contact_at is None or moment >= customer.last_contact_at:
        customer.last_contact_at = moment
        customer.next_follow_up_at = next_at
        if customer.status == "prospect":
            customer.status = "following"
        _copy_to_deals(work, customer_id, moment)
    work.session.flush()
    return Logged(row.id, customer.revision)


def _copy_to_deals(work: Work, customer_id: int, moment: datetime) -> None:
    rows = work.session.execute(
        select(Deal).where(Deal.customer_id == customer_id, Deal.deleted_at.is_(None))
    ).scalars()
    for deal in rows:
        deal.last_contact_at = moment


def _check(work: Work, text: str, method: str, outcome: str | None, moment: datetime) -> None:
    fields = catalog_of(work).kind("follow_up").fields
    if not text.strip():
        raise _invalid("text", "required", say("Write down what was said."))
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
    if moment > work.now:
        raise _invalid("at", "in_future", say("A contact cannot lie in the future."))


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
    customer = summaries.customer_of(work, customer_id)
    if customer is None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_in_scope(work, customer.owner_id, customer.team_id)
    return of_customer(work, customer_id, limit)


def of_customer(work: Work, customer_id: int, limit: int) -> tuple[FollowUpRow, ...]:
    """Answer the contacts of a customer the caller may see."""
    rows = _newest.rows(work.session, customer=customer_id, most=limit)
    return tuple([FollowUpRow(*row) for row in rows])
