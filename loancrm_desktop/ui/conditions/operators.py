"""Which comparisons a field offers and what may stand on their right, in words.

Nothing here says what can be asked: that is read off the language. `comparisons` are its
`ops_of`, and which forms a value may have is found by letting the language read one of each.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import Enum, StrEnum
from typing import Any

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.services.language.expressions import (
    EMPTINESS_OPS,
    LIST_OPS,
    SPAN_OPS,
    Family,
    Op,
    Unit,
    comparable,
    family_of,
    ops_of,
)
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Vocabulary
from loancrm_desktop.services.language.phrases import phrase_of
from loancrm_desktop.services.language.values import ValueReader
from loancrm_desktop.texts import tr


class Arity(Enum):
    """How many values stand on the right of a comparison."""

    NONE = "none"
    ONE = "one"
    TWO = "two"
    SEVERAL = "several"
    SPAN = "span"


class Form(StrEnum):
    """What a single value may be."""

    CONSTANT = "constant"
    ME = "me"
    MY_TEAM = "my_team"
    TODAY = "today"
    DAYS_AGO = "days_ago"
    DAYS_AHEAD = "days_ahead"
    AGO = "ago"
    AHEAD = "ahead"
    FIELD = "field"


_UNKNOWN = FieldSpec(key="unknown", type=FieldType.TEXT, label_zh="", label_en="")
_USUAL = (Op.WITHIN_LAST, Op.CONTAINS, Op.HAS_ANY, Op.GE, Op.IN)
"""Tried in this order: times by a span, texts by a part, numbers by a bound, the rest by a list."""

_SAMPLES: Mapping[Form, Any] = {
    Form.ME: {"me": True},
    Form.MY_TEAM: {"my_team": True},
    Form.TODAY: {"today": 0},
    Form.DAYS_AGO: {"today": -1},
    Form.DAYS_AHEAD: {"today": 1},
    Form.AGO: {"days": -1},
    Form.AHEAD: {"days": 1},
}


def comparisons(spec: FieldSpec) -> tuple[Op, ...]:
    """List what may be asked of a field, in the order offered."""
    return ops_of(spec)


def first_comparison(spec: FieldSpec) -> Op:
    """Answer what is most often asked of a field: the one a new condition begins with."""
    offered = comparisons(spec)
    return next((op for op in _USUAL if op in offered), offered[0])


def arity_of(op: Op) -> Arity:
    """Answer how many values a comparison needs."""
    if op in EMPTINESS_OPS:
        return Arity.NONE
    if op in SPAN_OPS:
        return Arity.SPAN
    if op is Op.BETWEEN:
        return Arity.TWO
    return Arity.SEVERAL if op in LIST_OPS else Arity.ONE


def known_op(written: str) -> Op | None:
    """Answer the comparison a condition names, None for one that does not exist."""
    return Op(written) if written in Op._value2member_map_ else None


def forms_of(spec: FieldSpec, op: Op, kind: str, vocabulary: Vocabulary) -> tuple[Form, ...]:
    """List what one value beside a field may be, the constant first."""
    found = [Form.CONSTANT]
    for form, sample in _SAMPLES.items():
        written = [sample, sample] if op is Op.BETWEEN else sample
        if _reads(spec, op, written, kind, vocabulary):
            found.append(form)
    if op not in LIST_OPS and comparable_fields(spec, kind, vocabulary):
        found.append(Form.FIELD)
    return tuple(found)


def units_of(spec: FieldSpec, op: Op, kind: str, vocabulary: Vocabulary) -> tuple[Unit, ...]:
    """List the units of relative time that fit a field."""
    return tuple(
        unit
        for unit in Unit
        if _reads(
            spec,
            op,
            [{unit.value: 1}] * 2 if op is Op.BETWEEN else {unit.value: 1},
            kind,
            vocabulary,
        )
    )


def comparable_fields(spec: FieldSpec, kind: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """List the fields of the same record a field may be compared with, itself left out."""
    own = vocabulary.kind(kind).fields
    return tuple(key for key, other in own.items() if key != spec.key and comparable(spec, other))


def op_words(op: Op, spec: FieldSpec) -> str:
    """Say a comparison as a chip does: 属于, ≥, 在最近."""
    family = family_of(spec)
    if family is Family.NUMBER and op in _SIGNS:
        return _SIGNS[op]
    return _words()[phrase_of(op, family)]


def op_name(op: Op, spec: FieldSpec) -> str:
    """Name a comparison in words only, for a list and for those who cannot see signs."""
    if family_of(spec) is Family.NUMBER and op in _SIGNS:
        return _number_words()[op]
    return op_words(op, spec)


def op_words_alone(written: Hashable) -> str:
    """Say a comparison whose field is not known; one that does not exist as it is written."""
    op = known_op(str(written))
    return str(written) if op is None else op_words(op, _UNKNOWN)


def unit_words(unit: Unit) -> str:
    """Name a unit of time."""
    return {
        Unit.MINUTES: tr("minutes"),
        Unit.HOURS: tr("hours"),
        Unit.DAYS: tr("days"),
        Unit.WORKING_DAYS: tr("working days"),
        Unit.MONTHS: tr("months"),
    }[unit]


def form_words(form: Form) -> str:
    """Name what a value may be."""
    return {
        Form.CONSTANT: tr("a fixed value"),
        Form.ME: tr("me"),
        Form.MY_TEAM: tr("my team"),
        Form.TODAY: tr("today"),
        Form.DAYS_AGO: tr("days before today"),
        Form.DAYS_AHEAD: tr("days after today"),
        Form.AGO: tr("ago"),
        Form.AHEAD: tr("from now"),
        Form.FIELD: tr("the value of a field"),
    }[form]


_SIGNS: Mapping[Op, str] = {
    Op.EQ: "=",
    Op.NE: "≠",
    Op.LT: "<",
    Op.LE: "≤",
    Op.GT: ">",
    Op.GE: "≥",
}


def _number_words() -> Mapping[Op, str]:
    return {
        Op.EQ: tr("equals"),
        Op.NE: tr("does not equal"),
        Op.LT: tr("is less than"),
        Op.LE: tr("is at most"),
        Op.GT: tr("is more than"),
        Op.GE: tr("is at least"),
    }


def _words() -> Mapping[str, str]:
    return {
        "eq": tr("is"),
        "ne": tr("is not"),
        "lt": "<",
        "le": "≤",
        "gt": ">",
        "ge": "≥",
        "before": tr("before"),
        "until": tr("no later than"),
        "after": tr("after"),
        "from": tr("no earlier than"),
        "between": tr("between"),
        "in": tr("is any of"),
        "not_in": tr("is none of"),
        "contains": tr("contains"),
        "starts_with": tr("starts with"),
        "is_empty": tr("is empty"),
        "is_filled": tr("is filled"),
        "has_any": tr("has any of"),
        "has_all": tr("has all of"),
        "within_last": tr("in the last"),
        "within_next": tr("in the next"),
        "older_than": tr("at least … ago"),
    }


def _reads(spec: FieldSpec, op: Op, written: object, kind: str, vocabulary: Vocabulary) -> bool:
    problems: list[FieldProblem] = []
    read = ValueReader(vocabulary, kind, spec, problems).read(op, written, "$")
    return read is not None and not problems
