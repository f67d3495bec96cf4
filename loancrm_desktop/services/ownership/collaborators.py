"""Others may look along at a customer and log contacts, for a time; they take nothing out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.ownership import Collaborator
from loancrm_desktop.models.people import User
from loancrm_desktop.services import access, customers
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership.giving import invalid
from loancrm_desktop.texts import say

MOST_OF_A_CUSTOMER = 20
MOST_OF_A_PERSON = 200
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class CollaboratorRow:
    """Somebody who looks along.

    Attributes:
        expired: whether the time is over; such a row gives nothing any more.
    """

    id: int
    user_id: int
    until: datetime
    added_at: datetime
    added_by: int | None
    expired: bool


@reader("ownership.collaborators")
def collaborators(work: Work, customer_id: int) -> tuple[CollaboratorRow, ...]:
    """Answer who looks along at a customer, and who did.

    Raises:
        Invalid: there is no such customer.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    customers.seen(work, customer_id)
    chosen = (
        select(Collaborator)
        .where(Collaborator.customer_id == customer_id)
        .order_by(Collaborator.until.desc(), Collaborator.id)
    )
    return tuple(
        CollaboratorRow(
            row.id, row.user_id, row.until, row.added_at, row.added_by, row.until <= work.now
        )
        for row in work.session.execute(chosen).scalars()
    )


@operation("ownership.share")
def share(work: Work, customer_id: int, user_id: int, until: datetime) -> int:
    """Let somebody look along at a customer; answers the row's id.

    Somebody who looks along already gets the new time.

    Args:
        work: the operation.
        customer_id: which customer.
        user_id: who.
        until: from when on no more.

    Raises:
        Invalid: there is no such customer or person, or the time does not lie ahead.
        Refused: the actor may not, or too many look along already.
    """
    access.require(work, "customers.edit")
    customer = customers.get(work, customer_id)
    _check_until(work, until)
    user = row_of(work.session, User, user_id)
    if user is None or not user.active or user.deleted_at is not None:
        text = say("There is nobody active with the number {id}.", id=user_id)
        raise invalid("user_id", "unknown", text)
    if user_id == customer.owner_id:
        raise Refused(say("{name} has this customer already.", name=user.name))
    chosen = select(Collaborator).where(
        Collaborator.customer_id == customer_id, Collaborator.user_id == user_id
    )
    row = work.session.execute(chosen).scalars().first()
    if row is None:
        _refuse_many(work, customer_id, user)
        row = Collaborator(
            customer_id=customer_id,
            user_id=user_id,
            until=until,
            added_at=work.now,
            added_by=work.actor.user_id,
        )
        work.session.add(row)
    row.until = until
    work.session.flush()
    return row.id


def _check_until(work: Work, until: datetime) -> None:
    if until.tzinfo is None:
        raise invalid("until", "no_zone", say("Give the time with its time zone."))
    if not work.now < until <= work.now + timedelta(days=MOST_DAYS):
        text = say("Choose a time that lies ahead, at most {days} days.", days=MOST_DAYS)
        raise invalid("until", "range", text)


def _refuse_many(work: Work, customer_id: int, user: User) -> None:
    alive = select(func.count()).select_from(Collaborator).where(Collaborator.until > work.now)
    of_customer = alive.where(Collaborator.customer_id == customer_id)
    if work.session.execute(of_customer).scalar_one() >= MOST_OF_A_CUSTOMER:
        text = say("At most {count} people look along at a customer.", count=MOST_OF_A_CUSTOMER)
        raise Refused(text)
    of_person = alive.where(Collaborator.user_id == user.id)
    if work.session.execute(of_person).scalar_one() >= MOST_OF_A_PERSON:
        raise Refused(
            say(
                "{name} looks along at {count} customers already, which is the most.",
                name=user.name,
                count=MOST_OF_A_PERSON,
            )
        )


@operation("ownership.unshare")
def unshare(work: Work, collaborator_id: int) -> int:
    """Let somebody look along no more; answers the customer's id.

    Raises:
        Invalid: there is no such row.
        Refused: the customer belongs to somebody else.
    """
    access.require(work, "customers.edit")
    row = row_of(work.session, Collaborator, collaborator_id)
    if row is None:
        raise Invalid(say("Nobody looks along under the number {id}.", id=collaborator_id))
    customers.get(work, row.customer_id)
    customer_id = row.customer_id
    work.session.delete(row)
    return customer_id
