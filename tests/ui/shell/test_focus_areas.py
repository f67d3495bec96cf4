"""F6 goes from area to area and passes over what cannot be focused."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from loancrm_desktop.ui.shell.focus_areas import next_area


@pytest.fixture
def window(qtbot):
    window = QWidget()
    row = QHBoxLayout(window)
    window.areas = []
    for child in (QPushButton("one"), QLabel("nothing"), QLineEdit(), QLineEdit()):
        area = QWidget()
        QHBoxLayout(area).addWidget(child)
        area.child = child
        row.addWidget(area)
        window.areas.append(area)
    window.areas[3].hide()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_the_focus_goes_round_over_what_takes_it(window, qtbot):
    first, second = window.areas[0].child, window.areas[2].child
    first.setFocus()
    assert next_area(window.areas, 1) is second
    second.setFocus()
    assert next_area(window.areas, 1) is first
    assert next_area(window.areas, -1) is first


def test_without_a_focus_it_begins_at_the_first_or_the_last(window):
    focus = window.focusWidget()
    if focus is not None:
        focus.clearFocus()
    assert next_area(window.areas, 1) is window.areas[0].child
    assert next_area(window.areas, -1) is window.areas[2].child


def test_areas_with_nothing_to_focus_answer_none(window):
    assert next_area([window.areas[1]], 1) is None
    assert next_area([], 1) is None
