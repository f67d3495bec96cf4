"""A desk takes a message upon itself, sends it outside of any transaction, and says how it went.

A message is handed over by one desk at a time. What a desk that died left behind is not sent
again, but for a gateway that promises to send once for each key: otherwise a person decides
(docs/decisions: a message whose fate is unknown is not sent again).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select

from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.models.messages import MessageDispatch
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.messages import channels, limits
from loancrm_desktop.services.messages.design import CARRIES, ChannelDesign
from loancrm_desktop.services.messages.outcome import Outcome
from loancrm_desktop.services.messages.parcel import Letter, Parcel, packed
from loancrm_desktop.services.messages.templates import template_named
from loancrm_desktop.services.messages.writing import address_now
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

LEASE = timedelta(minutes=5)
"""How long a desk has; handing over takes far less, by the deadlines of mail.py and outward.py."""
WAITS_MINUTES = (1, 5, 30, 120, 720)
MOST_LOOKED_AT = 200


@reader("messages.due")
def due(work: Work) -> int:
    """Answer how many messages could be sent now, or were left behind by a desk that died."""
    access.require(work, "messages.send")
    ways = _ways(_usable(work))
    waiting = (
        select(func.count())
        .select_from(OutboxMessage)
        .where(
            OutboxMessage.state == "waiting",
            OutboxMessage.channel.in_(ways),
            (OutboxMessage.next_try_at <= work.now) | OutboxMessage.next_try_at.is_(None),
        )
    )
    return work.session.execute(waiting).scalar_one() + len(_left_behind(work))


@operation("messages.claim")
def claim(work: Work) -> Parcel | None:
    """Take the next message upon oneself; None when none is due.

    Raises:
        Refused: the actor may not send.
    """
    access.require(work, "messages.send")
    usable = _usable(work)
    _settle_left_behind(work, usable)
    for message in _due(work, usable):
        channel = _channel_for(message, _dispatch(work, message.id), usable)
        if channel is not None and not _held(work, message):
            return _taken(work, message, channel)
    work.session.flush()
    return None


@operation("messages.settle")
def settle(work: Work, message_id: int, claim: str, outcome: Outcome) -> str:
    """Write down what became of a try; answers the state.

    Only who has the claim is heard. A desk that comes back late still knows best.

    Raises:
        Refused: the actor may not send.
    """
    access.require(work, "messages.send")
    message = work.session.get(OutboxMessage, message_id)
    if message is None:
        return "gone"
    dispatch = _dispatch(work, message_id)
    if dispatch.claim != claim or message.state not in {"sending", "unclear"}:
        return message.state
    message.answer = outcome.answer or None
    dispatch.claim = dispatch.claimed_until = None
    match outcome.state:
        case "sent":
            message.state, message.next_try_at, dispatch.sent_at = "sent", None, work.now
        case "again" if message.tries <= len(WAITS_MINUTES):
            wait = timedelta(minutes=WAITS_MINUTES[message.tries - 1])
            message.state, message.next_try_at = "waiting", work.now + wait
        case "unclear":
            message.state, message.next_try_at = "unclear", None
        case _:
            message.state, message.next_try_at = "failed", None
    if message.customer_id is not None:
        work.touches.append(("customer", message.customer_id))
    work.session.flush()
    return message.state


def key_of(work: Work, message_id: int) -> str:
    """Answer what names a message to the outside, the same for every try."""
    return f"loancrm-{work.place.office_id}-{message_id}"


def dispatch_of(work: Work, message_id: int) -> MessageDispatch:
    """Answer how a message goes; one is made for messages of older programs."""
    return _dispatch(work, message_id)


def _usable(work: Work) -> Mapping[str, ChannelDesign]:
    return {each.key: each for each in channels.working(work)}


def _ways(usable: Mapping[str, ChannelDesign]) -> list[str]:
    return sorted({CARRIES[each.kind] for each in usable.values()})


def _due(work: Work, usable: Mapping[str, ChannelDesign]) -> list[OutboxMessage]:
    chosen = (
        select(OutboxMessage)
        .where(
            OutboxMessage.state == "waiting",
            OutboxMessage.channel.in_(_ways(usable)),
            (OutboxMessage.next_try_at <= work.now) | OutboxMessage.next_try_at.is_(None),
        )
        .order_by(OutboxMessage.next_try_at, OutboxMessage.id)
        .limit(MOST_LOOKED_AT)
        .with_for_update(skip_locked=True)
    )
    return list(work.session.execute(chosen).scalars())


def _left_behind(work: Work) -> list[tuple[OutboxMessage, MessageDispatch]]:
    chosen = (
        select(OutboxMessage, MessageDispatch)
        .join(MessageDispatch, MessageDispatch.message_id == OutboxMessage.id)
        .where(OutboxMessage.state == "sending", MessageDispatch.claimed_until <= work.now)
    )
    return [(row[0], row[1]) for row in work.session.execute(chosen)]


def _settle_left_behind(work: Work, usable: Mapping[str, ChannelDesign]) -> None:
    for message, dispatch in _left_behind(work):
        channel = usable.get(dispatch.by_channel or "")
        if channel is not None and channel.dedupes:
            message.state, message.next_try_at = "waiting", work.now
            dispatch.claim = dispatch.claimed_until = None
            continue
        message.state, message.next_try_at = "unclear", None
        message.answer = say(
            "The desk that was sending it ended. It may have arrived; it is not sent again by itself."
        ).read()
    work.session.flush()


def _channel_for(
    message: OutboxMessage, dispatch: MessageDispatch, usable: Mapping[str, ChannelDesign]
) -> ChannelDesign | None:
    if dispatch.by_channel and message.tries == 0:
        return usable.get(dispatch.by_channel)
    fitting = [each for each in usable.values() if each.way == message.channel]
    # What one gateway may have taken is not given to another.
    known = usable.get(dispatch.by_channel or "")
    return known or (fitting[0] if fitting else None)


def _held(work: Work, message: OutboxMessage) -> bool:
    """Say whether a message must not leave now, and write down why."""
    if message.customer_id is None:
        return False
    if limits.is_stopped(work, message.customer_id):
        message.state, message.next_try_at = "cancelled", None
        message.answer = say("This customer wants no messages.").read()
        return True
    if not address_now(work, message):
        message.state, message.next_try_at = "cancelled", None
        message.answer = say("The customer is not there any more.").read()
        return True
    free = limits.after_quiet(work, work.now)
    if free > work.now:
        message.next_try_at = free
        return True
    if limits.is_full(work, message.customer_id):
        message.next_try_at = limits.next_day(work)
        message.answer = say("The customer had enough messages for one day.").read()
        return True
    return False


def _taken(work: Work, message: OutboxMessage, channel: ChannelDesign) -> Parcel:
    dispatch = _dispatch(work, message.id)
    name = f"{work.actor.desk}/{secrets.token_hex(8)}"[-250:]
    message.state, message.tries, message.answer = "sending", message.tries + 1, None
    message.address = address_now(work, message)
    dispatch.claim, dispatch.claimed_until = name, work.now + LEASE
    dispatch.by_channel = channel.key
    template = None if dispatch.template is None else template_named(work, dispatch.template)
    letter = Letter(
        key=key_of(work, message.id),
        to=message.address,
        text=message.body,
        subject=dispatch.subject or "",
        parts={str(name): str(value) for name, value in dispatch.parts.items()},
        provider_code="" if template is None else template.provider_code,
        office=work.place.name,
    )
    work.session.flush()
    way = (channel, channels.secrets_of(work, channel.key))
    return packed(work.place, (message.id, name), letter, way)


def _dispatch(work: Work, message_id: int) -> MessageDispatch:
    chosen = select(MessageDispatch).where(MessageDispatch.message_id == message_id)
    found = work.session.execute(chosen).scalars().first()
    if found is None:
        found = MessageDispatch(message_id=message_id)
        work.session.add(found)
    return found
