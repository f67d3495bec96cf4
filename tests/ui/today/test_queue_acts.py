"""What can be put off, and until when."""

from dataclasses import replace
from datetime import UTC, datetime

from queue_items import item

from loancrm_desktop import display
from loancrm_desktop.ui.today.queue_acts import later_times, may_be_put_off


def test_a_limit_runs_on_whatever_one_does():
    limit = replace(item("a"), reason="limit", task_id=None)
    assert not may_be_put_off(limit)
    assert may_be_put_off(replace(limit, task_id=3))
    assert may_be_put_off(replace(limit, reason="silence"))


def test_the_times_offered_lie_ahead_on_the_offices_clock():
    for day in range(20, 27):  # a Friday to a Thursday, late in the evening
        now = datetime(2026, 11, day, 14, 30, tzinfo=UTC)
        times = [display.office_time(at) for _, at in later_times(now)]
        assert all(at > now for at in times)
        assert [at.hour for at in times[1:]] == [9, 9, 9]
        assert times[-1].weekday() == 0
