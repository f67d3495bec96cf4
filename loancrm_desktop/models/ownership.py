"""Who had a customer and since when, who may look along, what the pool goes by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
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


class OwnerChange(Identified, Base, kw_only=True):
    """A customer went from one person to another, with the page that was handed over.

    The page keeps numbers of records, never their words: whoever reads it sees of them what the
    role shows.

    Attributes:
        from_owner_id: who had it; None when it came out of the pool or had nobody.
        to_owner_id: who has it now; None when it went into the pool or has nobody.
        cause: `transfer`, `claim`, `return`, `release`, `leaver` or `edit`.
        due_at: of a return, the moment the rule's time ran out, which may be before `at`.
        occasion: of a return, what it was made for, unique, so that it is made exactly once.
        page: numbers of the contacts, tasks, deals and documents that were there at the time.
        acknowledged_at: when the receiver had read the page.
    """

    __tablename__ = "owner_change"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    from_owner_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    to_owner_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    cause: Mapped[Key]
    reason: Mapped[LongText | None] = mapped_column(default=None)
    at: Mapped[Utc]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    due_at: Mapped[Utc | None] = mapped_column(default=None)
    occasion: Mapped[Line | None] = mapped_column(default=None)
    page: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    acknowledged_at: Mapped[Utc | None] = mapped_column(default=None)

    __table_args__ = (
        Index("ix_owner_change_customer", "customer_id", "at"),
        Index("ix_owner_change_receiver", "to_owner_id", "acknowledged_at"),
        UniqueConstraint("occasion"),
    )


class Collaborator(Identified, Base, kw_only=True):
    """Somebody who may see a customer of another person, and log contacts, for a time.

    Attributes:
        until: from then on it is as if the row were not there.
    """

    __tablename__ = "collaborator"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    until: Mapped[Utc]
    added_at: Mapped[Utc]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)

    __table_args__ = (
        # Not unique: when two customers are merged, the same person may look along at both.
        Index("ix_collaborator_customer", "customer_id"),
        Index("ix_collaborator_until", "until"),
    )
