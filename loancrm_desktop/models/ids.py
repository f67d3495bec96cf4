"""Ids for bulk inserts: the next free ones of a table, one small part per dialect."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loancrm_desktop.models.tables import metadata


def next_id(session: Session, table: str) -> int:
    """Answer the next id of a table, behind every id it ever gave.

    Call inside a write transaction; explicit ids move the database's own counter along.
    """
    target = metadata.tables[table]
    highest = session.execute(select(func.max(target.c.id))).scalar() or 0
    given = (
        session.connection()
        .exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        .scalar()
    )
    return max(int(highest), int(given or 0)) + 1
