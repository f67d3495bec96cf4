"""When something is due: minutes on the clock, or minutes of the office's working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from loancrm_desktop.services.language import working_days

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when until when people work on a working day, by the office's clock."""

    opens: time
    closes: time


OFFICE_HOURS = WorkingHours(time(9), time(18))


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Say whether people work on a day: by China's holidays, else Monday to Friday."""
    return working_days.is_working_day(day)


def due_at(start: datetime, minutes: int, *, working: bool, zone: ZoneInfo) -> datetime:
    """Answer when a time limit that began at `start` runs out, in UTC.

    Args:
        start: when it began.
        minutes: how long the limit is.
        working: whether only working hours count.
        zone: the office's time zone.
    """
    if working:
        return add_working_minutes(start, minutes, zone)
    return start.astimezone(UTC) + timedelta(minutes=minutes)


def add_working_minutes(
    start: datetime, minutes: int, zone: ZoneInfo, hours: WorkingHours = OFFICE_HOURS
) -> datetime:
    """Answer when so many minutes of working time have passed, in UTC.

    A limit used up exactly at closing time is due then, not at the next opening; one that begins
    while the office is closed begins with its next opening.

    Raises:
        ValueError: the minutes are negative, or a day closes before it opens.
    """
    if minutes < 0 or hours.closes <= hours.opens:
        raise ValueError(minutes)
    left = timedelta(minutes=minutes)
    now = start.astimezone(UTC)
    day = start.astimezone(zone).date()
    while True:
        if is_working_day(day):
            begins = max(now, _moment(day, hours.opens, zone))
            ends = _moment(day, hours.closes, zone)
            # What lies between is measured in UTC, so that a change of clocks counts truly.
            if begins <= ends:
                if left <= ends - begins:
                    return begins + left
                left -= ends - begins
        day += _ONE_DAY


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
