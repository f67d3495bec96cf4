"""Which days are working days in China, as far as its holidays are published."""

from __future__ import annotations

from datetime import date

import chinese_calendar  # pyright: ignore[reportMissingTypeStubs] - it ships no types

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether people work: by the published holidays, Monday to Friday in years without."""
    try:
        return bool(chinese_calendar.is_workday(day))  # pyright: ignore[reportUnknownMemberType] - see above
    except NotImplementedError:
        return day.weekday() < _SATURDAY
