"""When the office works: hours of each weekday, days off and days worked of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import access, office_settings
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.deadlines import CALENDAR, OfficeCalendar, WorkingHours
from loancrm_desktop.services.language import working_days
from loancrm_desktop.services.language.working_days import Holiday
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text, say

_SUBJECT = "calendar"
_SHELF = "office_calendar"
_WEEK = 7
MOST_DAYS = 2_000


@dataclass(frozen=True, slots=True)
class CalendarShown:
    """The office's calendar as its settings show it.

    Attributes:
        week: `HH:MM-HH:MM` of each weekday, Monday first; empty for a day off.
        free: days off of its own, ISO dates.
        worked: days worked of its own, ISO dates.
        known_until: the last year whose national holidays are known.
        note: what is to be done for the years beyond.
        holidays: the public holidays known, from last year on.
        weekends_worked: the weekend days worked for them, ISO dates.
    """

    week: tuple[str, ...]
    free: tuple[str, ...]
    worked: tuple[str, ...]
    known_until: int
    note: Text
    holidays: tuple[Holiday, ...]
    weekends_worked: tuple[str, ...]


def calendar_of(work: Work) -> OfficeCalendar:
    """Answer when the office works, kept until its settings change."""
    kept: OfficeCalendar | None = work.shelf.get(_SHELF)
    if kept is None:
        body = office_settings.read(work, _SUBJECT)
        try:
            kept = _calendar(body) if body else CALENDAR
        except (TypeError, ValueError, KeyError):
            kept = CALENDAR  # damaged by hand: the usual hours hold
        work.shelf[_SHELF] = kept
    return kept


def _calendar(body: Mapping[str, Any]) -> OfficeCalendar:
    week = tuple(_hours(str(each)) for each in body["week"])
    found = OfficeCalendar(week, _days(body["free"]), _days(body["worked"]))
    if len(week) != _WEEK or not any(week):
        raise ValueError(len(week))
    return found


def _hours(written: str) -> WorkingHours | None:
    if not written.strip():
        return None
    opens, _, closes = written.replace(" ", "").partition("-")
    found = WorkingHours(time.fromisoformat(opens), time.fromisoformat(closes))
    if found.closes <= found.opens:
        raise ValueError(written)
    return found


def _days(written: Iterable[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(each) for each in written)


@reader("office.calendar")
def calendar(work: Work) -> CalendarShown:
    """Answer when the office works; anybody who may open it may know."""
    found = calendar_of(work)
    year = working_days.last_published_year()
    years = range(work.now.astimezone(work.place.zone).year - 1, year + 1)
    return CalendarShown(
        tuple("" if each is None else _written(each) for each in found.week),
        tuple(each.isoformat() for each in sorted(found.free)),
        tuple(each.isoformat() for each in sorted(found.worked)),
        year,
        say(
            "National holidays are known up to {year}. For later years Monday to Friday count "
            "as drawn here; enter holidays and worked weekends once they are published.",
            year=year,
        ),
        tuple(day for each in years for day in working_days.holidays_in(each)),
        tuple(day.isoformat() for each in years for day in working_days.worked_weekends(each)),
    )


def _written(hours: WorkingHours) -> str:
    return f"{hours.opens:%H:%M}-{hours.closes:%H:%M}"


@operation("office.edit_calendar")
def edit_calendar(
    work: Work,
    week: list[str],
    free: list[str] | None = None,
    worked: list[str] | None = None,
) -> CalendarShown:
    """Settle when the office works; limits already promised stay as they are.

    Args:
        work: the operation.
        week: `HH:MM-HH:MM` of each weekday, Monday first; empty for a day off.
        free: days off, ISO dates.
        worked: days worked, ISO dates.

    Raises:
        Invalid: naming what does not hold.
        Refused: the actor may not.
    """
    access.require(work, "office.edit")
    free, worked = free or [], worked or []
    problems = [*_week_problems(week), *_day_problems(free, worked)]
    if problems:
        raise Invalid(problems[0].text, problems)
    body = {"week": list(week), "free": sorted(set(free)), "worked": sorted(set(worked))}
    office_settings.write(work, _SUBJECT, body)
    work.shelf.pop(_SHELF, None)
    return calendar(work)


def _week_problems(week: Sequence[str]) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    for day, written in enumerate(week):
        try:
            _hours(written)
        except ValueError:
            text = say("Write working hours such as 09:00-18:00, the later time last.")
            found.append(FieldProblem(f"week.{day}", "form", text))
    if len(week) != _WEEK or not any(each.strip() for each in week):
        text = say("Give hours for the seven weekdays; at least one day is worked.")
        found.append(FieldProblem("week", "missing", text))
    return found


def _day_problems(free: Sequence[str], worked: Sequence[str]) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    for name, days in (("free", free), ("worked", worked)):
        try:
            _days(days)
        except ValueError:
            text = say("Write days as year-month-day, such as 2027-02-06.")
            found.append(FieldProblem(name, "form", text))
        if len(days) > MOST_DAYS:
            text = say("Use at most {count} days.", count=MOST_DAYS)
            found.append(FieldProblem(name, "length", text))
    for day in sorted(set(free) & set(worked)):
        text = say("{day} cannot be both a day off and a day worked.", day=day)
        found.append(FieldProblem("worked", "both", text))
    return found
