"""Which days are working days in China, as far as its holidays are published."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import cast

import chinese_calendar  # pyright: ignore[reportMissingTypeStubs] - it ships no types

_SATURDAY = 5


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
