"""To-dos keep who gave them, a checklist, how they come again, and what was said about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_COLUMNS = (
    ("given_by", sa.Integer()),
    ("checklist", JSON),
    ("repeats", JSON),
    ("comments", JSON),
)


def upgrade() -> None:
    """Add four columns that are empty for every to-do there is, and an index of those given."""
    there = {each["name"] for each in sa.inspect(op.get_bind()).get_columns("task")}
    for name, kind in _COLUMNS:
        if name not in there:
            op.add_column("task", sa.Column(name, kind, nullable=True))
    given = sa.text("given_by IS NOT NULL")
    op.create_index(
        "ix_task_given",
        "task",
        ["given_by", "done_at", "due_at"],
        if_not_exists=True,
        sqlite_where=given,
        postgresql_where=given,
    )
