"""What the office settled about its messages: how many a day, when none, and who wants none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.models.messages import MessageDispatch, MessageStop
from loancrm_desktop.services import access, office_settings
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

_SUBJECT = "messages"
MOST_A_DAY = 100


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """What holds for messages to customers.

    Attributes:
        a_day: how many a customer gets in one day of the office, at most.
        quiet_from, quiet_to: no message leaves between these times of day; none when equal.
    """

    a_day: int = 3
    quiet_from: str = "21:00"
    quiet_to: str = "08:00"


@dataclass(frozen=True, slots=True)
class StopRow:
    """Whether a customer wants no messages, since when and why."""

    customer_id: int
    is_stopped: bool
    at: datetime | None = None
    reason: str | None = None


@reader("messages.limits")
def limits(work: Work) -> MessageLimits:
    """Answer what holds for messages to customers."""
    access.require(work, "messages.see")
    return limits_of(work)


def limits_of(work: Work) -> MessageLimits:
    """Answer what holds, whoever asks."""
    told: dict[str, Any] = office_settings.read(work, _SUBJECT)
    usual = MessageLimits()
    return MessageLimits(
        int(told.get("a_day", usual.a_day)),
        str(told.get("quiet_from", usual.quiet_from)),
        str(told.get("quiet_to", usual.quiet_to)),
    )


@operation("messages.set_limits")
def set_limits(work: Work, told: MessageLimits) -> None:
    """Settle what holds for messages to customers.

    Raises:
        Invalid: a number or a time of day that is none.
        Refused: the actor may not.
    """
    access.require(work, "messages.edit")
    if not 1 <= told.a_day <= MOST_A_DAY:
        text = say("Choose between 1 and {most} messages a day.", most=MOST_A_DAY)
        raise Invalid(text, [FieldProblem("a_day", "range", text)])
    for field in ("quiet_from", "quiet_to"):
        if _clock(getattr(told, field)) is None:
            text = say("Write a time of day as 21:00.")
            raise Invalid(text, [FieldProblem(field, "form", text)])
    body = {"a_day": told.a_day, "quiet_from": told.quiet_from, "quiet_to": told.quiet_to}
    office_settings.write(work, _SUBJECT, body)


def after_quiet(work: Work, moment: datetime) -> datetime:
    """Answer when a customer may be written to: then, or at the end of the quiet hours."""
    told = limits_of(work)
    begins, ends = _clock(told.quiet_from), _clock(told.quiet_to)
    if begins is None or ends is None or begins == ends:
        return moment
    here = moment.astimezone(work.place.zone)
    at, day = here.time(), here.date()
    is_over_night = begins > ends
    if is_over_night and at >= begins:
        day += timedelta(days=1)
    elif not (at < ends if is_over_night else begins <= at < ends):
        return moment
    return datetime.combine(day, ends, work.place.zone).astimezone(moment.tzinfo)


def next_day(work: Work) -> datetime:
    """Answer when tomorrow's messages may leave."""
    day = work.now.astimezone(work.place.zone).date() + timedelta(days=1)
    midnight = datetime.combine(day, time(), work.place.zone).astimezone(work.now.tzinfo)
    return after_quiet(work, midnight)


def is_full(work: Work, customer_id: int) -> bool:
    """Say whether a customer had as many messages today as the office allows."""
    day = work.now.astimezone(work.place.zone).date()
    midnight = datetime.combine(day, time(), work.place.zone).astimezone(work.now.tzinfo)
    chosen = (
        select(func.count())
        .select_from(OutboxMessage)
        .join(MessageDispatch, MessageDispatch.message_id == OutboxMessage.id)
        .where(
            OutboxMessage.customer_id == customer_id,
            OutboxMessage.state.in_(("sent", "sending", "unclear")),
            (MessageDispatch.sent_at >= midnight) | MessageDispatch.sent_at.is_(None),
        )
    )
    return work.session.execute(chosen).scalar_one() >= limits_of(work).a_day


def is_stopped(work: Work, customer_id: int) -> bool:
    """Say whether a customer wants no messages."""
    return _row(work, customer_id) is not None


@reader("messages.stop_of")
def stop_of(work: Work, customer_id: int) -> StopRow:
    """Answer whether a customer wants no messages.

    Raises:
        Refused: the actor may not see the customer.
    """
    access.require(work, "messages.see")
    _seen(work, customer_id)
    row = _row(work, customer_id)
    if row is None:
        return StopRow(customer_id, is_stopped=False)
    return StopRow(customer_id, is_stopped=True, at=row.at, reason=row.reason)


@operation("messages.stop")
def stop(work: Work, customer_id: int, is_stopped: bool, reason: str | None = None) -> StopRow:  # noqa: FBT001 - it is the value
    """Write down that a customer wants no messages, or wants them again.

    Raises:
        Refused: the actor may not, or does not see the customer.
    """
    access.require(work, "messages.write")
    _seen(work, customer_id)
    row = _row(work, customer_id)
    if row is not None and not is_stopped:
        work.session.delete(row)
    elif row is None and is_stopped:
        said = (reason or "").strip()[:200] or None
        work.session.add(
            MessageStop(customer_id=customer_id, reason=said, at=work.now, by_id=work.actor.user_id)
        )
    work.touches.append(("customer", customer_id))
    work.session.flush()
    return stop_of(work, customer_id)


def _seen(work: Work, customer_id: int) -> None:
    customer = work.session.get(Customer, customer_id)
    if customer is None or customer.deleted_at is not None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_seen(work, customer)


def _row(work: Work, customer_id: int) -> MessageStop | None:
    chosen = select(MessageStop).where(MessageStop.customer_id == customer_id)
    return work.session.execute(chosen).scalars().first()


def _clock(text: str) -> time | None:
    hours, colon, minutes = text.partition(":")
    if not colon or not (hours.isdigit() and minutes.isdigit()):
        return None
    if len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))
