"""When something is due: minutes on the clock, or minutes of the office's working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loancrm_desktop.services.language import working_days

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when until when people work on a working day, by the office's clock."""

    opens: time
    closes: time

    @property
    def minutes(self) -> int:
        """Answer how long the office is open."""
        opens = self.opens.hour * 60 + self.opens.minute
        return self.closes.hour * 60 + self.closes.minute - opens


OFFICE_HOURS = WorkingHours(time(9), time(18))


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """When the office works.

    Attributes:
        week: the hours of each weekday, Monday first; None for a day off.
        free: days off beside China's holidays.
        worked: days worked though the week or the holidays say otherwise.
    """

    week: tuple[WorkingHours | None, ...] = (OFFICE_HOURS,) * 5 + (None, None)
    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def hours_on(self, day: date) -> WorkingHours | None:
        """Answer when people work on a day; None when they do not.

        A day worked instead of a holiday has the hours of the week's first working day.
        """
        own = self.week[day.weekday()]
        works = own is not None
        if day in self.worked:
            works = True
        elif day in self.free:
            works = False
        else:
            published = working_days.published(day)
            works = works if published is None else published
        return (own or self.usual) if works else None

    def is_working_day(self, day: date) -> bool:
        """Say whether people work on a day."""
        return self.hours_on(day) is not None

    @property
    def usual(self) -> WorkingHours:
        """Answer the hours of the week's first working day."""
        return next((each for each in self.week if each is not None), OFFICE_HOURS)


CALENDAR = OfficeCalendar()
"""China's holidays, and the usual hours from Monday to Friday."""


def is_working_day(day: date) -> bool:
    """Say whether people work on a day: by China's holidays, else Monday to Friday."""
    return CALENDAR.is_working_day(day)


def due_at(
    start: datetime,
    minutes: int,
    *,
    working: bool,
    zone: ZoneInfo,
    calendar: OfficeCalendar = CALENDAR,
) -> datetime:
    """Answer when a time limit that began at `start` runs out, in UTC.

    Args:
        start: when it began.
        minutes: how long the limit is.
        working: whether only working hours count.
        zone: the office's time zone.
        calendar: when the office works.
    """
    if working:
        return add_working_minutes(start, minutes, zone, calendar)
    return start.astimezone(UTC) + timedelta(minutes=minutes)


def add_working_minutes(
    start: datetime,
    minutes: int,
    zone: ZoneInfo,
    calendar: OfficeCalendar | WorkingHours = CALENDAR,
) -> datetime:
    """Answer when so many minutes of working time have passed, in UTC.

    A limit used up exactly at closing time is due then, not at the next opening; one that begins
    while the office is closed begins with its next opening.

    Args:
        start: when it began.
        minutes: how many.
        zone: the office's time zone.
        calendar: when the office works; hours alone are those of Monday to Friday.

    Raises:
        ValueError: the minutes are negative, or a day closes before it opens.
    """
    if isinstance(calendar, WorkingHours):
        calendar = OfficeCalendar((calendar,) * 5 + (None, None))
    open_days = [each for each in calendar.week if each is not None]
    if minutes < 0 or not open_days or any(each.closes <= each.opens for each in open_days):
        raise ValueError(minutes)
    left = timedelta(minutes=minutes)
    now = start.astimezone(UTC)
    day = start.astimezone(zone).date()
    while True:
        hours = calendar.hours_on(day)
        if hours is not None:
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
