"""Sentence and count below a condition, never those of an older one."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.texts import say
from loancrm_desktop.ui.conditions.condition_footer import ConditionFooter

LARGE = {"field": "requested_amount", "op": "ge", "value": "2000000"}


@pytest.fixture
def footer(qtbot, desk):
    shown = ConditionFooter(desk.bridge, "customer")
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_no_condition_counts_everybody(qtbot, desk, footer):
    footer.show_condition(None, 0)
    qtbot.waitUntil(lambda: "4" in footer.count.text(), timeout=15_000)
    qtbot.waitUntil(lambda: footer.sentence.text() == "任何记录", timeout=15_000)


def test_an_answer_to_an_older_question_is_not_shown(desk, footer):
    footer.show_condition(LARGE, 0)
    old = footer._asked
    footer.show_condition(None, 0)
    footer._on_counted(old, 77)
    footer._on_worded(old, "old")
    footer._on_failed(old, Unavailable(say("old"), "bug"))
    assert footer.count.text() == "…"
    assert footer.sentence.text() != "old"


def test_problems_are_counted_and_nothing_is_asked(desk, footer):
    footer.show_condition(LARGE, 2)
    assert "2" in footer.count.text()
    assert not footer._pause.isActive()
    assert desk.bridge.pending == 0


def test_a_failing_count_says_why(desk, footer):
    footer.show_condition({"field": "gone", "op": "is_filled"}, 0)
    footer._on_pause_timeout()
    desk.settle(lambda: "gone" in footer.sentence.text())
    assert footer.count.isVisible()


def test_a_kind_that_is_not_counted_is_only_said(qtbot, desk):
    shown = ConditionFooter(desk.bridge, "follow_up")
    qtbot.addWidget(shown)
    shown.show()
    shown.show_condition({"field": "text", "op": "is_filled"}, 0)
    assert not shown.count.isVisible()
    qtbot.waitUntil(lambda: "已填写" in shown.sentence.text(), timeout=15_000)
