"""Asks a condition of one record in memory; agrees with `in_sql` on every record.

A stored value of another kind than its field holds (a text in a number field) counts as empty.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, cast

from loancrm_desktop.services.language.expressions import (
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
from loancrm_desktop.services.language.resolving import Resolved
from loancrm_desktop.text_keys import text_key


class Record(Protocol):
    """One record as the catalogue hands it over: values by field key, in their Python form."""

    def value(self, key: str) -> object:
        """Answer the value of a field, None when it has none."""
        ...

    def linked(self, key: str) -> Record | None:
        """Answer the record a person, team or record field names, None when there is none."""
        ...

    def related(self, key: str) -> Iterable[Record]:
        """Answer the rows of a relation, those in the trash left out."""
        ...


@dataclass(frozen=True, slots=True)
class PlainRecord:
    """A record made of mappings: for drafts that are in no database yet, and for tests."""

    values: Mapping[str, object]
    links: Mapping[str, Record] = field(default_factory=dict[str, Record])
    rows: Mapping[str, Sequence[Record]] = field(default_factory=dict[str, Sequence[Record]])

    def value(self, key: str) -> object:
        """Answer a value, None when it was not given."""
        return self.values.get(key)

    def linked(self, key: str) -> Record | None:
        """Answer the linked record, None when it was not given."""
        return self.links.get(key)

    def related(self, key: str) -> Iterable[Record]:
        """Answer the related rows, none when they were not given."""
        return self.rows.get(key, ())


def holds(condition: Resolved, record: Record) -> bool:
    """Whether the condition holds for the record."""
    return _holds(condition.tree, record)


def _holds(condition: Condition, record: Record) -> bool:
    match condition:
        case AllOf(parts):
            return all(_holds(part, record) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, record) for part in parts)
        case Not(part):
            return not _holds(part, record)
        case Emptiness(path, filled):
            return (_value(path, record) is not None) is filled
        case Compare(path, op, value):
            left = _value(path, record)
            return left is not None and _compares(op, left, _wanted(value, record))
        case _:
            return _compares(
                condition.op, _count(condition, record), _wanted(condition.value, record)
            )


def _count(count: Count, record: Record) -> int:
    owner = _walk(count.rows.links, record)
    if owner is None:
        return 0
    rows = owner.related(count.rows.relation.key)
    return sum(_holds(count.where, row) for row in rows)


def _wanted(value: Value, record: Record) -> Any:
    match value:
        case Constant(constant):
            return constant
        case FieldValue(path):
            return _value(path, record)
        case Range(low, high):
            ends = _wanted(low, record), _wanted(high, record)
            return None if None in ends else ends
        case Several(items):
            return {_wanted(item, record) for item in items}
        case _:
            raise TypeError(f"not resolved: {type(value).__name__}")


def _compares(op: Op, left: Any, right: Any) -> bool:
    return right is not None and _OPERATORS[op](left, right)


_OPERATORS: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
    Op.BETWEEN: lambda left, ends: ends[0] <= left <= ends[1],
    Op.IN: lambda left, items: left in items,
    Op.NOT_IN: lambda left, items: left not in items,
    Op.CONTAINS: lambda left, part: part in left,
    Op.STARTS_WITH: lambda left, part: left.startswith(part),
    Op.HAS_ANY: lambda left, items: not items.isdisjoint(left),
    Op.HAS_ALL: lambda left, items: items <= left,
}


def _walk(links: Sequence[FieldSpec], record: Record) -> Record | None:
    here: Record | None = record
    for link in links:
        here = None if here is None else here.linked(link.key)
    return here


def _value(path: FieldPath, record: Record) -> Any:
    owner = _walk(path.links, record)
    return None if owner is None else comparable_value(path.spec, owner.value(path.spec.key))


def comparable_value(spec: FieldSpec, value: object) -> Any:
    """Answer a value in the form in which it is compared, None when it is empty or unfit."""
    if value is None or value == "":
        return None
    return _FORMS[family_of(spec)](spec, value)


def _text(spec: FieldSpec, value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return value if is_code(spec) else text_key(value)


def _number(spec: FieldSpec, value: object) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value if isinstance(value, int) or spec.compared_as is FieldType.NUMBER else None


def _date(spec: FieldSpec, value: object) -> date | None:
    del spec
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _datetime(spec: FieldSpec, value: object) -> datetime | None:
    del spec
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def _plain_text(spec: FieldSpec, value: object) -> str | None:
    del spec
    return value if isinstance(value, str) else None


def _id(spec: FieldSpec, value: object) -> int | None:
    del spec
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _boolean(spec: FieldSpec, value: object) -> bool | None:
    del spec
    return value if isinstance(value, bool) else None


def _members(spec: FieldSpec, value: object) -> frozenset[str] | None:
    if not isinstance(value, list | tuple):
        return None
    folded = spec.compared_as is FieldType.TAGS
    members = [one for one in cast("Sequence[object]", value) if isinstance(one, str)]
    return frozenset(text_key(one) if folded else one for one in members) or None


def _rows(spec: FieldSpec, value: object) -> int | None:
    del spec
    if not isinstance(value, list | tuple):
        return None
    return len(cast("Sequence[object]", value)) or None


_FORMS: dict[Family, Callable[[FieldSpec, object], Any]] = {
    Family.TEXT: _text,
    Family.NUMBER: _number,
    Family.DATE: _date,
    Family.DATETIME: _datetime,
    Family.TIME: _plain_text,
    Family.CHOICE: _plain_text,
    Family.LINK: _id,
    Family.BOOLEAN: _boolean,
    Family.LIST: _members,
    Family.OPAQUE: _rows,
}
