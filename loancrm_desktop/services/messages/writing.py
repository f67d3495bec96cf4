"""Puts messages into the outbox: by a rule, or by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.models.messages import MessageDispatch
from loancrm_desktop.services import access, live_record
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.messages import channels, limits
from loancrm_desktop.services.messages.design import LONGEST_TEXT, Way, is_mail_address
from loancrm_desktop.services.messages.filling import filled, parts_of
from loancrm_desktop.services.messages.templates import no_template, seen_row, template_named
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

_LONGEST_LINE = 250


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A message before it lies in the outbox, its places filled in.

    Attributes:
        customer: whom it is for; None for bots and webhooks.
        not_before: when it may leave at the earliest.
        to: where a message goes that is for no customer.
    """

    way: Way
    text: str
    customer: Any | None = None
    subject: str = ""
    template: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    by_channel: str | None = None
    not_before: datetime | None = None
    once_key: str | None = None
    to: str = ""


@operation("messages.write")
def write(  # noqa: PLR0913, PLR0917 - the composer's fields, each with a default
    work: Work,
    customer_id: int,
    channel: str = "sms",
    text: str = "",
    subject: str = "",
    template: str | None = None,
    deal_id: int | None = None,
) -> int:
    """Put a message to a customer into the outbox; answers its number.

    Args:
        work: the operation.
        customer_id: whom it is for.
        channel: `sms` or `email`.
        text: with places in braces; the template's when empty.
        subject: of an e-mail; the template's when empty.
        template: the key of a template.
        deal_id: the deal a template about deals is filled from.

    Raises:
        Invalid: the text is empty or too long, there is no such template.
        Refused: the customer wants no messages, or has no number or address; the actor may not.
    """
    access.require(work, "messages.write")
    customer = seen_row(work, "customer", customer_id)
    if limits.is_stopped(work, customer_id):
        raise Refused(say("This customer wants no messages. Nothing was put into the outbox."))
    read = None if template is None else template_named(work, template)
    if template is not None and read is None:
        raise no_template(template)
    if channel not in {"sms", "email"}:
        said = say("A customer is written to by sms or email.")
        raise Invalid(said, [FieldProblem("channel", "unknown", said)])
    way: Way = "sms" if channel == "sms" else "email"
    is_of_deal = read is not None and read.kind == "deal"
    kind = "deal" if is_of_deal else "customer"
    row = customer if not is_of_deal else seen_row(work, "deal", deal_id or customer.deal_id or 0)
    wording = text or (read.text if read is not None else "")
    draft = Draft(
        way=way,
        text=_checked(filled(work, wording, kind, row, masks=False)),
        customer=customer,
        subject=filled(work, subject or (read.subject if read else ""), kind, row, masks=False),
        template=template,
        parts=parts_of(work, wording, kind, row, masks=False) if read is not None else {},
    )
    return put(work, draft).id


@operation("messages.try_channel")
def try_channel(work: Work, key: str, to: str = "") -> int:
    """Put a test message into the outbox, to leave by one channel; answers its number.

    Raises:
        Invalid: there is no such channel in use, or nowhere to send it.
        Refused: the actor may not.
    """
    access.require(work, "messages.edit")
    channel = next((each for each in channels.working(work) if each.key == key), None)
    if channel is None:
        raise Invalid(say("There is no channel named {key}.", key=key))
    if channel.way in {"sms", "email"} and not to.strip():
        said = say("Say where the test message is to go.")
        raise Invalid(said, [FieldProblem("to", "required", said)])
    text = say("This is a test message from {office}.", office=work.place.name).read()
    return put(work, Draft(channel.way, text, by_channel=key, to=to.strip()[:_LONGEST_LINE])).id


def put(work: Work, draft: Draft) -> OutboxMessage:
    """Put a message into the outbox; one to somebody who wants none lies there cancelled.

    Raises:
        Refused: the customer has no number or address for it.
    """
    to = draft.to if draft.customer is None else _address(draft.customer, draft.way)
    is_stopped = draft.customer is not None and limits.is_stopped(work, draft.customer.id)
    earliest = draft.not_before or work.now
    message = OutboxMessage(
        channel=draft.way,
        address=to,
        body=draft.text,
        customer_id=None if draft.customer is None else draft.customer.id,
        state="cancelled" if is_stopped else "waiting",
        answer=say("This customer wants no messages.").read() if is_stopped else None,
        once_key=draft.once_key,
        created_at=work.now,
        next_try_at=earliest if draft.customer is None else limits.after_quiet(work, earliest),
    )
    work.session.add(message)
    work.session.flush()
    work.session.add(
        MessageDispatch(
            message_id=message.id,
            subject=" ".join(draft.subject.split())[:_LONGEST_LINE] or None,
            template=draft.template,
            parts=dict(draft.parts),
            by_channel=draft.by_channel,
            made_by=work.actor.user_id,
        )
    )
    if message.customer_id is not None:
        work.touches.append(("customer", message.customer_id))
    work.session.flush()
    return message


def address_now(work: Work, message: OutboxMessage) -> str:
    """Answer where a message goes as things stand; the number it was written for when none is."""
    if message.customer_id is None:
        return message.address
    row: Customer | None = live_record.row_named(work, "customer", message.customer_id)
    if row is None or row.deleted_at is not None:
        return ""
    return (row.phone if message.channel == "sms" else row.email) or message.address


def _address(customer: Any, way: Way) -> str:
    found = customer.phone if way == "sms" else customer.email
    if not found or (way == "email" and not is_mail_address(found)):
        raise Refused(say("The customer has no number or address this message could go to."))
    return str(found)


def _checked(text: str) -> str:
    if not text.strip():
        said = say("Write what it is to say.")
        raise Invalid(said, [FieldProblem("text", "required", said)])
    if len(text) > LONGEST_TEXT:
        said = say("A message has at most {count} characters.", count=LONGEST_TEXT)
        raise Invalid(said, [FieldProblem("text", "too_long", said)])
    return text
