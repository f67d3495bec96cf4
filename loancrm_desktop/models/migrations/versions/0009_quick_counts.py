"""Indexes that hold what boards, days and counts ask, so that no row is looked up for a figure."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TRASHED = ("deal", "document", "follow_up", "task")
_WIDER = (
    ("ix_customer_next", "customer", ("next_follow_up_at", "id", "owner_id", "deleted_at"), None),
    (
        "ix_deal_board",
        "deal",
        (
            *("process_id", "stage", "stage_entered_at", "id", "outcome", "due_at"),
            *("requested_amount_fen", "customer_id", "deleted_at"),
        ),
        None,
    ),
    (
        "ix_deal_turn",
        "deal",
        ("handler_id", "due_at", "stage", "customer_id", "deleted_at"),
        "outcome = 'open'",
    ),
    (
        "ix_task_due",
        "task",
        (
            *("assignee_id", "done_at", "due_at", "kind", "priority", "customer_id", "deal_id"),
            "deleted_at",
        ),
        None,
    ),
)


def _make(name: str, table: str, columns: tuple[str, ...], where: str | None) -> None:
    only = None if where is None else sa.text(where)
    op.create_index(
        name,
        table,
        list(columns),
        if_not_exists=True,
        sqlite_where=only,
        postgresql_where=only,
    )


def upgrade() -> None:
    """Widen four indexes, add five small ones, and tell the planner of them where it keeps notes."""
    for name, table, columns, where in _WIDER:
        op.drop_index(name, table_name=table, if_exists=True)
        _make(name, table, columns, where)
    _make(
        "ix_task_open",
        "task",
        ("deal_id", "customer_id", "due_at"),
        "done_at IS NULL AND deleted_at IS NULL",
    )
    for table in _TRASHED:
        _make(f"ix_{table}_trash", table, ("deleted_at",), "deleted_at IS NOT NULL")
    if sa.inspect(op.get_bind()).has_table("sqlite_stat1"):
        for name in (*(each[0] for each in _WIDER), "ix_task_open"):
            op.execute(f"ANALYZE {name}")
