"""Turns a resolved condition into a WHERE; agrees with `in_memory` on every record.

The language knows no table: whoever asks hands over an `SqlSource`. It answers one `SqlRows` per
mention of a record kind (a fresh alias each time), and that answers one column per field:

- `SqlValue(value, key)`: a column of the field's type. Text is compared on `key`, the stored
  NFKC + casefold of it; without one the function `text_key` of the connection makes it, row by
  row. Phones and ID numbers are compared as stored and need no key.
- `SqlJsonList(value)`: a JSON list column. `SqlRowList(value, where)`: members in a table of their
  own (`value` of an alias, `where` ties it to the row); text members as keys.
- `custom_column(column, spec)` makes them for a field inside a JSON object column.

Comparisons stay bare (`column >= constant`) so that indexes are used. SQL's third truth value is
shut out only at NOT: `coalesce(x, false) = false`. A path is `link IN (SELECT id … WHERE …)`, so
the caller's statement needs no join and an index on either side can serve.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import FromClause, String, and_, false, func, literal, not_, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from loancrm_desktop.services.language.expressions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Count,
    Emptiness,
    Family,
    FieldValue,
    Not,
    Op,
    Range,
    Several,
    Value,
    family_of,
    is_code,
)
from loancrm_desktop.services.language.fields import FieldPath, FieldSpec, FieldType
from loancrm_desktop.services.language.json_columns import (
    JsonElements,
    Position,
    TextKey,
    day_text,
    json_member,
)
from loancrm_desktop.services.language.resolving import Resolved
from loancrm_desktop.services.language.sorting import SortKey

Where = ColumnElement[bool]

_STRINGS = (Family.TEXT, Family.TIME, Family.CHOICE)
_BARE: dict[Op, Callable[[Any, Any], Where]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


@dataclass(frozen=True, slots=True, eq=False)
class SqlValue:
    """The column of a field with one value, and for text the column of its comparison key."""

    value: ColumnElement[Any]
    key: ColumnElement[Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SqlJsonList:
    """A column with a JSON list: choices, tags, attachments, rows of a sub-form."""

    value: ColumnElement[Any]


@dataclass(frozen=True, slots=True, eq=False)
class SqlRowList:
    """A list kept as rows of another table: their value column, and what ties them to the row."""

    value: ColumnElement[Any]
    where: Where


SqlColumn = SqlValue | SqlJsonList | SqlRowList


class SqlRows(Protocol):
    """One mention of a record kind in a statement: its table or an alias of it."""

    @property
    def table(self) -> FromClause:
        """What stands in FROM."""
        ...

    @property
    def id(self) -> ColumnElement[int]:
        """The column that links name."""
        ...

    @property
    def alive(self) -> Where | None:
        """What a row must be to be counted, such as not in the trash; None for every row."""
        ...

    def column(self, spec: FieldSpec) -> SqlColumn:
        """Answer the column of a field of this kind."""
        ...


class SqlSource(Protocol):
    """Where the records of every kind lie; the catalogue is one."""

    def rows(self, kind: str) -> SqlRows:
        """Answer a fresh alias of the kind's table."""
        ...


def where(condition: Resolved, rows: SqlRows, source: SqlSource) -> Where:
    """Answer the condition as a WHERE on `rows`, the table or alias the caller selects from."""
    return _Sql(source).condition(condition.tree, rows)


def custom_column(column: ColumnElement[Any], spec: FieldSpec) -> SqlColumn:
    """Answer a field inside a JSON object column, as an `SqlRows.column` may answer it."""
    member = json_member(column, spec)
    return SqlJsonList(member) if family_of(spec) in _LISTS else SqlValue(member)


def comparison_column(spec: FieldSpec, column: SqlValue) -> ColumnElement[Any]:
    """Answer the expression a field is compared by, for an index or an order on it."""
    if family_of(spec) is not Family.TEXT or is_code(spec):
        return column.value
    return TextKey(column.value) if column.key is None else column.key


def order_by(
    keys: Sequence[SortKey], rows: SqlRows, source: SqlSource
) -> tuple[ColumnElement[Any], ...]:
    """Answer an ORDER BY: the keys, empty values last, the id where all are equal."""
    reach = _Sql(source).reach
    columns = ((reach(key.path, rows), key.descending) for key in keys)
    ordered = (column.desc() if descending else column.asc() for column, descending in columns)
    return (*(one.nulls_last() for one in ordered), rows.id)


_LISTS = (Family.LIST, Family.OPAQUE)


@dataclass(frozen=True, slots=True)
class _Sql:
    source: SqlSource

    def condition(self, condition: Condition, rows: SqlRows) -> Where:
        match condition:
            case AllOf(parts):
                return and_(true(), *(self.condition(part, rows) for part in parts))
            case AnyOf(parts):
                return or_(false(), *(self.condition(part, rows) for part in parts))
            case Not(part):
                return _not(self.condition(part, rows))
            case Emptiness(path, filled):
                return self._emptiness(path, rows, filled=filled)
            case Compare():
                return self._compare(condition, rows)
            case _:
                return self._count(condition, rows)

    def through(
        self, links: Sequence[FieldSpec], rows: SqlRows, ask: Callable[[SqlRows], Where]
    ) -> Where:
        """Ask it of the record at the end of the links: `link IN (SELECT id … WHERE …)`."""
        if not links:
            return ask(rows)
        target = self._target(links[0])
        asked = self.through(links[1:], target, ask)
        found = select(target.id).select_from(target.table).where(asked)
        return _scalar(links[0], rows).in_(found)

    def _target(self, link: FieldSpec) -> SqlRows:
        if link.links_to is None:
            raise ValueError(f"{link.key} links to nothing")
        return self.source.rows(link.links_to)

    def _emptiness(self, path: FieldPath, rows: SqlRows, *, filled: bool) -> Where:
        if filled:
            return self.through(path.links, rows, lambda at: _filled(path.spec, at))
        if path.links:  # a link that leads nowhere makes it empty too
            return _not(self._emptiness(path, rows, filled=True))
        return _empty(path.spec, rows)

    def _compare(self, asked: Compare, rows: SqlRows) -> Where:
        if _names_field(asked.value):
            left = self.reach(asked.field, rows)
            return self._against(asked.field.spec, left, asked, rows)

        def ask(at: SqlRows) -> Where:
            column = at.column(asked.field.spec)
            if not isinstance(column, SqlValue):
                return _list_holds(asked.field.spec, column, asked)
            left = comparison_column(asked.field.spec, column)
            return self._against(asked.field.spec, left, asked, at)

        return self.through(asked.field.links, rows, ask)

    def _against(
        self, spec: FieldSpec, left: ColumnElement[Any], asked: Compare, rows: SqlRows
    ) -> Where:
        right = asked.value
        op = asked.op
        if isinstance(right, Range):
            low = self._against(spec, left, replace(asked, op=Op.GE, value=right.low), rows)
            return and_(
                low, self._against(spec, left, replace(asked, op=Op.LE, value=right.high), rows)
            )
        if isinstance(right, Several):
            return _in(spec, left, op, [_plain(item) for item in right.items])
        if isinstance(right, FieldValue):
            other = self.reach(right.path, rows)
            if family_of(spec) is Family.DATE:
                return _bare(op, day_text(left), day_text(other))
            compared = _bare(op, left, other)
            if family_of(spec) in _STRINGS:
                return and_(compared, left != "", other != "")
            return compared
        compared = _bare(op, left, _plain(right))
        guarded = family_of(spec) in _STRINGS and op in {Op.NE, Op.LT, Op.LE}
        return and_(compared, left != "") if guarded else compared

    def reach(self, path: FieldPath, rows: SqlRows) -> ColumnElement[Any]:
        """Answer the value at the end of a path, as one expression."""
        if not path.links:
            return _scalar(path.spec, rows)
        target = self._target(path.links[0])
        inner = self.reach(FieldPath(path.links[1:], path.spec), target)
        found = select(inner).select_from(target.table)
        found = found.where(target.id == _scalar(path.links[0], rows))
        return found.correlate(rows.table).scalar_subquery()

    def _count(self, count: Count, rows: SqlRows) -> Where:
        links = count.rows.links
        asked = self.through(links, rows, lambda at: self._counted(count, at))
        if links and _holds_for_none(count):
            fails = self.through(links, rows, lambda at: _not(self._counted(count, at)))
            return _not(fails)
        return asked

    def _counted(self, count: Count, owner: SqlRows) -> Where:
        relation = count.rows.relation
        rows = self.source.rows(relation.kind)
        tie = _scalar(count.rows.via, rows) == owner.id
        parts = [tie] if count.where == ALWAYS else [tie, self.condition(count.where, rows)]
        if rows.alive is not None:
            parts.append(rows.alive)
        found = select(rows.id).select_from(rows.table).where(and_(*parts)).correlate(owner.table)
        if _asks_for_some(count):
            return found.exists()
        if _asks_for_none(count):
            return not_(found.exists())
        number = found.with_only_columns(func.count(), maintain_column_froms=True)
        return _number_compares(number.scalar_subquery(), count)


def _not(asked: Where) -> Where:
    return func.coalesce(asked, false()) == false()


def _filled(spec: FieldSpec, rows: SqlRows) -> Where:
    column = rows.column(spec)
    if not isinstance(column, SqlValue):
        return _any_member(column, true())
    compared = comparison_column(spec, column)
    filled = compared.is_not(None)
    return and_(filled, compared != "") if family_of(spec) in _STRINGS else filled


def _empty(spec: FieldSpec, rows: SqlRows) -> Where:
    column = rows.column(spec)
    if not isinstance(column, SqlValue):
        return not_(_any_member(column, true()))
    compared = comparison_column(spec, column)
    empty = compared.is_(None)
    return or_(empty, compared == "") if family_of(spec) in _STRINGS else empty


def _scalar(spec: FieldSpec, rows: SqlRows) -> ColumnElement[Any]:
    column = rows.column(spec)
    if not isinstance(column, SqlValue):
        raise TypeError(f"{spec.key} is a list and has no single value")
    return comparison_column(spec, column)


def _plain(value: Value) -> Any:
    if not isinstance(value, Constant):
        raise TypeError(f"not resolved: {type(value).__name__}")
    return value.value


def _names_field(value: Value) -> bool:
    if isinstance(value, Range):
        return _names_field(value.low) or _names_field(value.high)
    return isinstance(value, FieldValue)


def _bare(op: Op, left: ColumnElement[Any], right: Any) -> Where:
    if op in _BARE:
        return _BARE[op](left, right)
    if op is Op.CONTAINS:
        part = literal(right, String()) if isinstance(right, str) else right
        return Position(left, part) > 0
    length = len(right) if isinstance(right, str) else func.length(right)
    return func.substr(left, 1, length) == right


def _in(spec: FieldSpec, left: ColumnElement[Any], op: Op, items: list[Any]) -> Where:
    if op is Op.IN:
        return left.in_(items)
    others = left.not_in(items)
    return and_(others, left != "") if family_of(spec) in _STRINGS else others


def _list_holds(spec: FieldSpec, column: SqlJsonList | SqlRowList, asked: Compare) -> Where:
    items = asked.value.items if isinstance(asked.value, Several) else (asked.value,)
    wanted = [_plain(item) for item in items]
    folded = spec.compared_as is FieldType.TAGS
    if asked.op is Op.HAS_ANY:
        return _has(column, wanted, folded=folded)
    return and_(true(), *(_has(column, [one], folded=folded) for one in wanted))


def _has(column: SqlJsonList | SqlRowList, wanted: list[Any], *, folded: bool) -> Where:
    if isinstance(column, SqlRowList):
        return _any_member(column, column.value.in_(wanted))
    members = JsonElements(column.value).table_valued("value")
    value: ColumnElement[Any] = TextKey(members.c.value) if folded else members.c.value
    return select(literal(1)).select_from(members).where(value.in_(wanted)).exists()


def _any_member(column: SqlJsonList | SqlRowList, asked: Where) -> Where:
    if isinstance(column, SqlRowList):
        return select(literal(1)).where(column.where, asked).exists()
    members = JsonElements(column.value).table_valued("value")
    return select(literal(1)).select_from(members).where(asked).exists()


def _asks_for_some(count: Count) -> bool:
    asked = (count.op, count.value)
    return asked in {(Op.GE, Constant(1)), (Op.GT, Constant(0)), (Op.NE, Constant(0))}


def _asks_for_none(count: Count) -> bool:
    asked = (count.op, count.value)
    return asked in {(Op.EQ, Constant(0)), (Op.LT, Constant(1)), (Op.LE, Constant(0))}


def _holds_for_none(count: Count) -> bool:
    if isinstance(count.value, Range):
        return _plain(count.value.low) <= 0 <= _plain(count.value.high)
    return bool(_BARE[count.op](0, _plain(count.value)))


def _number_compares(number: ColumnElement[int], count: Count) -> Where:
    if isinstance(count.value, Range):
        return number.between(_plain(count.value.low), _plain(count.value.high))
    return _BARE[count.op](number, _plain(count.value))
