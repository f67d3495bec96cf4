"""Customers return by the clock at whichever desk is on, each once, and it is said."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import journal
from loancrm_desktop.services.ownership import pool, pool_rules
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings
from loancrm_desktop.ui.ownership.return_watch import EVERY_MS, ReturnWatch


@pytest.fixture
def due(desk, clock):
    desk.do(pool_rules.set_pool, settings=PoolSettings(rules=(PoolRule("idle", "闲置", 5),)))
    clock.forward(days=9)
    return desk


@pytest.fixture
def watch(desk):
    watch = ReturnWatch(desk.bridge, desk.bridge)
    yield watch
    watch.rest()


def returns(desk):
    return [
        each
        for each in desk.ask(journal.of_record, kind="customer", record_id=desk.customers["钱慧敏"])
        if each.operation == "ownership.return_due"
    ]


def test_soon_after_coming_in_it_returns_who_is_due_and_says_so(watch, due, qtbot):
    with qtbot.waitSignal(watch.said) as said:
        watch.begin(1)
    assert "4" in said.args[0]
    assert due.ask(pool.pool).total == 4
    assert len(returns(due)) == 1


def test_each_returns_once_however_often_the_clock_strikes(watch, due):
    for _ in range(3):
        watch.run()
        due.settle()
    assert due.ask(pool.pool).total == 4
    assert len(returns(due)) == 1


def test_it_says_while_you_were_away_only_the_first_time(watch, due, clock, qtbot):
    with qtbot.waitSignal(watch.said) as first:
        watch.run()
    due.settle()
    for customer_id in due.customers.values():
        due.do(pool.give_out, customer_ids=[customer_id], to_id=due.actor.user_id)
    clock.forward(days=9)
    with qtbot.waitSignal(watch.said) as second:
        watch.run()
    assert first.args[0] != second.args[0]


def test_two_desks_that_run_at_once_return_each_once(watch, due):
    other = ReturnWatch(due.bridge, due.bridge)
    watch.run()
    other.run()
    due.settle()
    assert due.ask(pool.pool).total == 4
    assert len(returns(due)) == 1
    other.rest()


def test_a_refused_round_is_tried_again_later(watch, due):
    from loancrm_desktop.errors import Unavailable
    from loancrm_desktop.texts import say

    watch._running = True
    watch._on_refused(Unavailable(say("Busy"), "busy"))
    watch.run()
    due.settle()
    assert due.ask(pool.pool).total == 4


def test_it_goes_on_every_ten_minutes_and_rests_when_told(watch, due):
    watch.begin(1)
    due.settle(lambda: watch._timer.interval() == EVERY_MS)
    assert watch.is_on
    watch.rest()
    assert not watch.is_on
