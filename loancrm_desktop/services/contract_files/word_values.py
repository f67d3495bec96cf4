"""The values that go into a contract, and the few filters that may stand behind a field.

A value is a text as people read it, a whole number, a yes or no, a record of such values, or
a list; never an object with methods. Filters take the printed text and read it back, so
`{{ deal.service_fee }}` and `{{ deal.service_fee|capitals }}` come from one value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, cast

from loancrm_desktop import display

Value: TypeAlias = "str | int | bool | Mapping[str, Value] | Sequence[Value] | None"
Plain: TypeAlias = "str | int | bool | dict[str, Plain] | list[Plain]"

_FEN_PER_WAN = 1_000_000
# XML cannot hold these, and docxtpl would read two of them as page and paragraph breaks.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


def money_word(fen: int) -> str:
    """Write an amount in yuan as contracts do: `1,800,000.00`."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"


def wan_word(fen: int) -> str:
    """Write an amount in units of 10,000 yuan, without needless zeros: `180`, `12.5`."""
    return f"{(Decimal(fen) / _FEN_PER_WAN).normalize():f}"


def day_word(day: date) -> str:
    """Write a day as contracts do: `2026年11月23日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def rate_word(rate_ppm: int) -> str:
    """Write a rate in per cent: `7.20%`."""
    return display.percent(rate_ppm)


def plain(value: Value) -> Plain:
    """Copy a value into plain dicts, lists and texts; an empty one becomes an empty text.

    Raises:
        TypeError: the value, or one inside it, is of another kind; objects never get in.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        # Also for a subclass of str: what comes out is the plain class.
        return _UNPRINTABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        record = cast("Mapping[object, Value]", value)
        return {_key(name): plain(inner) for name, inner in record.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in cast("Sequence[Value]", value)]
    raise TypeError(type(value).__name__)


def _key(name: object) -> str:
    if not isinstance(name, str):
        raise TypeError(type(name).__name__)
    return str(name)


class UnfitValueError(ValueError):
    """A filter was put behind a value it cannot read, such as an amount in words."""


def _fen_of(value: object) -> int:
    digits = str(value).replace(",", "").replace("，", "").strip("¥￥元 ")
    try:
        fen = Decimal(digits) * 100
    except InvalidOperation as error:
        raise UnfitValueError from error
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) >= 10**18:
        raise UnfitValueError
    return int(fen)


def _date_of(value: object) -> date:
    found = _DAY.match(str(value))
    if found is None:
        raise UnfitValueError
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnfitValueError from error


def _yuan(value: object) -> str:
    return money_word(_fen_of(value))


def _capitals(value: object) -> str:
    return display.rmb_capitals(_fen_of(value))


def _wan(value: object) -> str:
    return wan_word(_fen_of(value))


def _date(value: object) -> str:
    return day_word(_date_of(value))


def _iso_date(value: object) -> str:
    return _date_of(value).isoformat()


def _percent(value: object) -> str:
    """Read `7.2%` or `0.072`; a bare number is a share of one, as spreadsheets have it."""
    text = str(value).strip()
    try:
        number = Decimal(text.rstrip("%％").strip())
    except InvalidOperation as error:
        raise UnfitValueError from error
    if not number.is_finite() or abs(number) > 10**9:
        raise UnfitValueError
    ppm = number * (10_000 if text.endswith(("%", "％")) else 1_000_000)
    return display.percent(int(ppm.to_integral_value()))


def _masked(value: object) -> str:
    text = str(value).strip()
    bare = text.replace(" ", "").replace("-", "")
    if len(bare) in {15, 18} and bare[:-1].isdecimal():
        return display.mask_id_number(bare)
    if len(bare) >= 16 and bare.isdecimal():
        return display.mask_card(bare)
    if len(bare) >= 7 and bare.lstrip("+").isdecimal():
        return display.mask_phone(bare)
    return display.mask_text(text)


def _join(value: object, separator: str = "、") -> str:
    # Never over the letters of a text: a chain of joins would grow without end.
    if not isinstance(value, list):
        raise UnfitValueError
    return separator.join(str(item) for item in cast("list[object]", value))


def _count(value: object) -> int:
    if not isinstance(value, list):
        raise UnfitValueError
    return len(cast("list[object]", value))


FILTERS: Mapping[str, Callable[..., object]] = {
    "yuan": _yuan,
    "capitals": _capitals,
    "wan": _wan,
    "date": _date,
    "iso_date": _iso_date,
    "percent": _percent,
    "masked": _masked,
    "join": _join,
    "count": _count,
    # The same for those who write their templates in Chinese.
    "元": _yuan,
    "大写": _capitals,
    "万元": _wan,
    "日期": _date,
    "百分比": _percent,
    "脱敏": _masked,
}
"""What may stand behind a field; `default` and `e` come with the environment."""

FILTER_ARGUMENTS: Mapping[str, int] = {"join": 1, "default": 1}
"""How many constants a filter may take; all others take none."""

ALLOWED_FILTERS = frozenset(FILTERS) | {"default", "e", "escape"}
