"""Which days are working days in China, as far as its holidays are published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import cast

import chinese_calendar  # pyright: ignore[reportMissingTypeStubs] - it ships no types

_SATURDAY = 5
_HOLIDAYS = {
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "qingming",
    "Labour Day": "labour_day",
    "Dragon Boat Festival": "dragon_boat",
    "National Day": "national_day",
    "Mid-autumn Festival": "mid_autumn",
}


@lru_cache(maxsize=4096)
def published(day: date) -> bool | None:
    """Answer what is published of a day: worked, a holiday, or None where nothing is."""
    if day in cast("dict[date, str]", chinese_calendar.workdays):
        return True
    return False if day in cast("dict[date, str]", chinese_calendar.holidays) else None


def last_published_year() -> int:
    """Answer the last year whose holidays are known."""
    return max(cast("dict[date, str]", chinese_calendar.holidays)).year


def is_working_day(day: date) -> bool:
    """Whether people work: by the published holidays, Monday to Friday in years without."""
    known = published(day)
    return day.weekday() < _SATURDAY if known is None else known


def holiday_of(day: date) -> str | None:
    """Answer which public holiday a free day belongs to, as a key such as `national_day`.

    None for usual days, and for working days that make up for a holiday.
    """
    return _HOLIDAYS.get(cast("dict[date, str]", chinese_calendar.holidays).get(day, ""))


@dataclass(frozen=True, slots=True)
class Holiday:
    """One public holiday of a year, with the free days on both sides of it.

    Attributes:
        key: such as `national_day`.
    """

    key: str
    first: date
    last: date


def holidays_in(year: int) -> tuple[Holiday, ...]:
    """Answer a year's public holidays, none for a year that is not published."""
    found: list[Holiday] = []
    day = date(year, 1, 1)
    while day.year == year:
        key = holiday_of(day)
        if key is not None:
            if found and found[-1].key == key and found[-1].last == day - timedelta(days=1):
                found[-1] = replace(found[-1], last=day)
            else:
                found.append(Holiday(key, day, day))
        day += timedelta(days=1)
    return tuple(found)


def worked_weekends(year: int) -> tuple[date, ...]:
    """Answer the days of a year's weekends on which people work to make up for a holiday."""
    known = cast("dict[date, str]", chinese_calendar.workdays)
    return tuple(sorted(day for day in known if day.year == year and day.weekday() >= _SATURDAY))
