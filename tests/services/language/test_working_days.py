from __future__ import annotations

from datetime import date

import pytest

from loancrm_desktop.services.language import working_days
from loancrm_desktop.services.language.working_days import is_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 10, 1), False),  # National Day, a Tuesday
        (date(2024, 9, 29), True),  # a Sunday worked to make up for it
        (date(2024, 9, 28), False),
        (date(2024, 9, 25), True),
        (date(1950, 1, 2), True),  # no holidays known: Monday
        (date(2190, 1, 2), False),  # no holidays known: Saturday
    ],
)
def test_published_holidays_count_and_weekdays_elsewhere(day, works):
    assert is_working_day(day) is works


def test_a_years_holidays_are_told_with_their_first_and_last_day():
    found = {each.key: each for each in working_days.holidays_in(2026)}
    assert (found["national_day"].first, found["national_day"].last) == (
        date(2026, 10, 1),
        date(2026, 10, 7),
    )
    assert date(2026, 10, 10) in working_days.worked_weekends(2026)
    assert working_days.holidays_in(1990) == ()
