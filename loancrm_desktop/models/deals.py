"""Deals, the process they run through, the banks they are submitted to."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import (
    Base,
    Day,
    Fen,
    Identified,
    Key,
    Line,
    LongText,
    Ppm,
    Record,
    Utc,
    trash_index,
)


class Process(Record, Base, kw_only=True):
    """A standard path; its picture is a design, its stages are rows for lists and boards.

    Attributes:
        design_version: the published version of the process design in force.
    """

    __tablename__ = "process"

    key: Mapped[Key] = mapped_column(unique=True)
    name_zh: Mapped[Line]
    name_en: Mapped[Line]
    design_version: Mapped[int] = mapped_column(default=1)
    is_default: Mapped[bool] = mapped_column(default=False)


class Stage(Record, Base, kw_only=True):
    """A column of the board.

    Attributes:
        outcome: `open`, `won`, `archived` or `lost`.
        limit_minutes: working time a deal may stay, None for no limit.
        limit_working: True when the limit counts working hours only.
        funnel_step: `lead`, `interested`, `signed`, `closed` or None.
        handler: who works here: `supervisor`, `owner` or `role:<key>`.
    """

    __tablename__ = "stage"

    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    key: Mapped[Key]
    name_zh: Mapped[Line]
    name_en: Mapped[Line]
    position: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[Key] = mapped_column(default="open")
    funnel_step: Mapped[Key | None] = mapped_column(default=None)
    handler: Mapped[Key] = mapped_column(default="owner")
    limit_minutes: Mapped[int | None] = mapped_column(Integer, default=None)
    limit_working: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("process_id", "key"),)


class Deal(Record, Base, kw_only=True):
    """One loan need of one customer, running through a process.

    Attributes:
        stage: the key of the stage it stands in.
        max_position: the furthest running stage it ever reached, for the funnel.
        last_contact_at: copied from the customer so that scans need no join.
    """

    __tablename__ = "deal"

    ref: Mapped[Key] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    product_type: Mapped[Key | None] = mapped_column(default=None)
    requested_amount_fen: Mapped[Fen | None] = mapped_column(default=None)
    requested_term_months: Mapped[int | None] = mapped_column(Integer, default=None)
    purpose: Mapped[Key | None] = mapped_column(default=None)
    bank: Mapped[Line | None] = mapped_column(default=None)
    product: Mapped[Line | None] = mapped_column(default=None)
    approved_amount_fen: Mapped[Fen | None] = mapped_column(default=None)
    disbursed_amount_fen: Mapped[Fen | None] = mapped_column(default=None)
    disbursed_on: Mapped[Day | None] = mapped_column(default=None)
    annual_rate_ppm: Mapped[Ppm | None] = mapped_column(default=None)
    service_fee_fen: Mapped[Fen | None] = mapped_column(default=None)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    stage: Mapped[Key]
    stage_position: Mapped[int] = mapped_column(Integer)
    stage_entered_at: Mapped[Utc]
    due_at: Mapped[Utc | None] = mapped_column(default=None)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), default=None)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"), default=None)
    outcome: Mapped[Key] = mapped_column(default="open")
    lost_reason: Mapped[LongText | None] = mapped_column(default=None)
    closed_at: Mapped[Utc | None] = mapped_column(default=None)
    max_position: Mapped[int] = mapped_column(Integer, default=0)
    last_contact_at: Mapped[Utc | None] = mapped_column(default=None)
    created_month: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (
        Index("ix_deal_customer", "customer_id"),
        # Holds all that a board's columns sum and its cards are chosen by.
        Index(
            "ix_deal_board",
            *("process_id", "stage", "stage_entered_at", "id", "outcome", "due_at"),
            *("requested_amount_fen", "customer_id", "deleted_at"),
        ),
        Index("ix_deal_work", "owner_id", "stage", "stage_entered_at", "id"),
        # Holds all that the search for silent customers asks of a deal.
        Index("ix_deal_idle", "outcome", "last_contact_at", "customer_id", "deleted_at"),
        Index("ix_deal_due", "outcome", "due_at"),
        # Whose turn it is, and until when: only of running deals, so that the rest costs nothing.
        Index(
            "ix_deal_turn",
            "handler_id",
            "due_at",
            "stage",
            "customer_id",
            "deleted_at",
            sqlite_where=column("outcome") == "open",
            postgresql_where=column("outcome") == "open",
        ),
        Index("ix_deal_trend", "created_month", "channel_id", "disbursed_amount_fen"),
        Index("ix_deal_funnel", "max_position"),
        Index("ix_deal_result", "owner_id", "outcome", "disbursed_amount_fen"),
        trash_index("deal"),
    )


class StageVisit(Identified, Base, kw_only=True):
    """One stay of a deal in a stage; the open one has no `left_at`.

    Attributes:
        dwell_s: seconds stayed, written when it leaves.
    """

    __tablename__ = "stage_visit"

    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"))
    process_id: Mapped[int]
    stage: Mapped[Key]
    from_stage: Mapped[Key | None] = mapped_column(default=None)
    entered_at: Mapped[Utc]
    entered_by: Mapped[int | None] = mapped_column(default=None)
    handler_id: Mapped[int | None] = mapped_column(default=None)
    due_at: Mapped[Utc | None] = mapped_column(default=None)
    left_at: Mapped[Utc | None] = mapped_column(default=None)
    dwell_s: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[LongText | None] = mapped_column(default=None)

    __table_args__ = (
        Index("ix_stage_visit_deal", "deal_id", "entered_at"),
        Index("ix_stage_visit_dwell", "stage", "dwell_s"),
    )


class Submission(Record, Base, kw_only=True):
    """One bank's answer to one deal (进件)."""

    __tablename__ = "submission"

    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"), index=True)
    bank: Mapped[Line]
    product: Mapped[Line | None] = mapped_column(default=None)
    status: Mapped[Key] = mapped_column(default="submitted")
    submitted_on: Mapped[Day | None] = mapped_column(default=None)
    decided_on: Mapped[Day | None] = mapped_column(default=None)
    approved_amount_fen: Mapped[Fen | None] = mapped_column(default=None)
    annual_rate_ppm: Mapped[Ppm | None] = mapped_column(default=None)
    reason: Mapped[LongText | None] = mapped_column(default=None)
