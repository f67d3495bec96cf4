"""Column values in a plain form for the journal, and back."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, LargeBinary, Table
from sqlalchemy.orm import Mapper

from loancrm_desktop.models.base import Base, UtcTime, from_ms, to_ms
from loancrm_desktop.models.tables import metadata

_PLAIN = frozenset({str, int, bool, float})


def to_stored(value: object) -> object:
    """Answer a value as JSON can hold it: times as ms, dates as ISO text, bytes as hex."""
    if value is None or value.__class__ in _PLAIN:
        return value
    if isinstance(value, datetime):
        return to_ms(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value


def from_stored(column: Column[Any], value: object) -> Any:
    """Turn a journal value back into what the column takes."""
    if value is None:
        return None
    if isinstance(column.type, UtcTime):
        return from_ms(int(str(value)))
    if isinstance(column.type, Date):
        return date.fromisoformat(str(value))
    if isinstance(column.type, LargeBinary):
        return bytes.fromhex(str(value))
    return value


@cache
def mapper_of(table: str) -> Mapper[Any]:
    """Answer the mapper of a table by its name."""
    return next(
        mapper for mapper in Base.registry.mappers if mapper.local_table is metadata.tables[table]
    )


@cache
def columns_of(table: str) -> dict[str, Column[Any]]:
    """Answer a table's columns by name."""
    found: Table = metadata.tables[table]
    return {column.name: column for column in found.columns}


@cache
def references_to(table: str) -> tuple[tuple[str, str], ...]:
    """Answer which (table, column) point at a table's id."""
    return tuple(
        (other.name, key.parent.name)
        for other in metadata.tables.values()
        for key in other.foreign_keys
        if key.column.table.name == table and key.column.name == "id"
    )
