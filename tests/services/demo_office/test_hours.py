"""Working time counted in minutes lands on working days, in office hours, in order."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from loancrm_desktop.services.deadlines import is_working_day
from loancrm_desktop.services.demo_office.hours import DAY_MINUTES, OfficeHours

ZONE = ZoneInfo("Asia/Shanghai")


def hours(end: datetime) -> OfficeHours:
    return OfficeHours(date(2026, 2, 2), end, ZONE)


def test_every_minute_lies_in_office_hours_of_a_working_day():
    office = hours(datetime(2026, 4, 1, 4, 0, tzinfo=UTC))
    for minute in range(0, office.minutes, 37):
        local = office.moment(minute).astimezone(ZONE)
        assert is_working_day(local.date())
        assert time(9) <= local.time() < time(12) or time(13, 30) <= local.time() < time(18, 30)


def test_later_minutes_are_later_moments_and_none_reaches_the_end():
    end = datetime(2026, 3, 3, 6, 45, tzinfo=UTC)
    office = hours(end)
    moments = [office.moment(minute) for minute in range(office.minutes + 1)]
    assert moments == sorted(set(moments))
    assert moments[-1] < end


def test_a_holiday_is_passed_over():
    office = hours(datetime(2026, 4, 1, tzinfo=UTC))
    days = {office.day(minute) for minute in range(0, office.minutes, DAY_MINUTES)}
    assert date(2026, 2, 17) not in days


def test_time_goes_on_past_the_end():
    end = datetime(2026, 3, 3, 6, 45, tzinfo=UTC)
    office = hours(end)
    assert office.moment(office.minutes + DAY_MINUTES) > end
