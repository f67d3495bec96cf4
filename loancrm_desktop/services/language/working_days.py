"""Which days are working days in China, as far as its holidays are published."""

from __future__ import annotations

from datetime import date

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether people work: by the published holidays, Monday to Friday in years without."""
    # Its tables are read only when a day is asked for; the package ships no types.
    import chinese_calendar  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]

    try:
        return bool(chinese_calendar.is_workday(day))  # pyright: ignore[reportUnknownMemberType]
    except NotImplementedError:
        return day.weekday() < _SATURDAY
