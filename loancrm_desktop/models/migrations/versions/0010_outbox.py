"""How messages of the outbox go; secrets of channels; customers who want no messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "message_dispatch",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("template", sa.String(length=64), nullable=True),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("by_channel", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("claim", sa.String(length=255), nullable=True),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_dispatch")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_dispatch_message_id")),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_table(
        "message_secret",
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_secret")),
        sa.UniqueConstraint("channel", name=op.f("uq_message_secret_channel")),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_table(
        "message_stop",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_stop")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_message_stop_customer_id")),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
