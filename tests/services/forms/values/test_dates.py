"""Dates and times in any usual writing."""

import contextlib
import csv
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.display import OFFICE_ZONE
from loancrm_desktop.services.forms.values.dates import (
    looks_like_date,
    parse_clock,
    parse_date,
    parse_moment,
)
from loancrm_desktop.services.forms.values.faults import FieldFault

FIFTH_OF_JANUARY = date(2026, 1, 5)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-01-05", "2026-1-5", "2026/1/5", "2026.1.5", "2026年1月5日", "2026年01月05号", "26年1月5日",
        "20260105", 20260105, 20260105.0, "1/5/2026", "1/5/26", "05-Jan-2026", "5 January 2026",
        "Jan 5, 2026", "Mon, 05 Jan 2026", "2026年1月5日 星期一", "２０２６－０１－０５", "二〇二六年一月五日",
        46027, 46027.0, "46027", "2026-01-05 23:59", "2026-01-05T00:00:00+08:00",
        FIFTH_OF_JANUARY, datetime(2026, 1, 4, 16, 0, tzinfo=UTC),
    ],
)  # fmt: skip
def test_every_writing_of_a_day_is_read(raw):
    assert parse_date(raw) == FIFTH_OF_JANUARY


def test_day_and_month_change_places_only_where_it_must_be():
    assert parse_date("13/5/2026") == date(2026, 5, 13)
    assert parse_date("1/5/2026", day_first=True) == date(2026, 5, 1)
    assert parse_date("5/13/2026", day_first=True) == date(2026, 5, 13)
    assert parse_date("二〇二六年十一月二十三日") == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2026-02-30", "no_such_day"),
        ("2015.13.01", "no_such_day"),
        ("11-23", "no_year"),
        ("1月5日", "no_year"),
        ("41", "not_a_date"),
        (41, "not_a_date"),
        ("abc", "not_a_date"),
        ("2026年", "not_a_date"),
        ("0001-01-01", "no_such_day"),
        (float("nan"), "not_a_date"),
        (float("inf"), "not_a_date"),
        ("2026-01-05 25:00", "no_such_time"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(raw, code):
    with pytest.raises(FieldFault) as caught:
        parse_date(raw)
    assert caught.value.code == code


@pytest.mark.parametrize("raw", ["", None, "-", "无"])
def test_an_empty_cell_is_no_date(raw):
    assert parse_date(raw) is None
    assert parse_moment(raw) is None


def test_the_shared_birthdays_are_judged_as_their_source_judges_them(shared):
    path = shared / "08_test_vectors" / "date_text_vectors.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["expected"] == "valid":
            assert parse_date(row["birthday_text"], latest=date(2026, 11, 23))
        else:
            with pytest.raises(FieldFault):
                parse_date(row["birthday_text"], latest=date(2026, 11, 23))
    assert len(rows) == 8


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2026-01-05", datetime(2026, 1, 4, 16, 0, tzinfo=UTC)),
        ("2026-01-05 10:30", datetime(2026, 1, 5, 2, 30, tzinfo=UTC)),
        ("2026/1/5 下午3:30", datetime(2026, 1, 5, 7, 30, tzinfo=UTC)),
        ("2026/1/5 3:30:00 PM", datetime(2026, 1, 5, 7, 30, tzinfo=UTC)),
        ("2026/1/5 12:10 AM", datetime(2026, 1, 4, 16, 10, tzinfo=UTC)),
        ("2026年1月5日 14时30分", datetime(2026, 1, 5, 6, 30, tzinfo=UTC)),
        ("2026-01-05T10:30:00Z", datetime(2026, 1, 5, 10, 30, tzinfo=UTC)),
        ("2026-01-05T10:30:00-0500", datetime(2026, 1, 5, 15, 30, tzinfo=UTC)),
        ("2026-01-05 10:30:00.123456", datetime(2026, 1, 5, 2, 30, 0, 123000, tzinfo=UTC)),
        ("20260105103000", datetime(2026, 1, 5, 2, 30, tzinfo=UTC)),
        (46027.4375, datetime(2026, 1, 5, 2, 30, tzinfo=UTC)),
        (1767580200, datetime(2026, 1, 5, 2, 30, tzinfo=UTC)),
        (1767580200000, datetime(2026, 1, 5, 2, 30, tzinfo=UTC)),
        (FIFTH_OF_JANUARY, datetime(2026, 1, 4, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_on_the_offices_clock(raw, moment):
    found = parse_moment(raw)
    assert found == moment
    assert found.tzinfo is UTC


def test_an_aware_moment_keeps_its_instant():
    elsewhere = timezone(timedelta(hours=-5))
    raw = datetime(2026, 1, 5, 10, 30, tzinfo=elsewhere)
    assert parse_moment(raw) == raw


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_every_moment_we_write_is_read_back(naive):
    moment = naive.replace(microsecond=0, tzinfo=UTC)
    assert parse_moment(moment.astimezone(OFFICE_ZONE).isoformat()) == moment
    assert parse_date(f"{naive:%Y/%m/%d}") == naive.date()
    assert parse_date(f"{naive.year}年{naive.month}月{naive.day}日") == naive.date()


@given(st.text(alphabet="0123456789-/.:年月日时 TZ+上下午janfeb星期一", max_size=24))
def test_no_text_at_all_breaks_the_reading(text):
    for parse in (parse_date, parse_moment, parse_clock, looks_like_date):
        with contextlib.suppress(FieldFault):
            parse(text)


@pytest.mark.parametrize(
    ("raw", "clock"),
    [("14:30", "14:30"), ("下午2点", "14:00"), ("9:05:33", "09:05"), (0.5, "12:00"), ("", None)],
)
def test_a_time_of_day_is_hours_and_minutes(raw, clock):
    assert parse_clock(raw) == clock


def test_numbers_alone_do_not_look_like_dates():
    looks = [looks_like_date(cell) for cell in ("2026/1/5", "1月5日", "20260105", FIFTH_OF_JANUARY)]
    assert all(looks)
    assert not any(looks_like_date(cell) for cell in ("46027", 46027, "30", "abc", None, "A1"))
