"""Ids: rows by them, and the next free ones for bulk inserts, one small part per dialect."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loancrm_desktop.models.base import Base
from loancrm_desktop.models.tables import metadata

LARGEST_ID = 2**63 - 1

T = TypeVar("T", bound=Base)


def row_of(session: Session, model: type[T], row_id: int) -> T | None:
    """Answer the row of an id, None for one that no database could hold either."""
    return session.get(model, row_id) if 0 < row_id <= LARGEST_ID else None


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
