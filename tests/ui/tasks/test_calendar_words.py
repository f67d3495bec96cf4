"""What a day of the calendar is said to be."""

from datetime import date

from loancrm_desktop.services.task_calendar import CalendarDay
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.tasks.calendar_words import day_mark


def test_holidays_worked_weekends_and_the_offices_own_days_off_are_named():
    thursday, saturday = date(2026, 10, 1), date(2026, 10, 10)
    national = name_of("holiday", "national_day")
    assert day_mark(CalendarDay(thursday, working=False, holiday="national_day")) == national
    assert day_mark(CalendarDay(thursday, working=True, holiday="national_day")) == tr(
        "working day"
    )
    assert day_mark(CalendarDay(saturday, working=True, holiday=None)) == tr("working day")
    assert day_mark(CalendarDay(date(2026, 11, 25), working=False, holiday=None)) == tr("day off")
    assert day_mark(CalendarDay(saturday, working=False, holiday=None)) == ""
    assert day_mark(CalendarDay(date(2026, 11, 25), working=True, holiday=None)) == ""
