"""What people did and what they still have to do: follow-ups and tasks."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, column
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import (
    Base,
    JsonList,
    JsonMap,
    JsonType,
    Key,
    Line,
    LongText,
    Record,
    Utc,
    trash_index,
)

_OPEN = and_(column("done_at").is_(None), column("deleted_at").is_(None))
_GIVEN = column("given_by").is_not(None)


class FollowUp(Record, Base, kw_only=True):
    """One real contact with a customer and the next step it set."""

    __tablename__ = "follow_up"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), default=None)
    at: Mapped[Utc]
    method: Mapped[Key]
    outcome: Mapped[Key | None] = mapped_column(default=None)
    text: Mapped[LongText]
    next_at: Mapped[Utc | None] = mapped_column(default=None)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)

    __table_args__ = (
        Index("ix_follow_up_customer", "customer_id", "at"),
        Index("ix_follow_up_deal", "deal_id"),
        trash_index("follow_up"),
    )


class Task(Record, Base, kw_only=True):
    """A to-do or reminder.

    Attributes:
        occasion: what the task was made for, unique, so that it is made exactly once.
        given_by: who gave it to the assignee; None for what one set oneself.
        checklist: its parts, each `{"text", "done"}`.
        repeats: how it comes again, as `task_repeats` reads it.
        comments: what was said about it, each `{"at", "by", "text", "to"}`, oldest first.
    """

    __tablename__ = "task"

    title: Mapped[Line]
    note: Mapped[LongText | None] = mapped_column(default=None)
    kind: Mapped[Key] = mapped_column(default="todo")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), default=None)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    priority: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Utc | None] = mapped_column(default=None)
    done_at: Mapped[Utc | None] = mapped_column(default=None)
    done_by: Mapped[int | None] = mapped_column(default=None)
    outcome: Mapped[Line | None] = mapped_column(default=None)
    occasion: Mapped[Line | None] = mapped_column(default=None)
    given_by: Mapped[int | None] = mapped_column(default=None)
    checklist: Mapped[JsonList | None] = mapped_column(JsonType, default=None)
    repeats: Mapped[JsonMap | None] = mapped_column(JsonType, default=None)
    comments: Mapped[JsonList | None] = mapped_column(JsonType, default=None)

    __table_args__ = (
        Index("ix_task_customer", "customer_id"),
        Index("ix_task_deal", "deal_id"),
        # Holds all that a day's queue asks of a to-do.
        Index(
            "ix_task_due",
            *("assignee_id", "done_at", "due_at", "kind", "priority", "customer_id", "deal_id"),
            "deleted_at",
        ),
        # What is still to be done for a deal: the done ones, most of them, cost nothing.
        Index(
            "ix_task_open",
            *("deal_id", "customer_id", "due_at"),
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(
            "ix_task_given",
            *("given_by", "done_at", "due_at"),
            sqlite_where=_GIVEN,
            postgresql_where=_GIVEN,
        ),
        trash_index("task"),
        UniqueConstraint("occasion"),
    )
