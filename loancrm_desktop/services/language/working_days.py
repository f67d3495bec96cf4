"""Which days are working days in China, as far as its holidays are published."""

from __future__ import annotations

from datetime import date

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


def is_working_day(day: date) -> bool:
    """Whether people work: by the published holidays, Monday to Friday in years without."""
    try:
        return bool(chinese_calendar.is_workday(day))  # pyright: ignore[reportUnknownMemberType] - see above
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def holiday_of(day: date) -> str | None:
    """Answer which public holiday a free day belongs to, as a key such as `national_day`.

    None for usual days, and for working days that make up for a holiday.
    """
    try:
        free, name = chinese_calendar.get_holiday_detail(day)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - see above
    except NotImplementedError:
        return None
    return _HOLIDAYS.get(str(name)) if free else None
