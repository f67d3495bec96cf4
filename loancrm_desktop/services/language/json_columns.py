"""Values inside JSON columns, text keys and positions: all that differs between the databases.

SQLite has its JSON1 functions, PostgreSQL its jsonb operators; nothing else in the language knows
which database it speaks to. Every value is guarded by its JSON type, so that a text in a number
field counts as empty, as it does in memory. Keys are part of the SQL (an index must repeat them)
and so must be field keys.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Float, String, func, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from loancrm_desktop.services.language.expressions import Family, family_of
from loancrm_desktop.services.language.fields import KEY_PATTERN, FieldSpec, FieldType

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


class DayAsText(TypeDecorator[date]):
    """A date inside JSON: ISO text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the signature is SQLAlchemy\'s
        """Write it as ISO text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - the signature is SQLAlchemy\'s
        """Read ISO text."""
        return None if value is None else date.fromisoformat(value)


class TimeAsMs(TypeDecorator[datetime]):
    """A datetime inside JSON: milliseconds since 1970, UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the signature is SQLAlchemy\'s
        """Write it as milliseconds."""
        return None if value is None else (value - _EPOCH) // _MS

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy\'s
        """Read milliseconds."""
        return None if value is None else _EPOCH + value * _MS


class JsonMember(FunctionElement[Any]):
    """One typed value of a JSON object; made by `json_member`."""

    inherit_cache = True
    name = "json_member"

    def __init__(
        self, column: ColumnElement[Any], key: str, shape: str, kind: TypeEngine[Any]
    ) -> None:
        if not KEY_PATTERN.fullmatch(key.removesuffix("__key")):
            raise ValueError(f"not a field key: {key!r}")
        self.type = kind
        super().__init__(column, literal_column(key), literal_column(shape))


class JsonElements(FunctionElement[str]):
    """The members of a JSON list as rows with one column `value`."""

    inherit_cache = True
    name = "json_elements"
    type = String()


class TextKey(FunctionElement[str]):
    """The comparison key of a text, made by the function `text_key` of the connection."""

    inherit_cache = True
    name = "text_key"
    type = String()


class DayText(FunctionElement[str]):
    """A date column as ISO text, to stand beside a date inside JSON."""

    inherit_cache = True
    name = "day_text"
    type = String()


class Position(FunctionElement[int]):
    """Where a text begins inside another, from 1; 0 when it does not occur."""

    inherit_cache = True
    name = "text_position"
    type = BigInteger()


def json_member(column: ColumnElement[Any], spec: FieldSpec) -> ColumnElement[Any]:
    """Answer the value of a field inside a JSON object column, typed by the field."""
    shape, kind = _shape_of(spec)
    return JsonMember(column, spec.key, shape, kind)


def kept_key(column: ColumnElement[Any], spec: FieldSpec, key_name: str) -> ColumnElement[Any]:
    """Answer the comparison key a record keeps beside a text: the text itself where none is kept.

    Made of nothing but what databases allow in an index; `text_key` is not.
    """
    return func.coalesce(JsonMember(column, key_name, "line", String()), json_member(column, spec))


def day_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Answer a date, from a column of its own or from JSON, in the form both can be compared in."""
    return column if isinstance(column.type, DayAsText) else DayText(column)


def _shape_of(spec: FieldSpec) -> tuple[str, TypeEngine[Any]]:
    if spec.compared_as is FieldType.NUMBER:
        return "number", Float()
    shapes: dict[Family, tuple[str, TypeEngine[Any]]] = {
        Family.NUMBER: ("whole", BigInteger()),
        Family.LINK: ("whole", BigInteger()),
        Family.DATETIME: ("whole_time", TimeAsMs()),
        Family.DATE: ("day", DayAsText()),
        Family.BOOLEAN: ("boolean", Boolean()),
        Family.LIST: ("list", String()),
        Family.OPAQUE: ("list", String()),
    }
    return shapes.get(family_of(spec), ("line", String()))


_SQLITE_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_SQLITE_SHAPES = {
    "number": "CASE WHEN json_type({c}, {k}) IN ('integer', 'real') THEN json_extract({c}, {k}) END",
    "whole": "CASE WHEN json_type({c}, {k}) = 'integer' THEN json_extract({c}, {k}) END",
    "boolean": "CASE json_type({c}, {k}) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END",
    "line": "CASE WHEN json_type({c}, {k}) = 'text' THEN json_extract({c}, {k}) END",
    "day": "CASE WHEN json_extract({c}, {k}) GLOB '" + _SQLITE_DAY + "' "
    "THEN json_extract({c}, {k}) END",
    "list": "CASE WHEN json_type({c}, {k}) = 'array' THEN json_extract({c}, {k}) END",
}
_SQLITE_SHAPES["whole_time"] = _SQLITE_SHAPES["whole"]

_POSTGRESQL_SHAPES = {
    "number": "CASE WHEN jsonb_typeof({c} -> {k}) = 'number' "
    "THEN ({c} ->> {k})::double precision END",
    "whole": "CASE WHEN jsonb_typeof({c} -> {k}) = 'number' AND ({c} ->> {k}) ~ '^-?[0-9]{{1,18}}$' "
    "THEN ({c} ->> {k})::bigint END",
    "boolean": "CASE WHEN jsonb_typeof({c} -> {k}) = 'boolean' THEN ({c} ->> {k})::boolean END",
    "line": "CASE WHEN jsonb_typeof({c} -> {k}) = 'string' THEN ({c} ->> {k}) END",
    "day": "CASE WHEN ({c} ->> {k}) ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$' THEN ({c} ->> {k}) END",
    "list": "CASE WHEN jsonb_typeof({c} -> {k}) = 'array' THEN ({c} -> {k}) END",
}
_POSTGRESQL_SHAPES["whole_time"] = _POSTGRESQL_SHAPES["whole"]


def _arguments(
    element: FunctionElement[Any], compiler: SQLCompiler, kw: dict[str, Any]
) -> list[str]:
    return [compiler.process(clause, **kw) for clause in element.clauses]


@compiles(JsonMember, "sqlite")
def _member_in_sqlite(element: JsonMember, compiler: SQLCompiler, **kw: Any) -> str:
    column, key, shape = _arguments(element, compiler, kw)
    place = f"'$.{key}'"
    return f"({_SQLITE_SHAPES[shape].format(c=column, k=place)})"


@compiles(JsonMember, "postgresql")
def _member_in_postgresql(element: JsonMember, compiler: SQLCompiler, **kw: Any) -> str:
    column, key, shape = _arguments(element, compiler, kw)
    place = f"'{key}'"
    return f"({_POSTGRESQL_SHAPES[shape].format(c=f'{column}::jsonb', k=place)})"


@compiles(JsonElements, "sqlite")
def _elements_in_sqlite(element: JsonElements, compiler: SQLCompiler, **kw: Any) -> str:
    (value,) = _arguments(element, compiler, kw)
    return f"json_each({value})"


@compiles(JsonElements, "postgresql")
def _elements_in_postgresql(element: JsonElements, compiler: SQLCompiler, **kw: Any) -> str:
    (value,) = _arguments(element, compiler, kw)
    return f"jsonb_array_elements_text(({value})::jsonb)"


@compiles(TextKey)
def _text_key(element: TextKey, compiler: SQLCompiler, **kw: Any) -> str:
    (value,) = _arguments(element, compiler, kw)
    return f"text_key({value})"


@compiles(DayText, "sqlite")
def _day_text_in_sqlite(element: DayText, compiler: SQLCompiler, **kw: Any) -> str:
    (value,) = _arguments(element, compiler, kw)
    return value


@compiles(DayText, "postgresql")
def _day_text_in_postgresql(element: DayText, compiler: SQLCompiler, **kw: Any) -> str:
    (value,) = _arguments(element, compiler, kw)
    return f"to_char({value}, 'YYYY-MM-DD')"


@compiles(Position, "sqlite")
def _position_in_sqlite(element: Position, compiler: SQLCompiler, **kw: Any) -> str:
    whole, part = _arguments(element, compiler, kw)
    return f"instr({whole}, {part})"


@compiles(Position, "postgresql")
def _position_in_postgresql(element: Position, compiler: SQLCompiler, **kw: Any) -> str:
    whole, part = _arguments(element, compiler, kw)
    return f"strpos({whole}, {part})"
