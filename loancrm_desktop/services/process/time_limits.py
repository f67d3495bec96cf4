"""Until when a deal may stay in a node, and at which moments the limit asks for something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import deadlines
from loancrm_desktop.services.deadlines import CALENDAR, OfficeCalendar
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.office_calendar import calendar_of
from loancrm_desktop.services.process.definition import Limit, LimitAction, Node
from loancrm_desktop.services.process.staffing import field_value

_MINUTES = {
    "minutes": 1,
    "hours": 60,
    "days": 1440,
    "working_minutes": 1,
    "working_hours": 60,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """When a limit asks for something.

    Attributes:
        index: which of the limit's actions.
        nth: how often it was asked for before.
    """

    at: datetime
    index: int
    nth: int

    def occasion(self, visit_id: int) -> str:
        """Answer the name under which it is done once."""
        return f"limit:{visit_id}:{self.index}:{self.nth}:{int(self.at.timestamp() * 1000)}"


@dataclass(frozen=True, slots=True)
class Term:
    """A limit as it runs for one stay."""

    limit: Limit
    entered_at: datetime
    due_at: datetime
    zone: ZoneInfo
    calendar: OfficeCalendar = CALENDAR

    def moments(self) -> list[Moment]:
        """Answer every moment it asks for something, in order."""
        found = [
            Moment(at, index, nth)
            for index, action in enumerate(self.limit.actions)
            for nth, at in enumerate(self._times(action))
        ]
        return sorted(found, key=lambda each: (each.at, each.index, each.nth))

    def _times(self, action: LimitAction) -> list[datetime]:
        first = self._first(action)
        if first is None:
            return []
        every = action.repeat_minutes
        if every is None or action.when == "before":
            return [first]
        return [first, *(self._later(first, every * nth) for nth in range(1, action.most))]

    def _first(self, action: LimitAction) -> datetime | None:
        if action.when == "at":
            return self.due_at
        if action.when == "after":
            return self._later(self.due_at, action.minutes)
        at = self._before(action)
        # What would have been before the deal came here is not asked for.
        return at if self.entered_at < at < self.due_at else None

    def _before(self, action: LimitAction) -> datetime:
        if action.share is None:
            return self.due_at - timedelta(minutes=action.minutes)
        if self._working:
            total = minutes_of(self.limit, self.calendar)
            gone = total * (100 - action.share) // 100
            return deadlines.add_working_minutes(self.entered_at, gone, self.zone, self.calendar)
        return self.due_at - (self.due_at - self.entered_at) * action.share / 100

    def _later(self, start: datetime, minutes: int) -> datetime:
        return deadlines.due_at(
            start, minutes, working=self._working, zone=self.zone, calendar=self.calendar
        )

    @property
    def _working(self) -> bool:
        return self.limit.field is None and is_working(self.limit)


def is_working(limit: Limit) -> bool:
    """Say whether a limit counts working time only."""
    return limit.unit.startswith("working")


def minutes_of(limit: Limit, calendar: OfficeCalendar = CALENDAR) -> int:
    """Answer how long a limit is, in minutes on its own clock.

    A working day has the minutes of the office's usual hours.
    """
    one = calendar.usual.minutes if limit.unit == "working_days" else _MINUTES[limit.unit]
    return max(0, limit.amount) * one


def term_of(work: Work, deal: Deal, limit: Limit | None, entered_at: datetime) -> Term | None:
    """Answer how a limit runs for a deal that came at a time; None where there is none."""
    if limit is None:
        return None
    due_at = _due_at(work, deal, limit, entered_at)
    if due_at is None:
        return None
    return Term(limit, entered_at, due_at, work.place.zone, calendar_of(work))


def _due_at(work: Work, deal: Deal, limit: Limit, entered_at: datetime) -> datetime | None:
    zone = work.place.zone
    if limit.field is None:
        calendar = calendar_of(work)
        minutes = minutes_of(limit, calendar)
        return deadlines.due_at(
            entered_at, minutes, working=is_working(limit), zone=zone, calendar=calendar
        )
    value, _ = field_value(work, deal, limit.field)
    if isinstance(value, datetime):
        return value.astimezone(UTC) + timedelta(days=limit.amount)
    if isinstance(value, date):
        # Until the end of that day at the office.
        after = value + timedelta(days=limit.amount + 1)
        return datetime.combine(after, time(), zone).astimezone(UTC)
    return None


def limit_of(node: Node, track: str | None) -> Limit | None:
    """Answer the limit of a node, or of a piece of its parallel work by `branch/step`."""
    if track is None:
        return node.limit
    for each in node.tracks:
        for step in each.steps:
            if f"{each.key}/{step.key}" == track:
                return step.limit
    return None
