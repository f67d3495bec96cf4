from __future__ import annotations

from datetime import date

import pytest

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
