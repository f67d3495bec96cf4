"""One of a few choices is in force; click and arrow keys take another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.ui.widgets.segments import SegmentedControl


@pytest.fixture
def control(qtbot, dressed):
    control = SegmentedControl("方式")
    control.set_choices([("call", "电话", "phone"), ("chat", "微信", ""), ("note", "", "text")],
                        ["", "", "备注"])  # fmt: skip
    qtbot.addWidget(control)
    control.show()
    return control


def test_the_first_choice_is_in_force_and_nothing_is_told(control):
    assert control.current == "call"


def test_a_click_takes_another_choice_and_tells_once(qtbot, control):
    told = []
    control.chosen.connect(told.append)
    qtbot.mouseClick(control._segments[1], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(control._segments[1], Qt.MouseButton.LeftButton)
    assert (control.current, told) == ("chat", ["chat"])


def test_arrow_keys_move_and_stop_at_the_ends(qtbot, control):
    told = []
    control.chosen.connect(told.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Home):
        qtbot.keyClick(control, key)
    assert told == ["chat", "note", "call"]


def test_only_the_choice_in_force_stops_the_tab_key(control):
    control.set_current("chat")
    stops = [bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) for one in control._segments]
    assert stops == [False, True, False]


def test_a_choice_that_may_not_be_taken_is_passed_over_and_says_why(qtbot, control):
    control.set_choice_enabled("chat", enabled=False, tip="没有权限")
    qtbot.keyClick(control, Qt.Key.Key_Right)
    assert control.current == "note"
    assert control._segments[1].toolTip() == "没有权限"


def test_a_choice_shown_as_an_icon_has_a_name_and_a_tip(control):
    last = control._segments[2]
    assert (last.accessibleName(), last.toolTip()) == ("备注", "备注")


def test_other_choices_take_the_place_of_the_first(control):
    control.set_choices([("a", "甲", ""), ("b", "乙", "")])
    assert [one.text() for one in control._segments] == ["甲", "乙"]
    assert control.current == "a"
