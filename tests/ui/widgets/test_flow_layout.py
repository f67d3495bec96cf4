"""Widgets flow like words: into the next line, on one middle, never past the edge."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from loancrm_desktop.ui.widgets.flow_layout import FlowLayout


def boxes(qtbot, sizes, width, **how):
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder, spacing=10, **how)
    inside = []
    for wide, high in sizes:
        box = QWidget(holder)
        box.setFixedSize(wide, high)
        layout.addWidget(box)
        inside.append(box)
    layout.holder = holder  # or it would be gone with this function
    holder.resize(width, layout.heightForWidth(width))
    holder.show()
    layout.activate()
    return [box.geometry() for box in inside], layout


def test_a_full_line_goes_on_below(qtbot, dressed):
    places, layout = boxes(qtbot, [(100, 20)] * 3, 220)
    assert [place.left() for place in places] == [0, 110, 0]
    assert places[2].top() > places[0].bottom()
    assert layout.heightForWidth(220) == places[2].bottom() + 1


@pytest.mark.parametrize(("top", "offset"), [(False, 10), (True, 0)])
def test_what_is_lower_stands_on_the_middle_of_its_line_or_at_its_top(qtbot, dressed, top, offset):
    places, _ = boxes(qtbot, [(50, 40), (50, 20)], 400, top=top)
    assert places[1].top() - places[0].top() == offset


def test_centred_lines_have_the_same_room_at_both_sides(qtbot, dressed):
    places, _ = boxes(qtbot, [(100, 20), (90, 20)], 400, centred=True)
    assert places[0].left() == 400 - places[1].right() - 1


def test_what_is_hidden_takes_no_room(qtbot, dressed):
    _places, layout = boxes(qtbot, [(100, 20)] * 2, 400)
    layout.itemAt(0).widget().hide()
    layout.activate()
    assert layout.itemAt(1).geometry().left() == 0


def test_a_text_of_several_lines_gets_its_height(qtbot, dressed):
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder)
    words = QLabel("很长的一句话，要分成几行才放得下。" * 4)
    words.setWordWrap(True)
    words.setFixedWidth(150)
    layout.addWidget(words)
    holder.resize(200, layout.heightForWidth(200))
    holder.show()
    assert words.height() >= words.heightForWidth(150)
