"""A condition as JSON again: the reverse of `reading`, for storing and sending."""

from __future__ import annotations

from loancrm_desktop.services.language.constants import write_constant
from loancrm_desktop.services.language.expressions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Count,
    Day,
    Emptiness,
    FieldValue,
    Me,
    MyTeam,
    Not,
    Op,
    Range,
    Several,
    Shifted,
    Value,
)
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

Json = str | int | float | bool | list["Json"] | dict[str, "Json"]

COUNTED = FieldSpec(key="count", type=FieldType.INTEGER, label_zh="数量", label_en="count")


def write(condition: Condition) -> dict[str, Json]:
    """Answer the JSON of a condition; reading it gives an equal condition."""
    match condition:
        case AllOf(parts):
            return {"all": [write(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [write(part) for part in parts]}
        case Not(part):
            return {"not": write(part)}
        case Compare(path, op, value):
            written = _write_value(path.spec, value)
            return {"field": path.name, "op": op.value, "value": written}
        case Emptiness(path, filled):
            op = Op.IS_FILLED if filled else Op.IS_EMPTY
            return {"field": path.name, "op": op.value}
        case _:
            return _write_count(condition)


def _write_count(count: Count) -> dict[str, Json]:
    counted: dict[str, Json] = {"count": count.rows.name}
    if count.where != ALWAYS:
        counted["where"] = write(count.where)
    return {**counted, "op": count.op.value, "value": _write_value(COUNTED, count.value)}


def _write_value(spec: FieldSpec, value: Value) -> Json:
    match value:
        case Range(low, high):
            return [_write_value(spec, low), _write_value(spec, high)]
        case Several(items):
            return [_write_value(spec, item) for item in items]
        case Constant(constant):
            return write_constant(spec, constant)
        case _:
            return _write_reference(value)


def _write_reference(value: Shifted | Day | Me | MyTeam | FieldValue) -> dict[str, Json]:
    match value:
        case Shifted(unit, amount):
            return {unit.value: amount}
        case Day(offset_days):
            return {"today": offset_days}
        case Me():
            return {"me": True}
        case MyTeam():
            return {"my_team": True}
        case _:
            return {"field": value.path.name}
