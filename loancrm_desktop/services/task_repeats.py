"""How a to-do comes again: every so many days, weeks or months, or on days of the week."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

Unit = Literal["day", "week", "month"]

MOST_EVERY = 366
_DAYS_OF_A_WEEK = 7
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a to-do comes again.

    Attributes:
        every: each how many days, weeks or months.
        weekdays: on which days of the week, Monday is 0; only with `week`.
        day: which day of a month it began with, so that the 31st comes back after February.
    """

    unit: Unit
    every: int = 1
    weekdays: tuple[int, ...] = ()
    day: int | None = None

    @property
    def holds(self) -> bool:
        """Whether it can be followed."""
        days = all(0 <= day < _DAYS_OF_A_WEEK for day in self.weekdays)
        return 1 <= self.every <= MOST_EVERY and days and (self.unit == "week" or not self.weekdays)

    def stored(self) -> dict[str, Any]:
        """Answer it as the to-do keeps it."""
        return {
            "unit": self.unit,
            "every": self.every,
            "weekdays": sorted(set(self.weekdays)),
            "day": self.day,
        }


def read(stored: dict[str, Any] | None) -> Repeat | None:
    """Answer how a to-do comes again, from what it keeps; None for once."""
    if not stored:
        return None
    weekdays = tuple(stored.get("weekdays") or ())
    return Repeat(stored["unit"], stored["every"], weekdays, stored.get("day"))


def next_due(repeat: Repeat, due_at: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """Answer when a to-do is due again: its first turn that still lies ahead.

    Turns that passed while nobody did it are left out: one is made, not one for each of them.

    Args:
        repeat: how it comes again.
        due_at: when it was due.
        now: what lies ahead is later than this.
        zone: the office's clock, by which the time of day stays the same.
    """
    here = due_at.astimezone(zone)
    today = now.astimezone(zone).date()
    day = here.date()
    while True:
        day = _turn_after(repeat, day, max(today - timedelta(days=1), day))
        turn = datetime.combine(day, here.time(), zone)
        if turn > now:
            return turn.astimezone(due_at.tzinfo)


def _turn_after(repeat: Repeat, day: date, past: date) -> date:
    """Answer the first turn later than a day, counted from a turn before it."""
    if repeat.unit == "month":
        months = (past.year - day.year) * _MONTHS + past.month - day.month
        steps = max(1, months // repeat.every)
        found = _in_months(day, steps * repeat.every, repeat.day)
        while found <= past:
            steps += 1
            found = _in_months(day, steps * repeat.every, repeat.day)
        return found
    if repeat.unit == "week" and repeat.weekdays:
        return _weekday_after(repeat, day, past)
    length = repeat.every * (_DAYS_OF_A_WEEK if repeat.unit == "week" else 1)
    return day + timedelta(days=((past - day).days // length + 1) * length)


def _in_months(day: date, months: int, wanted: int | None) -> date:
    whole = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(whole, _MONTHS)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(wanted or day.day, last))


def _weekday_after(repeat: Repeat, day: date, past: date) -> date:
    monday = day - timedelta(days=day.weekday())
    length = repeat.every * _DAYS_OF_A_WEEK
    turn = monday + timedelta(days=(past - monday).days // length * length)
    while True:
        for weekday in sorted(set(repeat.weekdays)):
            found = turn + timedelta(days=weekday)
            if found > past:
                return found
        turn += timedelta(days=length)
