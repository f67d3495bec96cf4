"""What the office's rules did, whose turn it is in them, and what people were told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "rule_run",
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=255), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("did", JSON, nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.BigInteger(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_run")),
        sa.UniqueConstraint("occasion", name=op.f("uq_rule_run_occasion")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rule_run_rule", "rule_run", ["rule", "at"])
    op.create_index("ix_rule_run_record", "rule_run", ["kind", "record_id", "rule", "at"])
    waits = sa.text("next_try_at IS NOT NULL")
    op.create_index(
        "ix_rule_run_retry",
        "rule_run",
        ["next_try_at"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.create_table(
        "rule_turn",
        sa.Column("whose", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["app_user.id"], name=op.f("fk_rule_turn_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_turn")),
        sa.UniqueConstraint("whose", "person_id", name=op.f("uq_rule_turn_whose")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("record_kind", sa.String(length=64), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("shown_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("once_key", sa.String(length=255), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["app_user.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("once_key", name=op.f("uq_notice_once_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_person", "notice", ["person_id", "read_at", "shown_at"])
