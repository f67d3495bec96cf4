"""A widget that is held back is painted a turn later, and then like any other."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.widgets.late_paint import LatePaint


class Counting(QWidget):
    def __init__(self):
        super().__init__()
        self.painted = 0

    def paintEvent(self, event):
        self.painted += 1


def test_it_is_painted_when_the_window_has_looked_after_everything_else(qtbot):
    shown = Counting()
    qtbot.addWidget(shown)
    late = LatePaint(shown)
    shown.show()
    qtbot.waitUntil(lambda: shown.painted > 0, timeout=10_000)
    before = shown.painted
    late.hold()
    assert not shown.updatesEnabled()
    shown.repaint()
    assert shown.painted == before
    qtbot.waitUntil(lambda: shown.painted > before, timeout=10_000)
    assert shown.updatesEnabled()


def test_what_is_out_of_sight_is_not_held_back(qtbot):
    hidden = Counting()
    qtbot.addWidget(hidden)
    LatePaint(hidden).hold()
    assert hidden.updatesEnabled()
