"""Around the outbox: how messages go, sealed secrets of channels, customers who want none."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import (
    Base,
    Identified,
    JsonMap,
    JsonType,
    Key,
    Line,
    LongText,
    Utc,
)


class MessageDispatch(Identified, Base, kw_only=True):
    """How a message of the outbox goes; one row for each.

    Attributes:
        subject: of an e-mail.
        template: the key of the template it was written from.
        parts: what stands at each place of the text, for gateways that fill in texts themselves.
        by_channel: the channel it must go by, or went by.
        claim: which desk is sending it, with a number of its own for each try.
        claimed_until: when that desk is taken for dead.
    """

    __tablename__ = "message_dispatch"

    message_id: Mapped[int] = mapped_column(unique=True)
    subject: Mapped[Line | None] = mapped_column(default=None)
    template: Mapped[Key | None] = mapped_column(default=None)
    parts: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    by_channel: Mapped[Key | None] = mapped_column(default=None)
    made_by: Mapped[int | None] = mapped_column(default=None)
    claim: Mapped[Line | None] = mapped_column(default=None)
    claimed_until: Mapped[Utc | None] = mapped_column(default=None)
    sent_at: Mapped[Utc | None] = mapped_column(default=None)


class MessageSecret(Identified, Base, kw_only=True):
    """The secret of a channel, such as a password; encrypted once more, and never journaled.

    Attributes:
        channel: the channel's key.
        sealed: encrypted with a key derived from the office's own.
    """

    __tablename__ = "message_secret"

    channel: Mapped[Key] = mapped_column(unique=True)
    sealed: Mapped[LongText]


class MessageStop(Identified, Base, kw_only=True):
    """A customer who wants no messages.

    Attributes:
        reason: what the customer said.
    """

    __tablename__ = "message_stop"

    customer_id: Mapped[int] = mapped_column(unique=True)
    reason: Mapped[Line | None] = mapped_column(default=None)
    at: Mapped[Utc]
    by_id: Mapped[int | None] = mapped_column(default=None)
