"""Processes as flow charts: stays node by node, approvals, what time limits asked for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    """Make the three tables."""
    _node_visit()
    _approval()
    _limit_event()


def _node_visit() -> None:
    op.create_table(
        "node_visit",
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=64), nullable=False),
        sa.Column("track", sa.String(length=64), nullable=True),
        sa.Column("from_node", sa.String(length=64), nullable=True),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("timer_at", sa.BigInteger(), nullable=True),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("left_by", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("id", ID, nullable=False),
        _points_at("node_visit", "deal_id", "deal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node_visit")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_node_visit_deal", "node_visit", ["deal_id", "entered_at"])
    op.create_index("ix_node_visit_node", "node_visit", ["node", "id"])
    for name, columns, where in (
        ("ix_node_visit_open", ["deal_id", "track"], sa.column("left_at").is_(None)),
        ("ix_node_visit_timer", ["timer_at"], sa.column("timer_at").is_not(None)),
    ):
        op.create_index(name, "node_visit", columns, sqlite_where=where, postgresql_where=where)


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("id", ID, nullable=False),
        _points_at("approval", "deal_id", "deal"),
        _points_at("approval", "approver_id", "app_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_approval_inbox", "approval", ["approver_id", "state", "asked_at"])
    op.create_index("ix_approval_visit", "approval", ["visit_id", "position"])
    op.create_index("ix_approval_deal", "approval", ["deal_id"])


def _limit_event() -> None:
    op.create_table(
        "limit_event",
        sa.Column("occasion", sa.String(length=255), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("fired_at", sa.BigInteger(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        _points_at("limit_event", "deal_id", "deal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_event")),
        sa.UniqueConstraint("occasion", name=op.f("uq_limit_event_occasion")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_limit_event_deal", "limit_event", ["deal_id", "due_at"])
    op.create_index("ix_limit_event_visit", "limit_event", ["visit_id"])
