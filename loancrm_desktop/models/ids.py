"""Ids: rows by them, and the next free ones for bulk inserts, one small part per dialect."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from sqlalchemy import bindparam, func, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql import Select

from loancrm_desktop.models.base import Base
from loancrm_desktop.models.tables import metadata

LARGEST_ID = 2**63 - 1

T = TypeVar("T", bound=Base)


def row_of(session: Session, model: type[T], row_id: int) -> T | None:
    """Answer the row of an id, None for one that no database could hold either."""
    if not 0 < row_id <= LARGEST_ID:
        return None
    if identity_key(model, row_id) in session.identity_map:
        return session.get(model, row_id)
    return session.execute(_by_id(model), {"id": row_id}).scalars().first()


@cache
def _by_id(model: type[T]) -> Select[T]:
    """Answer a statement made once; `Session.get` makes its own at every call."""
    return select(model).where(inspect(model).primary_key[0] == bindparam("id"))


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
