"""The clock does what time limits ask for at whichever desk is on, each once, and says so."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import notices
from loancrm_desktop.services.process import timekeeping
from loancrm_desktop.ui.minute_clock import Duty, MinuteClock, Struck, limits_duty


@pytest.fixture
def clock_of_desk(desk):
    made = MinuteClock(desk.bridge, desk.bridge)
    made.add(limits_duty())
    yield made
    made.rest()


def told(desk):
    rows = desk.ask(notices.mine).rows
    return [row for row in rows if row.kind == "limit"]


def test_after_three_days_switched_off_each_limit_is_caught_up_once_and_said(
    clock_of_desk, desk, clock, qtbot
):
    clock.forward(days=9)
    with qtbot.waitSignal(clock_of_desk.said) as said:
        clock_of_desk.begin(1)
    desk.settle()
    first = told(desk)
    assert first
    assert said.args[0].startswith(("While you were away", "你不在"))
    assert all(row.record_kind == "deal" for row in first)
    for _ in range(2):
        clock_of_desk.strike()
        desk.settle()
    assert told(desk) == first


def test_what_says_there_is_more_is_done_again_at_once(desk, clock):
    clock.forward(days=9)
    passes, said = [], []

    def struck(run):
        passes.append(len(run.fired))
        return Struck(len(run.fired), run.more)

    def words(count, first):
        return f"{count} {first}"

    duty = Duty("one", "tasks.remind", timekeeping.run_limits, struck, words, {"most": 1})
    made = MinuteClock(desk.bridge, desk.bridge)
    made.add(duty)
    made.said.connect(lambda text, seq: said.append(text))
    made.strike()
    desk.settle(lambda: said)
    assert len(passes) > 1
    assert said == [f"{sum(passes)} True"]


def test_whose_role_may_not_remind_has_no_clock(desk, monkeypatch):
    duty = Duty("other", "nothing.at_all", timekeeping.run_limits, Struck, str)
    made = MinuteClock(desk.bridge, desk.bridge)
    monkeypatch.setattr(type(desk.actor.rights), "allows", lambda self, right: False)
    made.add(duty)
    made.begin(1)
    assert not made.is_on


def test_a_strike_after_the_office_was_locked_asks_nothing(clock_of_desk, desk):
    desk.bridge.leave()
    clock_of_desk.strike()
    assert desk.bridge.pending == 0
