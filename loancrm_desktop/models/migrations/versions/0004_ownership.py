"""Ownership: who had a customer since when, and who may look along for a time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "owner_change",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("from_owner_id", sa.Integer(), nullable=True),
        sa.Column("to_owner_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("occasion", sa.String(length=255), nullable=True),
        sa.Column("page", JSON, nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("id", ID, nullable=False),
        _points_at("owner_change", "customer_id", "customer"),
        _points_at("owner_change", "from_owner_id", "app_user"),
        _points_at("owner_change", "to_owner_id", "app_user"),
        _points_at("owner_change", "by_id", "app_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_change")),
        sa.UniqueConstraint("occasion", name=op.f("uq_owner_change_occasion")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_owner_change_customer", "owner_change", ["customer_id", "at"])
    op.create_index("ix_owner_change_receiver", "owner_change", ["to_owner_id", "acknowledged_at"])
    op.create_table(
        "collaborator",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("id", ID, nullable=False),
        _points_at("collaborator", "customer_id", "customer"),
        _points_at("collaborator", "user_id", "app_user"),
        _points_at("collaborator", "added_by", "app_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collaborator")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_collaborator_customer", "collaborator", ["customer_id"])
    op.create_index("ix_collaborator_until", "collaborator", ["until"])
