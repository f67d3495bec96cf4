"""Statements compiled once and run straight on the driver, for the calls people wait for.

SQLAlchemy spends five times as long on a small query as the database: it looks the statement up,
makes a result, a row type, proxies (performance.md 6.12). What is asked at every click is made
ready here instead: the same expression, compiled once, its values and columns
turned by the types' own functions. Everything else goes the usual way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import JSON, ColumnElement, FromClause, Integer, Table, insert, literal
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select
from sqlalchemy.types import TypeEngine

from loancrm_desktop.models.base import UtcTime, from_ms, to_ms
from loancrm_desktop.models.database import DRIVER

Convert = Callable[[Any], Any]
Row = tuple[Any, ...] | list[Any]


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement as the office's database says it.

    Attributes:
        names: the places in the order the driver takes them; None when it takes them by name.
        required: places the caller must fill.
        raw: what stands in the other places, in Python form.
        given: the same as the driver takes it.
        binds: turns a value on its way in, where its type asks for it.
        results: turns a column on its way out, where its type asks for it.
        columns: their names.
    """

    sql: str
    names: Sequence[str] | None
    required: frozenset[str]
    raw: Mapping[str, Any]
    given: Mapping[str, Any]
    binds: Mapping[str, Convert]
    results: Sequence[tuple[int, Convert]]
    columns: Sequence[str]


class Prepared:
    """A select whose values are constants or named by `bindparam`, ready to run.

    A list of values (`IN`) keeps the length it was prepared with.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._made: _Made | None = None

    def rows(self, session: Session, **values: Any) -> Sequence[Row]:
        """Answer every row; columns in the order of the statement."""
        made = self._made or self._make(session)
        if not made.required <= values.keys():
            raise LookupError(made.required - values.keys())
        found: list[Row] = session.info[DRIVER].execute(made.sql, _given(made, values)).fetchall()
        if made.results:
            for place, row in enumerate(found):
                found[place] = turned = list(row)
                for index, convert in made.results:
                    value = turned[index]
                    if value is not None:
                        turned[index] = convert(value)
        return found

    def first(self, session: Session, **values: Any) -> Row | None:
        """Answer the first row, None when there is none."""
        found = self.rows(session, **values)
        return found[0] if found else None

    def value(self, session: Session, **values: Any) -> Any:
        """Answer the first column of the first row, None when there is none."""
        found = self.rows(session, **values)
        return found[0][0] if found else None

    def values(self, session: Session, **values: Any) -> list[Any]:
        """Answer the first column of every row."""
        return [row[0] for row in self.rows(session, **values)]

    def records(self, session: Session, **values: Any) -> list[Any]:
        """Answer every row as a plain object with the columns as attributes."""
        names = (self._made or self._make(session)).columns
        return [
            SimpleNamespace(**dict(zip(names, row, strict=True)))
            for row in self.rows(session, **values)
        ]

    def sql(self, session: Session) -> str:
        """Answer the statement as the database gets it."""
        return (self._made or self._make(session)).sql

    def constants(self, session: Session) -> Mapping[str, Any]:
        """Answer what stands in the places no caller fills, by name, in Python form."""
        return (self._made or self._make(session)).raw

    def _make(self, session: Session) -> _Made:
        dialect = session.get_bind().dialect
        compiled = self._statement.compile(dialect=dialect)
        required = {str(name) for name, place in compiled.binds.items() if place.required}
        # Lists are written out: `stage_1` becomes `stage_1_1`, `stage_1_2` …
        expanded = compiled.construct_expanded_state(dict.fromkeys(required))
        binds: dict[str, Convert] = {}
        for name in expanded.parameters:
            known = name if name in compiled.binds else name.rpartition("_")[0]
            convert = _bind_of(compiled.binds[known].type, dialect)
            if convert is not None:
                binds[name] = convert
        raw = {name: value for name, value in expanded.parameters.items() if name not in required}
        results = [
            (index, convert)
            for index, column in enumerate(self._statement.selected_columns)
            if (convert := _result_of(column.type, dialect)) is not None
        ]
        names = expanded.positiontup if compiled.positional else None
        given = {name: _turned(binds, name, value) for name, value in raw.items()}
        self._made = _Made(
            expanded.statement,
            names,
            frozenset(required),
            raw,
            given,
            binds,
            results,
            [str(column.key) for column in self._statement.selected_columns],
        )
        return self._made


class PreparedInsert:
    """New rows of some columns of a table, ready to write; the session does not hear of them."""

    def __init__(self, table: FromClause, columns: Sequence[str]) -> None:
        self._table = table
        self._columns = columns
        self._made: tuple[str, Sequence[str], Mapping[str, Convert]] | None = None

    def write(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows, each with exactly these columns, in Python form."""
        sql, names, binds = self._made or self._make(session)
        session.info[DRIVER].executemany(
            sql, [[_turned(binds, name, row[name]) for name in names] for row in rows]
        )

    def _make(self, session: Session) -> tuple[str, Sequence[str], Mapping[str, Convert]]:
        dialect = session.get_bind().dialect
        statement = insert(cast("Table", self._table))
        compiled = statement.compile(dialect=dialect, column_keys=list(self._columns))
        binds = {
            name: convert
            for name in self._columns
            if (convert := _bind_of(self._table.c[name].type, dialect)) is not None
        }
        self._made = str(compiled), compiled.positiontup or self._columns, binds
        return self._made


def fixed(number: int) -> ColumnElement[int]:
    """Answer a number written into the statement itself.

    For limits: SQLite plans a statement with `LIMIT ?` anew at every call.
    """
    return literal(number, Integer(), literal_execute=True)


def _given(made: _Made, values: Mapping[str, Any]) -> Any:
    binds = made.binds
    ready = dict(made.given)
    for name, value in values.items():
        ready[name] = _turned(binds, name, value)
    return ready if made.names is None else [ready[name] for name in made.names]


def _turned(binds: Mapping[str, Convert], name: str, value: Any) -> Any:
    convert = binds.get(name)
    return value if convert is None or value is None else convert(value)


def _bind_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(kind, UtcTime):
        return to_ms
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _result_of(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(kind, UtcTime):
        return from_ms
    if isinstance(kind, JSON) and dialect.name == "sqlite":
        return _from_json
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _from_json(text: str) -> Any:
    return [] if text == "[]" else {} if text == "{}" else json.loads(text)
