"""The values inside formulas: from records to decimals and back, and what their signs do to them."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from loancrm_desktop.services.forms.formula_functions import FormulaFault, Row
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import say

MAX_TEXT = 20_000
_MOST = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where formulas are worked out."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """Today at the office."""
        return self.now.astimezone(self.zone).date()


_WHOLE: Mapping[FieldType, int] = {
    FieldType.MONEY: 100,
    FieldType.PERCENT: 1_000_000,
    FieldType.INTEGER: 1,
}


def outward(found: object, wanted: FieldType) -> object:
    """Answer a formula's value in the Python form of a field type.

    Raises:
        FormulaFault: it is nothing of this type, or too large.
    """
    if isinstance(found, Decimal) and wanted is not FieldType.TEXT:
        return _number_as(found, wanted)
    if wanted is FieldType.TEXT:
        return written(found)[:200]
    fits = {FieldType.BOOLEAN: bool, FieldType.DATE: date}.get(wanted)
    if fits is None or not isinstance(found, fits):
        raise FormulaFault("wrong_type", say("The result is not of the type of this field."))
    return found


def _number_as(found: Decimal, wanted: FieldType) -> object:
    scaled = found * _WHOLE.get(wanted, 1)
    if abs(scaled) > _MOST or (wanted in _WHOLE and abs(scaled) >= 2**53):
        raise FormulaFault("too_large", say("The result is too large."))
    if wanted in _WHOLE:
        return int(scaled.to_integral_value(ROUND_HALF_UP))
    if wanted is not FieldType.NUMBER:
        raise FormulaFault("wrong_type", say("The result is not of the type of this field."))
    whole = found == found.to_integral_value() and abs(found) < 2**53
    return int(found) if whole else float(found)


def written(value: object) -> str:
    """Write a formula's value as text."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)


def inward(spec: FieldSpec, value: object, setting: Setting) -> object:
    """Answer a record's value as formulas see it; None for an empty one."""
    if value is None or value == "" or isinstance(value, bool):
        return None if value == "" else value
    if isinstance(value, int | float):
        return Decimal(str(value)) / _WHOLE.get(spec.compared_as, 1)
    if isinstance(value, datetime):
        return value.astimezone(setting.zone).date()
    if isinstance(value, list | tuple):
        items = cast("list[object]", value)
        return tuple(_row(spec, each, setting) if spec.columns else str(each) for each in items)
    return value


def _row(spec: FieldSpec, row: object, setting: Setting) -> Row:
    cells: Mapping[str, object] = cast("Any", row) if isinstance(row, Mapping) else {}
    return Row(
        {column.key: inward(column, cells.get(column.key), setting) for column in spec.columns}
    )


def _plus(left: object, right: object) -> object:
    if isinstance(left, str) or isinstance(right, str):
        joined = written(left) + written(right)
        if len(joined) > MAX_TEXT:
            raise FormulaFault("too_long", say("The text this formula makes is too long."))
        return joined
    if left is None or right is None:
        return None
    if isinstance(left, date) and isinstance(right, Decimal):
        return _moved(left, right)
    if isinstance(left, Decimal) and isinstance(right, date):
        return _moved(right, left)
    return _counted(operator.add, left, right)


def _minus(left: object, right: object) -> object:
    if left is None or right is None:
        return None
    if isinstance(left, date) and isinstance(right, date):
        return Decimal((left - right).days)
    if isinstance(left, date) and isinstance(right, Decimal):
        return _moved(left, -right)
    return _counted(operator.sub, left, right)


def _moved(day: date, days: Decimal) -> date:
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        raise FormulaFault("too_large", say("The result is too large.")) from None


def _counted(act: Callable[[Any, Any], Any], left: object, right: object) -> Decimal | None:
    if left is None or right is None:
        return None
    if not _is_number(left) or not _is_number(right):
        raise FormulaFault("unfit", say("The parts of this formula do not go together."))
    return cast("Decimal", act(left, right))


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal)


def _arithmetic(act: Callable[[Any, Any], Any]) -> Callable[[object, object], object]:
    def counted(left: object, right: object) -> object:
        return _counted(act, left, right)

    return counted


def _compared(act: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
    def compare(left: object, right: object) -> bool:
        if left is None or right is None or left == "" or right == "":
            return False
        alike = type(left) is type(right)
        if not alike and act in (operator.eq, operator.ne):
            return act is operator.ne
        if not alike:
            raise FormulaFault("unfit", say("The parts of this formula do not go together."))
        return bool(act(left, right))

    return compare


def _divided(left: Decimal, right: Decimal) -> Decimal:
    _refuse_zero(right)
    return left / right


def _remainder(left: Decimal, right: Decimal) -> Decimal:
    _refuse_zero(right)
    return left % right


def _refuse_zero(divisor: Decimal) -> None:
    if divisor == 0:
        raise FormulaFault("zero", say("The formula divides by zero."))


def _negative(value: object) -> object:
    return None if value is None else _counted(operator.sub, Decimal(0), value)


def _positive(value: object) -> object:
    return None if value is None else _counted(operator.add, Decimal(0), value)


def _not(value: object) -> bool:
    return value is not True


OPERATORS: Mapping[Any, Callable[..., Any]] = {
    ast.Add: _plus,
    ast.Sub: _minus,
    ast.Mult: _arithmetic(operator.mul),
    ast.Div: _arithmetic(_divided),
    ast.Mod: _arithmetic(_remainder),
    ast.USub: _negative,
    ast.UAdd: _positive,
    ast.Not: _not,
    ast.Eq: _compared(operator.eq),
    ast.NotEq: _compared(operator.ne),
    ast.Lt: _compared(operator.lt),
    ast.LtE: _compared(operator.le),
    ast.Gt: _compared(operator.gt),
    ast.GtE: _compared(operator.ge),
}
