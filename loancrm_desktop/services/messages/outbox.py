"""The outbox as people see it: listed, tried again, cancelled, decided, sent by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select

from loancrm_desktop import display
from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.models.messages import MessageDispatch
from loancrm_desktop.services import access, follow_ups
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.messages import claiming, limits
from loancrm_desktop.services.messages.writing import address_now
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

STATES = ("waiting", "sending", "sent", "failed", "cancelled", "unclear")
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message in the list.

    Attributes:
        address: masked, for everybody.
        may: what can be done with it: `cancel`, `retry`, `by_hand`, `decide`.
    """

    id: int
    channel: str
    customer_id: int | None
    customer: str
    address: str
    subject: str
    text: str
    state: str
    template: str | None
    by_channel: str | None
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    tries: int
    answer: str
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """A page of the outbox, the newest first, and how many there are of each state."""

    rows: tuple[OutboxRow, ...]
    total: int
    counts: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True, repr=False)
class ByHand:
    """A message for one's own phone: whole, since a person is about to send it.

    Attributes:
        uri: for a QR code: `sms:` or `mailto:` with the text.
    """

    message_id: int
    address: str
    text: str
    uri: str


@reader("messages.page")
def page(
    work: Work,
    state: str | None = None,
    customer_id: int | None = None,
    limit: int = 100,
    skip: int = 0,
) -> OutboxPage:
    """Answer messages, the newest first: those to customers the actor sees, and to bots.

    Raises:
        Invalid: there is no such state.
        Refused: the actor may not.
    """
    access.require(work, "messages.see")
    if state is not None and state not in STATES:
        raise Invalid(say("There is no such state of a message: {state}.", state=state))
    seen = _seen_sql(work)
    if customer_id is not None:
        seen = seen & (OutboxMessage.customer_id == customer_id)
    counts = {
        str(name): int(count)
        for name, count in work.session.execute(
            _from()
            .where(seen)
            .with_only_columns(OutboxMessage.state, func.count())
            .group_by(OutboxMessage.state)
        )
    }
    chosen = _from().where(seen)
    if state is not None:
        chosen = chosen.where(OutboxMessage.state == state)
    chosen = chosen.order_by(OutboxMessage.id.desc()).offset(skip).limit(min(limit, MOST_ROWS))
    rows = tuple(_row(work, each[0], each[1], each[2]) for each in work.session.execute(chosen))
    total = sum(counts.values()) if state is None else counts.get(state, 0)
    return OutboxPage(rows, total, counts)


@operation("messages.cancel")
def cancel(work: Work, message_id: int) -> str:
    """Let a message not be sent; answers the state.

    Raises:
        Refused: it is being sent or was sent; the actor may not.
    """
    message = _open(work, message_id)
    if message.state not in {"waiting", "failed", "unclear"}:
        raise Refused(say("Only a message that was not sent yet can be cancelled."))
    return _put(work, message, "cancelled")


@operation("messages.retry")
def retry(work: Work, message_id: int) -> str:
    """Try a failed or cancelled message again, or one that waits, at once; answers the state.

    Raises:
        Refused: it was sent, or nobody knows; the customer wants none; the actor may not.
    """
    message = _open(work, message_id)
    if message.state not in {"waiting", "failed", "cancelled"}:
        raise Refused(say("Only a message that surely did not arrive is sent again like this."))
    if message.customer_id is not None and limits.is_stopped(work, message.customer_id):
        raise Refused(say("This customer wants no messages."))
    message.tries = 0
    return _put(work, message, "waiting")


@operation("messages.decide")
def decide(work: Work, message_id: int, arrived: bool) -> str:  # noqa: FBT001 - it is the value
    """Say of a message whose fate is unknown whether it arrived; if not, it is sent again.

    Raises:
        Refused: its fate is known; the actor may not.
    """
    message = _open(work, message_id)
    if message.state != "unclear":
        raise Refused(say("What became of this message is known already."))
    dispatch = claiming.dispatch_of(work, message_id)
    dispatch.claim = dispatch.claimed_until = None
    if arrived:
        dispatch.sent_at = work.now
        return _put(work, message, "sent")
    message.tries = 0
    return _put(work, message, "waiting")


@operation("messages.take")
def take(work: Work, message_id: int) -> ByHand:
    """Take a message out of the sender's hands to send it oneself; it waits for no channel.

    Raises:
        Refused: it is not waiting, the actor sees the number masked, or may not.
    """
    message = _open(work, message_id)
    if message.state not in {"waiting", "failed", "cancelled"} or message.customer_id is None:
        raise Refused(say("Only a message that was not sent yet can be sent by hand."))
    if limits.is_stopped(work, message.customer_id):
        raise Refused(say("This customer wants no messages."))
    field_key = "phone" if message.channel == "sms" else "email"
    if access.masked(work.actor, "customer", field_key):
        raise Refused(say("Your role does not see this number whole."), forbidden=True)
    address = address_now(work, message)
    _put(work, message, "cancelled", say("Taken to be sent by hand.").read())
    return ByHand(message.id, address, message.body, _uri(message.channel, address, message.body))


@operation("messages.by_hand")
def by_hand(work: Work, message_id: int, log: bool = True) -> str:  # noqa: FBT001, FBT002 - a choice with a default
    """Write down that one sent a message by hand, as a contact too if wished.

    Raises:
        Refused: it was sent already, or may be on its way; the actor may not.
    """
    message = _open(work, message_id)
    if message.state != "cancelled" or message.customer_id is None:
        raise Refused(say("Take the message out of the outbox before you send it by hand."))
    claiming.dispatch_of(work, message_id).sent_at = work.now
    _put(work, message, "sent", say("Sent by hand.").read())
    if log:
        method = "sms" if message.channel == "sms" else "other"
        follow_ups.log(work, message.customer_id, message.body, method)
    return message.state


def _put(work: Work, message: OutboxMessage, state: str, answer: str | None = None) -> str:
    message.state = state
    message.next_try_at = work.now if state == "waiting" else None
    message.answer = answer
    if message.customer_id is not None:
        work.touches.append(("customer", message.customer_id))
    work.session.flush()
    return state


def _open(work: Work, message_id: int) -> OutboxMessage:
    access.require(work, "messages.write")
    chosen = _from().where(OutboxMessage.id == message_id, _seen_sql(work))
    found = work.session.execute(chosen).first()
    if found is None:
        raise Invalid(say("There is no message number {id}.", id=message_id))
    return found[0]


def _from() -> Select[OutboxMessage, MessageDispatch, Customer]:
    return (
        select(OutboxMessage, MessageDispatch, Customer)
        .outerjoin(MessageDispatch, MessageDispatch.message_id == OutboxMessage.id)
        .outerjoin(Customer, Customer.id == OutboxMessage.customer_id)
    )


def _seen_sql(work: Work) -> ColumnElement[bool]:
    mine = access.visible_sql(work.actor, "customer", Customer) & Customer.deleted_at.is_(None)
    if work.actor.rights.allows("messages.edit"):
        return or_(OutboxMessage.customer_id.is_(None), mine)
    return mine


def _row(
    work: Work, message: OutboxMessage, dispatch: MessageDispatch | None, customer: Customer | None
) -> OutboxRow:
    return OutboxRow(
        id=message.id,
        channel=message.channel,
        customer_id=message.customer_id,
        customer="" if customer is None else customer.name,
        address=_masked(message),
        subject="" if dispatch is None else dispatch.subject or "",
        text=_concealed(work, message, customer),
        state=message.state,
        template=None if dispatch is None else dispatch.template,
        by_channel=None if dispatch is None else dispatch.by_channel,
        created_at=message.created_at,
        next_try_at=message.next_try_at,
        sent_at=None if dispatch is None else dispatch.sent_at,
        tries=message.tries,
        answer=message.answer or "",
        may=_may(work, message),
    )


def _may(work: Work, message: OutboxMessage) -> tuple[str, ...]:
    if not work.actor.rights.allows("messages.write"):
        return ()
    found: dict[str, tuple[str, ...]] = {
        "waiting": ("cancel", "retry", "by_hand"),
        "failed": ("cancel", "retry", "by_hand"),
        "cancelled": ("retry", "by_hand"),
        "unclear": ("decide", "cancel"),
    }
    may = found.get(message.state, ())
    return may if message.customer_id is not None else tuple(x for x in may if x != "by_hand")


def _masked(message: OutboxMessage) -> str:
    if message.channel == "email":
        name, at, host = message.address.partition("@")
        return f"{name[:1]}***{at}{host}" if at else ""
    return display.mask_phone(message.address) if message.address else ""


def _concealed(work: Work, message: OutboxMessage, customer: Customer | None) -> str:
    """Answer the text, without the numbers that are masked for the actor."""
    text = message.body
    if customer is None:
        return text
    for key in ("phone", "phone2", "id_number", "address"):
        value = getattr(customer, key)
        if value and access.masked(work.actor, "customer", key):
            text = text.replace(value, "***")
    return text


def _uri(channel: str, address: str, text: str) -> str:
    from urllib.parse import quote

    if channel == "sms":
        return f"sms:{address}?body={quote(text, safe='')}"
    return f"mailto:{quote(address, safe='@')}?body={quote(text, safe='')}"
