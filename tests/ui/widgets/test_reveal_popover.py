"""A look needs a reason; one's own reason needs words; the day's looks run out."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.widgets.reveal_popover import RevealPopover


@pytest.fixture
def popover(qtbot, dressed, english):
    popover = RevealPopover("ID number")
    qtbot.addWidget(popover)
    return popover


def test_the_first_reason_is_chosen(popover):
    assert popover.reason == "Check the identity"
    assert popover.show_button.isEnabled()


def test_ones_own_reason_needs_words(qtbot, popover):
    popover._other.setChecked(True)
    assert not popover.show_button.isEnabled()
    qtbot.keyClicks(popover.other_edit, "he called")
    assert popover.reason == "he called"
    assert popover.show_button.isEnabled()


def test_typing_a_reason_chooses_it(qtbot, popover):
    qtbot.keyClicks(popover.other_edit, "he called")
    assert popover._other.isChecked()


def test_the_looks_of_the_day_are_counted_and_run_out(popover):
    popover.show_looks(2, 20)
    assert popover._looks.text() == "Looked 2 / 20 today"
    assert popover.show_button.isEnabled()
    popover.show_looks(20, 20)
    assert not popover.show_button.isEnabled()
    assert "used up" in popover._problem.text()


def test_starting_anew_forgets_words_and_problems(qtbot, popover):
    qtbot.keyClicks(popover.other_edit, "he called")
    popover.show_problem("没有权限")
    popover.start(None)
    assert popover.other_edit.text() == ""
    assert popover._problem.isHidden()
    assert popover.reason == "Check the identity"
