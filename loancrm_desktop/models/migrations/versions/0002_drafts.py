"""Drafts: what somebody began to write and has not saved yet; the index Today goes by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "draft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_draft_person_id_key")),
        sqlite_autoincrement=True,
    )
    running = sa.text("outcome = 'open'")
    op.create_index(
        "ix_deal_turn",
        "deal",
        ["handler_id", "due_at", "stage", "deleted_at"],
        sqlite_where=running,
        postgresql_where=running,
    )
