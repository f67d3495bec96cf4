"""A pause is told in seconds, as a clock, and ends by itself."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid, Unavailable
from loancrm_desktop.texts import say
from loancrm_desktop.ui.doors.countdown import Countdown, clock_text, pause_of


@pytest.mark.parametrize(("seconds", "text"), [(5, "0:05"), (42, "0:42"), (3600, "60:00")])
def test_seconds_are_written_as_a_clock_does(seconds, text):
    assert clock_text(seconds) == text


@pytest.mark.parametrize(
    ("problem", "seconds"),
    [
        (Unavailable(say("Wait {seconds}.", seconds=60), "waiting"), 60),
        (Unavailable(say("Wait {seconds}.", seconds=60), "disk"), 0),
        (Unavailable(say("Wrong."), "wrong_password"), 0),
        (Invalid(say("Wrong.")), 0),
    ],
)
def test_only_a_pause_after_wrong_passwords_is_counted(problem, seconds):
    assert pause_of(problem) == seconds


def test_the_pause_ends_and_tells(qtbot):
    countdown = Countdown()
    told = []
    countdown.ticked.connect(told.append)
    with qtbot.waitSignal(countdown.ended, timeout=5_000):
        countdown.start(1)
        assert countdown.is_running
    assert told[0] == 1
    assert not countdown.is_running
