"""When a to-do comes again: by days, weeks, weekdays and months, always ahead, at its hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.task_repeats import Repeat, next_due, read

ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("repeat", "due", "now", "wanted"),
    [
        (Repeat("day"), "2026-06-01 10:00", "2026-06-01 11:00", "2026-06-02 10:00"),
        (Repeat("day", 3), "2026-06-01 10:00", "2026-05-30 11:00", "2026-06-04 10:00"),
        (Repeat("day", 3), "2026-06-01 10:00", "2026-06-10 09:00", "2026-06-10 10:00"),
        (Repeat("day", 3), "2026-06-01 10:00", "2026-06-10 11:00", "2026-06-13 10:00"),
        (Repeat("week", 2), "2026-06-01 10:00", "2026-06-01 11:00", "2026-06-15 10:00"),
        (Repeat("week", 1, (0, 3)), "2026-06-01 10:00", "2026-06-01 11:00", "2026-06-04 10:00"),
        (Repeat("week", 2, (0, 3)), "2026-06-04 10:00", "2026-06-04 11:00", "2026-06-15 10:00"),
        (Repeat("month", 1, (), 31), "2026-01-31 10:00", "2026-01-31 11:00", "2026-02-28 10:00"),
        (Repeat("month", 1, (), 31), "2026-02-28 10:00", "2026-02-28 11:00", "2026-03-31 10:00"),
        (Repeat("month", 1, (), 30), "2028-01-30 10:00", "2028-01-30 11:00", "2028-02-29 10:00"),
        (Repeat("month", 12, (), 29), "2028-02-29 10:00", "2028-02-29 11:00", "2029-02-28 10:00"),
        (Repeat("month", 12, (), 29), "2031-02-28 10:00", "2031-02-28 11:00", "2032-02-29 10:00"),
        (Repeat("day"), "2028-02-28 10:00", "2028-02-28 11:00", "2028-02-29 10:00"),
        (Repeat("week", 1, (1,)), "2028-02-22 10:00", "2028-02-22 11:00", "2028-02-29 10:00"),
        (Repeat("month", 3), "2026-01-15 10:00", "2026-08-01 11:00", "2026-10-15 10:00"),
    ],
)
def test_the_next_turn_is_the_first_that_lies_ahead(repeat, due, now, wanted):
    assert next_due(repeat, at(due), at(now), ZONE) == at(wanted)


repeats = st.one_of(
    st.builds(Repeat, st.just("day"), st.integers(1, 366)),
    st.builds(Repeat, st.just("month"), st.integers(1, 366), st.just(()), st.integers(1, 31)),
    st.builds(
        Repeat,
        st.just("week"),
        st.integers(1, 60),
        st.lists(st.integers(0, 6), max_size=7).map(tuple),
    ),
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone


@given(repeats, moments, moments)
def test_whatever_was_missed_one_turn_is_made_ahead_at_the_same_hour(repeat, due, now):
    found = next_due(repeat, due, now, ZONE)
    assert found > max(due, now)
    assert found.astimezone(ZONE).time() == due.astimezone(ZONE).time()
    if repeat.weekdays:
        assert found.astimezone(ZONE).weekday() in repeat.weekdays
    if repeat.unit == "day":
        assert (found - due) % timedelta(days=repeat.every) == timedelta()


def test_what_a_to_do_keeps_is_read_as_it_was_meant():
    for repeat in (Repeat("day", 2), Repeat("week", 1, (1, 4)), Repeat("month", 1, (), 31)):
        assert read(repeat.stored()) == repeat
    assert read(None) is None


def test_what_cannot_be_followed_does_not_hold():
    for wrong in (
        Repeat("day", 0),
        Repeat("day", 367),
        Repeat("week", 1, (7,)),
        Repeat("day", 1, (1,)),
    ):
        assert not wrong.holds
