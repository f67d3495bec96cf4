"""The working hours a demo office has been through, minute by minute.

Stories are told in minutes of working time, so that whatever length a stay has, it begins and
ends while people are at work.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loancrm_desktop.services.deadlines import is_working_day

MORNING_MINUTES = 180
DAY_MINUTES = 480
_MORNING, _AFTERNOON = time(9), time(13, 30)
_AHEAD_DAYS = 120


class OfficeHours:
    """Working time from a first day on, counted in minutes; it goes on past the end.

    Attributes:
        minutes: how much working time lies between the first day and the end.
    """

    def __init__(self, first: date, end: datetime, zone: ZoneInfo) -> None:
        self._zone = zone
        last = end.astimezone(zone).date() + timedelta(days=_AHEAD_DAYS)
        every_day = (first + timedelta(days=step) for step in range((last - first).days))
        self._days = [day for day in every_day if is_working_day(day)]
        self.minutes = self._minutes_until(end)

    def moment(self, minute: float, second: int = 0) -> datetime:
        """Answer the moment at which so many minutes of working time have passed, in UTC."""
        whole = max(0, int(minute))
        index = min(whole // DAY_MINUTES, len(self._days) - 1)
        of_day = whole % DAY_MINUTES
        if of_day < MORNING_MINUTES:
            begins, passed = _MORNING, of_day
        else:
            begins, passed = _AFTERNOON, of_day - MORNING_MINUTES
        opened = datetime.combine(self._days[index], begins, self._zone).astimezone(UTC)
        return opened + timedelta(minutes=passed, seconds=second)

    def day(self, minute: float) -> date:
        """Answer the office's date at a minute of working time."""
        return self.moment(minute).astimezone(self._zone).date()

    def _minutes_until(self, end: datetime) -> int:
        low, high = 0, len(self._days) * DAY_MINUTES
        while low < high:
            middle = (low + high) // 2
            if self.moment(middle) < end:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)
