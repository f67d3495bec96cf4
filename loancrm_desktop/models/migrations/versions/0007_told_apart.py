"""Two customers that look alike and are two people: whoever found out need not be asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _points_at(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_told_apart_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "told_apart",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("id", ID, nullable=False),
        _points_at("first_id", "customer"),
        _points_at("second_id", "customer"),
        _points_at("by_id", "app_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_apart")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_told_apart_first", "told_apart", ["first_id"])
    op.create_index("ix_told_apart_second", "told_apart", ["second_id"])
