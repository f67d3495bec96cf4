"""What must be mended is counted at the top, and each problem leads to its field."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from loancrm_desktop.ui.widgets.problem_summary import ProblemSummary


@pytest.fixture
def summary(qtbot, dressed, english):
    summary = ProblemSummary()
    qtbot.addWidget(summary)
    return summary


def test_without_problems_it_is_not_there(summary):
    summary.show_problems([("phone", "电话重复")])
    assert summary.isVisible()
    assert summary.accessibleName().startswith("One place")
    summary.show_problems([])
    assert not summary.isVisible()
    assert summary.keys == ()


def test_a_problem_leads_to_its_field(qtbot, summary):
    summary.show_problems([("phone", "电话重复"), ("id", "校验位不对")])
    assert summary.accessibleName().startswith("2 places")
    named = next(one for one in summary.findChildren(QPushButton) if one.text() == "校验位不对")
    with qtbot.waitSignal(summary.problem_clicked) as told:
        named.click()
    assert told.args == ["id"]


def test_a_hundred_problems_are_counted_but_not_all_named(summary):
    summary.show_problems([(str(number), f"问题 {number}") for number in range(100)])
    assert summary.accessibleName().startswith("100 places")
    assert len(summary.keys) == 12


def test_the_next_one_can_be_asked_for(qtbot, summary):
    summary.show_problems([("phone", "电话重复")])
    following = next(one for one in summary.findChildren(QPushButton) if one.text() == "Next one")
    with qtbot.waitSignal(summary.next_requested):
        following.click()
