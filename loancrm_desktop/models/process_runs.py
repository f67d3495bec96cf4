"""Where deals stood in their process, node by node; what was approved; which limits have passed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint, column
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


class NodeVisit(Identified, Base, kw_only=True):
    """One stay of a deal in a node, and the transition that brought it there.

    A deal has one open stay without a track: where it is. Open stays with a track are pieces of
    work of a parallel node it rests in.

    Attributes:
        version: the version of the process the deal runs by.
        track: `branch/step` of a parallel node, None for the deal itself.
        way: how it came: `start`, `advance`, `return`, `skip`, `lose`, `reopen`, `limit`, `moved`.
        entered_by: who brought it here; None where the clock did.
        facts: the nodes passed on the way and the values that decided there.
        result: how it was left: `done`, `approved`, `rejected`, `returned`, `withdrawn`.
        timer_at: when its time limit next asks for something; None for never.
    """

    __tablename__ = "node_visit"

    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"))
    version: Mapped[int] = mapped_column(Integer)
    node: Mapped[Key]
    stage: Mapped[Key]
    track: Mapped[Key | None] = mapped_column(default=None)
    from_node: Mapped[Key | None] = mapped_column(default=None)
    way: Mapped[Key]
    entered_at: Mapped[Utc]
    entered_by: Mapped[int | None] = mapped_column(default=None)
    handler_id: Mapped[int | None] = mapped_column(default=None)
    due_at: Mapped[Utc | None] = mapped_column(default=None)
    timer_at: Mapped[Utc | None] = mapped_column(default=None)
    left_at: Mapped[Utc | None] = mapped_column(default=None)
    left_by: Mapped[int | None] = mapped_column(default=None)
    result: Mapped[Key | None] = mapped_column(default=None)
    reason: Mapped[LongText | None] = mapped_column(default=None)
    facts: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])

    __table_args__ = (
        Index("ix_node_visit_deal", "deal_id", "entered_at"),
        Index("ix_node_visit_node", "node", "id"),
        # Only of stays that last, so that the past costs nothing.
        Index(
            "ix_node_visit_open",
            "deal_id",
            "track",
            sqlite_where=column("left_at").is_(None),
            postgresql_where=column("left_at").is_(None),
        ),
        Index(
            "ix_node_visit_timer",
            "timer_at",
            sqlite_where=column("timer_at").is_not(None),
            postgresql_where=column("timer_at").is_not(None),
        ),
    )


class Approval(Identified, Base, kw_only=True):
    """What one person was asked to approve, and the answer.

    Attributes:
        position: whose turn it is, where it goes one after the other.
        state: `waiting` for the turn, `open`, `approved`, `rejected`, `passed_on`, `withdrawn`.
        asked_by: who added or passed it on; None for the process itself.
    """

    __tablename__ = "approval"

    visit_id: Mapped[int]
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"))
    position: Mapped[int] = mapped_column(Integer)
    approver_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    state: Mapped[Key]
    asked_at: Mapped[Utc]
    asked_by: Mapped[int | None] = mapped_column(default=None)
    decided_at: Mapped[Utc | None] = mapped_column(default=None)
    comment: Mapped[LongText | None] = mapped_column(default=None)

    __table_args__ = (
        Index("ix_approval_inbox", "approver_id", "state", "asked_at"),
        Index("ix_approval_visit", "visit_id", "position"),
        Index("ix_approval_deal", "deal_id"),
    )


class LimitEvent(Identified, Base, kw_only=True):
    """Something a time limit asked for, once.

    Attributes:
        occasion: stay, action and how often, unique, so that it happens exactly once.
        act: `remind_handler`, `remind_leader`, `pass_on`, `return` or `wait_over`.
        due_at: the true time, which may lie before `fired_at` when no program ran.
        target_id: who was reminded, or whom it was passed on to.
        done: whether it could be done; a return no way leads to cannot.
    """

    __tablename__ = "limit_event"

    occasion: Mapped[Line]
    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"))
    visit_id: Mapped[int]
    node: Mapped[Key]
    act: Mapped[Key]
    due_at: Mapped[Utc]
    fired_at: Mapped[Utc]
    target_id: Mapped[int | None] = mapped_column(default=None)
    done: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("occasion"),
        Index("ix_limit_event_deal", "deal_id", "due_at"),
        Index("ix_limit_event_visit", "visit_id"),
    )
