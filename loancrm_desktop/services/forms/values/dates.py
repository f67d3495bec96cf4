"""Dates and times in any usual writing: ISO, Chinese, slashes, month names, Excel numbers.

Where day and month could be exchanged (`1/5/2026`) the month comes first, as Excel writes it,
unless `day_first` says otherwise. Times without a zone are the office's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loancrm_desktop.display import OFFICE_ZONE
from loancrm_desktop.services.forms.values.cells import NOTHING, cell_text
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.texts import say

EARLIEST_YEAR = 1850
LATEST_YEAR = 2150

# Day numbers of Excel that stand for 1927 to 2119; smaller ones are rather ages or counts.
_SERIAL_RANGE = (10_000, 80_000)
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a day number has no zone yet
_EPOCH_S_RANGE = (946_684_800, 4_102_444_800)  # 2000 to 2100

_PLAIN_NUMBER = re.compile(r"[0-9]{1,17}(?:\.[0-9]{1,17})?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-/.年_ ]\s*([0-9]{1,2})\s*[-/.月_ ]\s*([0-9]{1,2})[日号]?")
_SHORT_CHINESE = re.compile(r"([0-9]{2})年([0-9]{1,2})月([0-9]{1,2})[日号]?")
_COMPACT = re.compile(r"((?:19|20|21)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_DAY_NAMED_MONTH = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]([a-z]{3,9})\.?[-/., ]+([0-9]{2,4})"
)
_NAMED_MONTH_DAY = re.compile(
    r"([a-z]{3,9})\.?[-/. ]([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+([0-9]{4})"
)
_YEARLESS = re.compile(r"[0-9]{1,2}[-/.月][0-9]{1,2}[日号]?")
_CLOCK = re.compile(
    r"[t\s]*(?P<half>上午|下午|晚上|中午|凌晨|早上)?\s*"
    r"(?P<hour>[0-9]{1,2})(?:[:时点](?P<minute>[0-9]{1,2})?(?:[:分](?P<second>[0-9]{1,2})?)?秒?"
    r"(?P<fraction>[.,][0-9]+)?)\s*(?P<noon>[ap]\.?m\.?)?\s*"
    r"(?P<zone>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?$"
)
_COMPACT_CLOCK = re.compile(r"[t ]?([0-9]{2})([0-9]{2})([0-9]{2})?$")
_WEEKDAY = re.compile(
    r"[(\s]*(?:星期|周|礼拜)[一二三四五六日天][)\s]*|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.\s-]+"
)
_CHINESE_DAY = re.compile(
    r"^([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]?"
)
_MONTHS: Mapping[str, int] = {
    name: place
    for place, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_CHINESE_DIGITS = "零一二三四五六七八九"
_AFTERNOON = frozenset({"下午", "晚上"})


def parse_date(
    raw: object,
    zone: ZoneInfo = OFFICE_ZONE,
    *,
    day_first: bool = False,
    latest: date | None = None,
) -> date | None:
    """Read a day; None for an empty cell. `latest` is the last day that is believed.

    Raises:
        FieldFault: no date (`not_a_date`), no such day (`no_such_day`), a day without its year
            (`no_year`), or one that has not come yet (`in_future`).
    """
    if isinstance(raw, str) and len(raw) == 10:
        found = _ISO_DAY.fullmatch(raw)
        if found:
            return _believed(_day(int(found[1]), int(found[2]), int(found[3])), latest)
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return _believed(raw, latest)
    moment = _local(raw, zone, day_first=day_first)
    return None if moment is None else _believed(moment.astimezone(zone).date(), latest)


def parse_moment(
    raw: object, zone: ZoneInfo = OFFICE_ZONE, *, day_first: bool = False
) -> datetime | None:
    """Read a moment in UTC to the millisecond; a day alone begins at midnight of the office.

    Raises:
        FieldFault: codes as in `parse_date`, or no such time of day (`no_such_time`).
    """
    moment = _local(raw, zone, day_first=day_first)
    if moment is None:
        return None
    in_utc = moment.astimezone(UTC)
    return in_utc.replace(microsecond=in_utc.microsecond // 1000 * 1000)


def parse_clock(raw: object) -> str | None:
    """Read a time of day as `HH:MM`; None for an empty cell.

    Raises:
        FieldFault: it is no time of day (`no_such_time`).
    """
    if isinstance(raw, (datetime, time)):
        return f"{raw:%H:%M}"
    if isinstance(raw, float) and 0 <= raw < 1:
        return f"{(_SERIAL_ZERO + timedelta(days=raw)):%H:%M}"
    text = cell_text(raw).lower()
    if not text or text in NOTHING:
        return None
    return f"{_clock(text)[0]:%H:%M}"


def looks_like_date(raw: object) -> bool:
    """Tell whether a cell is written as a date; plain numbers are not enough."""
    if isinstance(raw, date):
        return True
    if not isinstance(raw, str) or not any(mark.isdecimal() for mark in raw):
        return False
    text = cell_text(raw).lower()
    if len(text) > 40 or (text.isdecimal() and not _COMPACT.fullmatch(text)):
        return False
    try:
        return _local(text, OFFICE_ZONE, day_first=False) is not None
    except FieldFault as fault:
        return fault.code != "not_a_date"


def _local(raw: object, zone: ZoneInfo, *, day_first: bool) -> datetime | None:
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=zone)
    if isinstance(raw, date):
        return datetime(raw.year, raw.month, raw.day, tzinfo=zone)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_number(raw, zone)
    text = cell_text(raw).lower()
    if not text or text in NOTHING:
        return None
    if _PLAIN_NUMBER.fullmatch(text):
        return _from_number(float(text), zone)
    return _from_text(text, zone, day_first=day_first)


def _from_number(number: float, zone: ZoneInfo) -> datetime:
    if not math.isfinite(number):
        raise _no_date()
    if number == number // 1:
        compact = _COMPACT.fullmatch(str(int(number)))
        if compact:
            return _at(_day(int(compact[1]), int(compact[2]), int(compact[3])), time(), zone)
        seconds = number / 1000 if number > _EPOCH_S_RANGE[1] else number
        if _EPOCH_S_RANGE[0] <= seconds <= _EPOCH_S_RANGE[1]:
            return datetime.fromtimestamp(seconds, UTC)
    if _SERIAL_RANGE[0] <= number <= _SERIAL_RANGE[1]:
        # Excel's fractions of a day are rounded to a second; nobody enters finer times.
        moment = _SERIAL_ZERO + timedelta(seconds=round(number * 86_400))
        return moment.replace(tzinfo=zone)
    stamp = re.fullmatch(r"([0-9]{8})([0-9]{4}(?:[0-9]{2})?)", str(int(number)))
    if stamp:
        return _from_text(f"{stamp[1]} {stamp[2]}", zone, day_first=False)
    raise _no_date()


def _from_text(text: str, zone: ZoneInfo, *, day_first: bool) -> datetime:
    text = _WEEKDAY.sub(" ", _CHINESE_DAY.sub(_in_digits, text)).strip()
    day, rest = _leading_day(text, day_first=day_first)
    if not rest.strip(" ,t"):
        return _at(day, time(), zone)
    clock, offset = _clock(rest)
    if offset is None:
        return _at(day, clock, zone)
    return datetime.combine(day, clock, UTC) - offset


def _leading_day(text: str, *, day_first: bool) -> tuple[date, str]:
    for pattern in (_YEAR_FIRST, _COMPACT):
        found = pattern.match(text)
        if found:
            return _day(int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    found = _SHORT_CHINESE.match(text)
    if found:
        return _day(_century(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    found = _YEAR_LAST.match(text)
    if found:
        one, two = int(found[1]), int(found[2])
        month, day = (two, one) if (day_first or one > 12) and two <= 12 else (one, two)
        return _day(_century(found[3]), month, day), text[found.end() :]
    for pattern, day_place, month_place in ((_DAY_NAMED_MONTH, 1, 2), (_NAMED_MONTH_DAY, 2, 1)):
        found = pattern.match(text)
        month = _MONTHS.get(found[month_place][:3]) if found else None
        if found and month:
            return _day(_century(found[3]), month, int(found[day_place])), text[found.end() :]
    if _YEARLESS.fullmatch(text):
        raise FieldFault("no_year", say("The year is missing: write the date as 2026-11-23."))
    raise _no_date()


def _clock(text: str) -> tuple[time, timedelta | None]:
    """Read a time of day and its distance from UTC, None for the office's own clock."""
    found = _CLOCK.match(text)
    compact = None if found else _COMPACT_CLOCK.match(text)
    if compact:
        return _time(int(compact[1]), int(compact[2]), int(compact[3] or 0), 0), None
    if found is None:
        raise _no_time()
    hour = int(found["hour"])
    half, noon = found["half"], (found["noon"] or "").replace(".", "")
    if hour < 12 and (half in _AFTERNOON or noon == "pm" or (half == "中午" and hour < 10)):
        hour += 12
    elif hour == 12 and (noon == "am" or half in {"凌晨", "上午"}):
        hour = 0
    micro = int(f"{(found['fraction'] or '.0')[1:7]:0<6}")
    clock = _time(hour, int(found["minute"] or 0), int(found["second"] or 0), micro)
    return clock, _offset(found["zone"])


def _offset(written: str | None) -> timedelta | None:
    if written is None:
        return None
    if written[0] not in "+-":
        return timedelta(0)
    distance = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return -distance if written[0] == "-" else distance


def _time(hour: int, minute: int, second: int, micro: int) -> time:
    try:
        return time(hour, minute, second, micro)
    except ValueError:
        raise _no_time() from None


def _day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        found = None
    if found is None or not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise FieldFault("no_such_day", say("There is no such day in the calendar."))
    return found


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone)


def _century(written: str) -> int:
    """Complete a two-digit year: 00 to 69 are this century, the others the last."""
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 70 else 1900)


def _in_digits(found: re.Match[str]) -> str:
    year = "".join(str(_CHINESE_DIGITS.index("零" if m == "〇" else m)) for m in found[1])
    return f"{year}-{_small(found[2])}-{_small(found[3])}"


def _small(written: str) -> int:
    """Read a Chinese number below a hundred, such as 二十三."""
    tens, ten, ones = written.rpartition("十")
    unit = _CHINESE_DIGITS.index(ones) if ones else 0
    return unit if not ten else (_CHINESE_DIGITS.index(tens) if tens else 1) * 10 + unit


def _believed(day: date, latest: date | None) -> date:
    if latest is not None and day > latest:
        raise FieldFault("in_future", say("This day has not come yet."))
    return day


def _no_date() -> FieldFault:
    return FieldFault("not_a_date", say("This is no date: write it as 2026-11-23."))


def _no_time() -> FieldFault:
    return FieldFault("no_such_time", say("This is no time of day: write it as 14:30."))
