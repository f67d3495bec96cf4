"""The functions formulas have, with their words for the editor; there are no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from types import MappingProxyType
from typing import Any, cast

from loancrm_desktop.texts import Text, say

MAX_MONTHS = 1200
MAX_DIGITS = 12


class FormulaFault(Exception):  # noqa: N818 - a fault in somebody's formula, as FieldFault in a value
    """Why a formula cannot be taken or worked out.

    Attributes:
        code: a word for programs.
        text: the sentence for people.
    """

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sub-form inside a formula."""

    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FormulaFunction:
    """A function as the editor offers it.

    Attributes:
        arguments: how many it takes, at least and at most; None for any number.
    """

    name: str
    signature: str
    help_zh: str
    help_en: str
    example: str
    call: Callable[..., Any]
    arguments: tuple[int, int | None]


def Today() -> date:  # noqa: N802 - stands for TODAY in the table below
    """Answer today; the evaluator puts the operation's own day in its place."""
    raise FormulaFault("unfit", say("Today is not known here."))


def _unfit() -> FormulaFault:
    return FormulaFault("unfit", say("The parts of this formula do not go together."))


def _number(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return value
    raise _unfit()


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    raise _unfit()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bool | tuple):
        raise _unfit()
    return str(value)


def _numbers(values: Iterable[object]) -> list[Decimal]:
    """Answer the numbers among values; the column of a sub-form stands as (rows, column)."""
    given = list(values)
    found: list[Decimal] = []
    at = 0
    while at < len(given):
        value = given[at]
        if isinstance(value, tuple):
            at += 1
            column = given[at] if at < len(given) else None
            found.extend(_cells(cast("tuple[object, ...]", value), column))
        else:
            number = _number(value)
            if number is not None:
                found.append(number)
        at += 1
    return found


def _cells(rows: tuple[object, ...], column: object) -> list[Decimal]:
    if not isinstance(column, str):
        raise FormulaFault(
            "column", say("Behind a sub-form stands the column's key, like SUM(cars, 'price').")
        )
    cells = (row.cells.get(column) if isinstance(row, Row) else None for row in rows)
    return [number for number in map(_number, cells) if number is not None]


def _sum(*values: object) -> Decimal:
    return sum(_numbers(values), Decimal(0))


def _min(*values: object) -> Decimal | None:
    return min(_numbers(values), default=None)


def _max(*values: object) -> Decimal | None:
    return max(_numbers(values), default=None)


def _average(*values: object) -> Decimal | None:
    numbers = _numbers(values)
    return sum(numbers, Decimal(0)) / len(numbers) if numbers else None


def _count(value: object) -> Decimal:
    if isinstance(value, tuple):
        return Decimal(len(cast("tuple[object, ...]", value)))
    return Decimal(0 if value is None or value == "" else 1)


def _rounded(how: str) -> Callable[..., Decimal | None]:
    def act(value: object, digits: object = Decimal(0)) -> Decimal | None:
        number, places = _number(value), _number(digits)
        if number is None or places is None:
            return None
        if abs(places) > MAX_DIGITS:
            raise _unfit()
        return number.quantize(Decimal(1).scaleb(-int(places)), rounding=how)

    return act


def _abs(value: object) -> Decimal | None:
    number = _number(value)
    return None if number is None else abs(number)


def _first(*values: object) -> object:
    return next((each for each in values if each is not None and each not in ("", ())), None)


def _is_empty(value: object) -> bool:
    return value is None or value in ("", ())


def _days(start: object, end: object) -> Decimal | None:
    one, other = _day(start), _day(end)
    return None if one is None or other is None else Decimal((other - one).days)


def _months(start: object, end: object) -> Decimal | None:
    one, other = _day(start), _day(end)
    if one is None or other is None:
        return None
    sign = 1 if other >= one else -1
    early, late = min(one, other), max(one, other)
    whole = (late.year - early.year) * 12 + late.month - early.month - (late.day < early.day)
    return Decimal(sign * whole)


def _age(born: object, on: object) -> Decimal | None:
    months = _months(born, on)
    return None if months is None else Decimal(int(months) // 12)


def _add_months(day: object, months: object) -> date | None:
    start, count = _day(day), _number(months)
    if start is None or count is None:
        return None
    if abs(count) > MAX_MONTHS:
        raise _unfit()
    year, month = divmod(start.year * 12 + start.month - 1 + int(count), 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise _unfit()


def _part(name: str) -> Callable[[object], Decimal | None]:
    def act(value: object) -> Decimal | None:
        day = _day(value)
        return None if day is None else Decimal(getattr(day, name))

    return act


def _concat(*values: object) -> str:
    return "".join(map(_text, values))


def _left(value: object, count: object) -> str:
    number = _number(count)
    return _text(value)[: max(0, int(number or 0))]


def _right(value: object, count: object) -> str:
    number = max(0, int(_number(count) or 0))
    return _text(value)[-number:] if number else ""


def _length(value: object) -> Decimal:
    return Decimal(len(_text(value)))


def _contains(whole: object, part: object) -> bool:
    if isinstance(whole, tuple):
        return part in whole
    return _text(part).casefold() in _text(whole).casefold()


def _payment(amount: object, rate: object, months: object) -> Decimal | None:
    """Answer the level monthly payment (等额本息) at a yearly simple rate."""
    principal, yearly, term = _number(amount), _number(rate), _number(months)
    if principal is None or yearly is None or term is None:
        return None
    if not 1 <= term <= MAX_MONTHS or yearly < 0 or yearly > 100:
        raise _unfit()
    monthly, count = yearly / 12, int(term)
    if monthly == 0:
        paid = principal / count
    else:
        grown = (1 + monthly) ** count
        paid = principal * monthly * grown / (grown - 1)
    return paid.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _lazy(*_values: object) -> object:
    """IF is worked out by the evaluator, only the part that counts."""
    raise _unfit()


_F = FormulaFunction
FUNCTIONS: Mapping[str, FormulaFunction] = MappingProxyType(
    {
        each.name: each
        for each in (
            _F("IF", "IF(condition, then, else)", "条件成立取第二个值，否则取第三个值",
               "The second value when the condition holds, else the third",
               "IF(monthly_income > 10000, 'A', 'B')", _lazy, (2, 3)),
            _F("FIRST", "FIRST(a, b, …)", "第一个不为空的值", "The first value that is not empty",
               "FIRST(approved_amount, requested_amount)", _first, (1, None)),
            _F("EMPTY", "EMPTY(a)", "是否为空", "Whether it is empty",
               "IF(EMPTY(phone), '缺电话', '')", _is_empty, (1, 1)),
            _F("SUM", "SUM(a, b, …) / SUM(rows, 'column')", "求和，空值按 0；也可对子表的一列求和",
               "The sum, empty counts as 0; also of a column of a sub-form",
               "SUM(cars, 'price')", _sum, (1, None)),
            _F("AVERAGE", "AVERAGE(a, b, …) / AVERAGE(rows, 'column')", "平均值", "The average",
               "AVERAGE(cars, 'price')", _average, (1, None)),
            _F("MIN", "MIN(a, b, …) / MIN(rows, 'column')", "最小值", "The smallest",
               "MIN(requested_amount, 500000)", _min, (1, None)),
            _F("MAX", "MAX(a, b, …) / MAX(rows, 'column')", "最大值", "The largest",
               "MAX(cars, 'price')", _max, (1, None)),
            _F("COUNT", "COUNT(rows)", "子表行数或已选项数", "How many rows or chosen options",
               "COUNT(cars)", _count, (1, 1)),
            _F("ROUND", "ROUND(number, digits)", "四舍五入", "Rounded half up",
               "ROUND(monthly_income * 0.3, 2)", _rounded(ROUND_HALF_UP), (1, 2)),
            _F("ROUNDUP", "ROUNDUP(number, digits)", "向上取整", "Rounded away from zero",
               "ROUNDUP(requested_amount / 10000)", _rounded(ROUND_UP), (1, 2)),
            _F("ROUNDDOWN", "ROUNDDOWN(number, digits)", "向下取整", "Rounded towards zero",
               "ROUNDDOWN(requested_amount / 10000)", _rounded(ROUND_DOWN), (1, 2)),
            _F("ABS", "ABS(number)", "绝对值", "Without its sign",
               "ABS(requested_amount - 300000)", _abs, (1, 1)),
            _F("PMT", "PMT(amount, yearly rate, months)", "等额本息每月还款额（年化单利）",
               "The level monthly payment at a yearly simple rate",
               "PMT(requested_amount, 0.0435, requested_term_months)", _payment, (3, 3)),
            _F("TODAY", "TODAY()", "保存当天的日期", "The day of saving", "TODAY()", Today, (0, 0)),
            _F("DAYS", "DAYS(from, to)", "两个日期相差天数", "Days between two dates",
               "DAYS(created_at, TODAY())", _days, (2, 2)),
            _F("MONTHS", "MONTHS(from, to)", "两个日期相差整月数", "Whole months between two dates",
               "MONTHS(birth_date, TODAY())", _months, (2, 2)),
            _F("AGE", "AGE(born, on)", "周岁", "Whole years of age",
               "AGE(birth_date, TODAY())", _age, (2, 2)),
            _F("ADDMONTHS", "ADDMONTHS(date, months)", "日期加上若干个月", "A date moved by months",
               "ADDMONTHS(TODAY(), requested_term_months)", _add_months, (2, 2)),
            _F("YEAR", "YEAR(date)", "年份", "The year", "YEAR(birth_date)", _part("year"), (1, 1)),
            _F("MONTH", "MONTH(date)", "月份", "The month", "MONTH(birth_date)", _part("month"),
               (1, 1)),
            _F("DAY", "DAY(date)", "日", "The day of the month", "DAY(birth_date)", _part("day"),
               (1, 1)),
            _F("CONCAT", "CONCAT(a, b, …)", "连接文字", "Texts joined",
               "CONCAT(name, ' · ', region)", _concat, (1, None)),
            _F("LEFT", "LEFT(text, count)", "左边若干个字", "The first characters",
               "LEFT(name, 1)", _left, (2, 2)),
            _F("RIGHT", "RIGHT(text, count)", "右边若干个字", "The last characters",
               "RIGHT(phone, 4)", _right, (2, 2)),
            _F("LEN", "LEN(text)", "字数", "How many characters", "LEN(remark)", _length, (1, 1)),
            _F("CONTAINS", "CONTAINS(text, part)", "是否包含；也可判断多选是否选了某项",
               "Whether a text contains another, or a choice an option",
               "CONTAINS(assets, 'house')", _contains, (2, 2)),
        )
    }
)  # fmt: skip
