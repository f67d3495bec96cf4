"""A limit of working minutes stands still at night, at weekends and on holidays."""

import json
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.deadlines import (
    WorkingHours,
    add_working_minutes,
    due_at,
    is_working_day,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def office(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-06-30T10:00", 30, "2026-06-30T10:30"),
        ("2026-06-30T17:45", 30, "2026-07-01T09:15"),
        ("2026-06-30T09:00", 540, "2026-06-30T18:00"),
        ("2026-06-30T09:00", 541, "2026-07-01T09:01"),
        ("2026-06-30T06:00", 30, "2026-06-30T09:30"),
        ("2026-06-30T22:10", 120, "2026-07-01T11:00"),
        ("2026-07-03T17:00", 120, "2026-07-06T10:00"),  # Friday evening to Monday
        ("2026-07-04T12:00", 30, "2026-07-06T09:30"),  # begun on a Saturday
        ("2026-09-30T17:30", 60, "2026-10-08T09:30"),  # over the National Day week
        ("2026-02-13T17:30", 60, "2026-02-14T09:30"),  # a Saturday that is worked before 春节
        ("2026-02-14T17:30", 60, "2026-02-24T09:30"),  # over 春节
        ("2026-06-30T18:00", 0, "2026-06-30T18:00"),
        ("2026-06-30T19:00", 0, "2026-07-01T09:00"),
        ("2026-06-30T10:00", 1440, "2026-07-02T16:00"),
    ],
)
def test_working_minutes_pass_only_while_the_office_is_open(start, minutes, expected):
    assert add_working_minutes(office(start), minutes, SHANGHAI) == office(expected)


def test_a_limit_on_the_clock_runs_through_the_night():
    due = due_at(office("2026-10-01T23:00"), 120, working=False, zone=SHANGHAI)
    assert due == office("2026-10-02T01:00")
    assert due.tzinfo is UTC


def test_due_at_counts_working_time_where_asked():
    due = due_at(office("2026-10-01T23:00"), 120, working=True, zone=SHANGHAI)
    assert due == office("2026-10-08T11:00")


def test_another_office_keeps_its_own_hours():
    evening = WorkingHours(time(13), time(21, 30))
    due = add_working_minutes(office("2026-06-30T21:00"), 60, SHANGHAI, evening)
    assert due == office("2026-07-01T13:30")


def test_hours_that_never_open_are_refused():
    with pytest.raises(ValueError, match="60"):
        add_working_minutes(
            office("2026-06-30T21:00"), 60, SHANGHAI, WorkingHours(time(9), time(9))
        )


def test_a_day_with_a_change_of_clocks_counts_its_true_minutes():
    cairo = ZoneInfo("Africa/Cairo")
    morning = WorkingHours(time(0), time(12))
    thursday = datetime(2024, 4, 25, 11, tzinfo=cairo)
    # Friday begins at 01:00 there: its morning has eleven hours.
    due = add_working_minutes(thursday, 60 + 11 * 60, cairo, morning)
    assert due == datetime(2024, 4, 26, 12, tzinfo=cairo)


def test_the_calendar_is_the_published_one(shared):
    published = json.loads(
        (shared / "05_reference_cn" / "holiday_cn_2026.json").read_text(encoding="utf-8")
    )
    off = {date.fromisoformat(each["date"]): each["isOffDay"] for each in published["days"]}
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    wrong = [d for d in days if is_working_day(d) == off.get(d, d.weekday() >= 5)]
    assert wrong == []


def test_years_without_a_published_calendar_work_monday_to_friday():
    week = [date(2041, 9, 30) + timedelta(days=n) for n in range(7)]  # a Monday first
    assert [is_working_day(day) for day in week] == [True] * 5 + [False] * 2


moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minutes: office("2025-01-01T00:00") + timedelta(minutes=minutes)
)


@given(moments, st.integers(0, 3_000))
def test_so_many_open_minutes_lie_between_start_and_due(start, minutes):
    due = add_working_minutes(start, minutes, SHANGHAI)
    counted = 0
    at = start.replace(tzinfo=None)
    end = due.astimezone(SHANGHAI).replace(tzinfo=None)
    while at < end:
        if is_working_day(at.date()) and 9 <= at.hour < 18:
            counted += 1
        at += timedelta(minutes=1)
    assert counted == minutes


@given(moments, st.integers(0, 2_000), st.integers(0, 2_000))
def test_two_limits_after_each_other_are_one_long_one(start, first, second):
    after_first = add_working_minutes(start, first, SHANGHAI)
    assert add_working_minutes(after_first, second, SHANGHAI) == add_working_minutes(
        start, first + second, SHANGHAI
    )
