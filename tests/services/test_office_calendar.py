"""The office settles when it works; every limit counts by it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, deals, office_calendar
from loancrm_desktop.services.deadlines import CALENDAR, due_at
from loancrm_desktop.services.language import working_days

HERE = ZoneInfo("Asia/Shanghai")
WEEK = ("10:00-16:00",) * 5 + ("10:00-12:00", "")


def test_an_office_that_settled_nothing_works_by_chinas_holidays(office, owner):
    shown = office.ask(owner, office_calendar.calendar)
    assert shown.week == ("09:00-18:00",) * 5 + ("", "")
    assert shown.known_until == working_days.last_published_year()
    assert str(shown.known_until) in shown.note.read("en")


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ("2026-06-30 15:00", "2026-07-01 11:00"),  # over a night, by the office's own hours
        ("2026-07-03 15:30", "2026-07-04 11:30"),  # Saturday is worked here
        ("2026-07-04 11:00", "2026-07-07 11:00"),  # Monday is a day off here
        ("2026-09-30 15:00", "2026-10-03 11:00"),  # worked here though a national holiday
    ],
)
def test_the_first_calls_limit_counts_by_the_offices_own_calendar(
    office, owner, actor_of, clock, begun, due
):
    office.do(
        owner,
        office_calendar.edit_calendar,
        week=WEEK,
        free=("2026-07-06",),
        worked=("2026-10-03",),
    )
    li = actor_of("li")
    clock.now = datetime.fromisoformat(begun).replace(tzinfo=HERE)
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    moved = office.do(li, deals.move, deal_id=case.deal_id, to_stage="first_call")
    assert moved.card.due_at.astimezone(HERE).strftime("%Y-%m-%d %H:%M") == due


def test_what_was_promised_before_the_calendar_changed_holds(office, owner, actor_of, clock):
    li = actor_of("li")
    clock.now = datetime(2026, 6, 30, 15, tzinfo=HERE)
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    before = office.do(li, deals.move, deal_id=case.deal_id, to_stage="first_call").card.due_at
    office.do(owner, office_calendar.edit_calendar, week=WEEK)
    assert office.ask(li, deals.show, deal_id=case.deal_id).card.due_at == before


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"week": ("9-18",) * 7}, "week.0"),
        ({"week": ("18:00-09:00",) * 7}, "week.0"),
        ({"week": ("",) * 7}, "week"),
        ({"week": WEEK[:5]}, "week"),
        ({"week": WEEK, "free": ("2027-02-30",)}, "free"),
        ({"week": WEEK, "free": ("2027-02-06",), "worked": ("2027-02-06",)}, "worked"),
    ],
)
def test_what_does_not_hold_is_named(office, owner, given, field):
    with pytest.raises(Invalid) as caught:
        office.do(owner, office_calendar.edit_calendar, **given)
    assert field in [each.field for each in caught.value.problems]


def test_who_may_not_change_the_office_may_not_change_its_hours(office, actor_of):
    with pytest.raises(Refused):
        office.do(actor_of("li"), office_calendar.edit_calendar, week=WEEK)


def test_years_beyond_what_is_published_count_by_the_week():
    year = working_days.last_published_year() + 1
    assert working_days.published(date(year, 10, 1)) is None
    assert CALENDAR.is_working_day(date(year, 10, 1)) == (date(year, 10, 1).weekday() < 5)


@pytest.mark.parametrize(
    ("zone", "begun", "due"),
    [
        # Clocks go on or back in the night to Sunday: office time before and after is the same.
        ("Europe/Berlin", "2026-03-27 17:00", "2026-03-30 10:00"),
        ("Europe/Berlin", "2026-10-23 17:00", "2026-10-26 10:00"),
        ("America/New_York", "2026-03-06 17:00", "2026-03-09 10:00"),
        ("America/New_York", "2026-10-30 17:00", "2026-11-02 10:00"),
        ("Australia/Lord_Howe", "2026-04-03 17:00", "2026-04-07 10:00"),
    ],
)
def test_working_hours_hold_across_a_change_of_clocks(zone, begun, due):
    there = ZoneInfo(zone)
    start = datetime.fromisoformat(begun).replace(tzinfo=there)
    found = due_at(start, 120, working=True, zone=there)
    assert found.astimezone(there).strftime("%Y-%m-%d %H:%M") == due
