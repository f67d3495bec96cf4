"""Constants of a condition as JSON, read and written by the type of the field they stand beside.

Money is yuan (`"300000.00"` or 300000), a rate its percents (`"4.35"` or `"4.35%"`), a
date `2026-01-31`, a datetime ISO 8601 with an offset or a date for the whole day at the office.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from loancrm_desktop.services.language.expressions import (
    Family,
    Plain,
    comparison_key,
    family_of,
)
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import Text, say

MAX_TEXT_LENGTH = 1_000
MAX_WHOLE_NUMBER = 2**53 - 1
EARLIEST_YEAR = 1800
LATEST_YEAR = 2999

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_UNFIT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a constant does not fit its field."""

    code: str
    text: Text


def read_constant(spec: FieldSpec, raw: object) -> Plain | Misread:
    """Turn a JSON constant into the Python form of the field, or say why it cannot be."""
    reader = _BY_TYPE.get(spec.compared_as)
    if reader is None:
        reader = _BY_FAMILY.get(family_of(spec), _read_nothing)
    return reader(spec, raw)


def write_constant(spec: FieldSpec, value: Plain) -> str | int | float | bool:
    """Turn a constant back into JSON; the reverse of `read_constant`."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if spec.compared_as is FieldType.MONEY and isinstance(value, int):
        return f"{Decimal(value).scaleb(-2):f}"
    if spec.compared_as is FieldType.PERCENT and isinstance(value, int):
        return f"{Decimal(value).scaleb(-4).normalize():f}"
    return value


def _read_text(spec: FieldSpec, raw: object) -> Plain | Misread:
    if not isinstance(raw, str):
        return Misread("text_expected", say("{field} is compared with a text.", field=_name(spec)))
    if not raw.strip() or not comparison_key(spec, raw):
        return Misread(
            "empty_text",
            say("An empty text cannot be compared; use is_empty for {field}.", field=_name(spec)),
        )
    if len(raw) > MAX_TEXT_LENGTH:
        return Misread(
            "text_too_long",
            say("The text is longer than {limit} characters.", limit=MAX_TEXT_LENGTH),
        )
    if _UNFIT.search(raw):
        return Misread("unfit_text", say("The text has characters that no text can hold."))
    return raw


def _read_choice(spec: FieldSpec, raw: object) -> Plain | Misread:
    text = _read_text(spec, raw)
    if isinstance(text, Misread) or not isinstance(text, str) or not spec.options:
        return text
    if spec.option(text) is not None:
        return text
    meant = [o.key for o in spec.options if text in (o.label_zh, o.label_en)]
    known = meant or [o.key for o in spec.options if not o.retired]
    return Misread(
        "unknown_option",
        say(
            "{field} has no option {option}; it has: {known}.",
            field=_name(spec),
            option=text,
            known=", ".join(known),
        ),
    )


def _read_integer(spec: FieldSpec, raw: object) -> Plain | Misread:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        return Misread(
            "whole_number_expected",
            say("{field} is compared with a whole number.", field=_name(spec)),
        )
    return raw if abs(raw) <= MAX_WHOLE_NUMBER else _too_large(spec)


def _read_number(spec: FieldSpec, raw: object) -> Plain | Misread:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        return Misread(
            "number_expected", say("{field} is compared with a number.", field=_name(spec))
        )
    return raw if abs(raw) <= MAX_WHOLE_NUMBER else _too_large(spec)


def _read_money(spec: FieldSpec, raw: object) -> Plain | Misread:
    fen = _scaled(raw, 2)
    if fen is None:
        return Misread(
            "money_expected",
            say(
                "{field} is compared with an amount in yuan such as 300000.00, fen at the finest.",
                field=_name(spec),
            ),
        )
    return fen if abs(fen) <= MAX_WHOLE_NUMBER else _too_large(spec)


def _read_percent(spec: FieldSpec, raw: object) -> Plain | Misread:
    percents = raw.strip().removesuffix("%") if isinstance(raw, str) else raw
    ppm = _scaled(percents, 4)
    if ppm is None:
        return Misread(
            "percent_expected",
            say("{field} is compared with a rate in percent such as 4.35.", field=_name(spec)),
        )
    return ppm if abs(ppm) <= MAX_WHOLE_NUMBER else _too_large(spec)


def _read_date(spec: FieldSpec, raw: object) -> Plain | Misread:
    day = _date_of(raw)
    if day is None:
        return Misread(
            "date_expected",
            say("{field} is compared with a date such as 2026-01-31.", field=_name(spec)),
        )
    return day


def _read_datetime(spec: FieldSpec, raw: object) -> Plain | Misread:
    day = _date_of(raw)
    if day is not None:
        return day
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not _year_is_fit(moment.year):
        return Misread(
            "time_expected",
            say(
                "{field} is compared with a time and its offset such as 2026-01-31T09:30:00+08:00, "
                "or with a date.",
                field=_name(spec),
            ),
        )
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _read_time(spec: FieldSpec, raw: object) -> Plain | Misread:
    if isinstance(raw, str) and _TIME.fullmatch(raw):
        return raw
    return Misread(
        "time_of_day_expected",
        say("{field} is compared with a time of day such as 09:30.", field=_name(spec)),
    )


def _read_boolean(spec: FieldSpec, raw: object) -> Plain | Misread:
    if isinstance(raw, bool):
        return raw
    return Misread(
        "yes_no_expected", say("{field} is compared with true or false.", field=_name(spec))
    )


def _read_id(spec: FieldSpec, raw: object) -> Plain | Misread:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 < raw <= MAX_WHOLE_NUMBER:
        return Misread(
            "id_expected",
            say("{field} is compared with an id, a positive whole number.", field=_name(spec)),
        )
    return raw


def _read_nothing(spec: FieldSpec, raw: object) -> Plain | Misread:
    del raw
    return Misread("not_comparable", say("{field} can only be empty or filled.", field=_name(spec)))


def _scaled(raw: object, places: int) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    try:
        number = Decimal(raw if isinstance(raw, int) else str(raw).strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or number.adjusted() > 18:
        return None
    scaled = number.scaleb(places)
    return int(scaled) if scaled == scaled.to_integral_value() else None


def _date_of(raw: object) -> date | None:
    if not isinstance(raw, str) or not _DATE.fullmatch(raw):
        return None
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None
    return day if _year_is_fit(day.year) else None


def _year_is_fit(year: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def _too_large(spec: FieldSpec) -> Misread:
    return Misread("too_large", say("The number for {field} is too large.", field=_name(spec)))


def _name(spec: FieldSpec) -> str:
    return spec.key


_Reader = Callable[[FieldSpec, object], Plain | Misread]

_BY_TYPE: dict[FieldType, _Reader] = {
    FieldType.INTEGER: _read_integer,
    FieldType.NUMBER: _read_number,
    FieldType.MONEY: _read_money,
    FieldType.PERCENT: _read_percent,
}

_BY_FAMILY: dict[Family, _Reader] = {
    Family.TEXT: _read_text,
    Family.DATE: _read_date,
    Family.DATETIME: _read_datetime,
    Family.TIME: _read_time,
    Family.CHOICE: _read_choice,
    Family.LIST: _read_choice,
    Family.LINK: _read_id,
    Family.BOOLEAN: _read_boolean,
}
