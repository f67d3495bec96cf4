"""The parts of a condition: a small tree of frozen nodes that knows neither table nor screen.

A condition is two-valued. A comparison with an empty value is false, `ne` and `not_in` too; *not*
of it is true; being empty is a node of its own. So `{"not": {"field": "level", "op": "eq", …}}`
holds for a record without a level, `{"field": "level", "op": "ne", …}` does not.
Empty are: no value, an empty text, an empty list, a path whose link leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum

from loancrm_desktop.services.language.fields import FieldPath, FieldSpec, FieldType, RelationPath
from loancrm_desktop.text_keys import text_key

_PHONE_SEPARATORS = re.compile(r"[\s().\-]")
_MAINLAND_PREFIX = re.compile(r"^(\+86|0086)")

Plain = str | int | float | bool | date | datetime


class Op(StrEnum):
    """What is asked of a field."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    BETWEEN = "between"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    IS_EMPTY = "is_empty"
    IS_FILLED = "is_filled"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    WITHIN_LAST = "within_last"
    WITHIN_NEXT = "within_next"
    OLDER_THAN = "older_than"


class Unit(StrEnum):
    """The units of relative time; a working day is what the office's calendar says."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Constant:
    """A value in the Python form of its field (see FieldType).

    A date with a datetime field means that whole day at the office.
    """

    value: Plain


@dataclass(frozen=True, slots=True)
class Shifted:
    """Now (today, with a date field) moved by an amount; in a `within` the length of the span."""

    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True)
class Day:
    """Today at the office, moved by days; with a datetime field the whole of that day."""

    offset_days: int


@dataclass(frozen=True, slots=True)
class Me:
    """The person who asks."""


@dataclass(frozen=True, slots=True)
class MyTeam:
    """The teams of the person who asks; with a person field, everyone in them."""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of another field of the same record."""

    path: FieldPath


Scalar = Constant | Shifted | Day | Me | MyTeam | FieldValue


@dataclass(frozen=True, slots=True)
class Range:
    """From one value to another, both included."""

    low: Scalar
    high: Scalar


@dataclass(frozen=True, slots=True)
class Several:
    """A list of values, in any order."""

    items: tuple[Scalar, ...]


Value = Scalar | Range | Several


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts, it holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; with no parts, it does not."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Compare:
    """A field against a value."""

    field: FieldPath
    op: Op
    value: Value


@dataclass(frozen=True, slots=True)
class Emptiness:
    """A field has a value (`filled`) or has none."""

    field: FieldPath
    filled: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many related rows there are for which `where` holds."""

    rows: RelationPath
    where: Condition
    op: Op
    value: Constant | Range


Condition = AllOf | AnyOf | Not | Compare | Emptiness | Count

ALWAYS = AllOf(())
NEVER = AnyOf(())


class Family(Enum):
    """Field types that are compared alike."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    CHOICE = "choice"
    LINK = "link"
    BOOLEAN = "boolean"
    LIST = "list"
    OPAQUE = "opaque"


_FAMILIES = {
    FieldType.TEXT: Family.TEXT,
    FieldType.LONG_TEXT: Family.TEXT,
    FieldType.PHONE: Family.TEXT,
    FieldType.ID_NUMBER: Family.TEXT,
    FieldType.EMAIL: Family.TEXT,
    FieldType.REGION: Family.TEXT,
    FieldType.AUTONUMBER: Family.TEXT,
    FieldType.INTEGER: Family.NUMBER,
    FieldType.NUMBER: Family.NUMBER,
    FieldType.MONEY: Family.NUMBER,
    FieldType.PERCENT: Family.NUMBER,
    FieldType.DATE: Family.DATE,
    FieldType.DATETIME: Family.DATETIME,
    FieldType.TIME: Family.TIME,
    FieldType.CHOICE: Family.CHOICE,
    FieldType.PERSON: Family.LINK,
    FieldType.TEAM: Family.LINK,
    FieldType.RECORD: Family.LINK,
    FieldType.BOOLEAN: Family.BOOLEAN,
    FieldType.CHOICES: Family.LIST,
    FieldType.TAGS: Family.LIST,
    FieldType.ATTACHMENT: Family.OPAQUE,
    FieldType.SUB_FORM: Family.OPAQUE,
}

EMPTINESS_OPS = (Op.IS_EMPTY, Op.IS_FILLED)
SPAN_OPS = (Op.WITHIN_LAST, Op.WITHIN_NEXT, Op.OLDER_THAN)
LIST_OPS = (Op.IN, Op.NOT_IN, Op.HAS_ANY, Op.HAS_ALL)
ORDER_OPS = (Op.LT, Op.LE, Op.GT, Op.GE)
COUNT_OPS = (Op.EQ, Op.NE, *ORDER_OPS, Op.BETWEEN)

_EQUAL = (Op.EQ, Op.NE, Op.IN, Op.NOT_IN)
_ORDERED = (Op.EQ, Op.NE, *ORDER_OPS, Op.BETWEEN, Op.IN, Op.NOT_IN)
_OPS = {
    Family.TEXT: (*_EQUAL, Op.CONTAINS, Op.STARTS_WITH),
    Family.NUMBER: _ORDERED,
    Family.DATE: (*_ORDERED, *SPAN_OPS),
    Family.DATETIME: (*_ORDERED, *SPAN_OPS),
    Family.TIME: _ORDERED,
    Family.CHOICE: _EQUAL,
    Family.LINK: _EQUAL,
    Family.BOOLEAN: (Op.EQ, Op.NE),
    Family.LIST: (Op.HAS_ANY, Op.HAS_ALL),
    Family.OPAQUE: (),
}


def family_of(spec: FieldSpec) -> Family:
    """Answer how values of a field are compared."""
    return _FAMILIES[spec.compared_as]


def ops_of(spec: FieldSpec) -> tuple[Op, ...]:
    """List what may be asked of a field, in the order a builder offers it."""
    return (*_OPS[family_of(spec)], *EMPTINESS_OPS)


def comparable(one: FieldSpec, other: FieldSpec) -> bool:
    """Whether a field may be compared with another field."""
    family = family_of(one)
    if family is not family_of(other) or family in {Family.LIST, Family.OPAQUE}:
        return False
    if family is Family.NUMBER:
        plain = {FieldType.INTEGER, FieldType.NUMBER}
        return one.compared_as is other.compared_as or {one.compared_as, other.compared_as} <= plain
    if family is Family.LINK:
        return one.compared_as is other.compared_as and one.links_to == other.links_to
    if is_code(one) or is_code(other):
        return one.compared_as is other.compared_as
    return True


def is_code(spec: FieldSpec) -> bool:
    """Whether a text is stored in the very form in which it is compared."""
    return spec.compared_as in {FieldType.PHONE, FieldType.ID_NUMBER}


def comparison_key(spec: FieldSpec, text: str) -> str:
    """Answer the form in which a text a person wrote is compared with a text field.

    Phones and ID numbers are stored normalised and compared as stored (`models.customers` says
    how); so separators, a leading `+86` and small letters are taken out of what was written.
    """
    if spec.compared_as is FieldType.PHONE:
        digits = _PHONE_SEPARATORS.sub("", text_key(text))
        return _MAINLAND_PREFIX.sub("", digits)
    if spec.compared_as is FieldType.ID_NUMBER:
        return _PHONE_SEPARATORS.sub("", text_key(text)).upper()
    return text_key(text)


def fields_in(condition: Condition) -> Iterator[FieldPath]:
    """Name every field a condition asks of its own record, those in counts left out."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from fields_in(part)
        case Not(part):
            yield from fields_in(part)
        case Compare(path, _, value):
            yield path
            yield from _fields_of_value(value)
        case Emptiness(path, _):
            yield path
        case _:
            return


def counts_in(condition: Condition) -> Iterator[Count]:
    """Name every count over related rows, those inside another count left out."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from counts_in(part)
        case Not(part):
            yield from counts_in(part)
        case Count():
            yield condition
        case _:
            return


def _fields_of_value(value: Value) -> Iterator[FieldPath]:
    match value:
        case FieldValue(path):
            yield path
        case Range(low, high):
            yield from _fields_of_value(low)
            yield from _fields_of_value(high)
        case Several(items):
            for item in items:
                yield from _fields_of_value(item)
        case _:
            return
