"""A time of day is seen whole, passed by the wheel, changed by keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QWheelEvent

from loancrm_desktop.ui.widgets.clock_edit import ClockEdit


def test_the_whole_time_is_seen(qtbot, dressed):
    edit = ClockEdit("Summary", "20:58")
    qtbot.addWidget(edit)
    edit.show()
    qtbot.waitUntil(edit.isVisible, timeout=10_000)
    line = edit.lineEdit()
    assert line.width() >= QFontMetrics(line.font()).horizontalAdvance("20:58") + 8
    assert edit.accessibleName() == "Summary"
    assert edit.clock() == "20:58"


def test_the_wheel_changes_nothing_and_keys_do(qtbot, dressed):
    edit = ClockEdit("Summary")
    qtbot.addWidget(edit)
    edit.show_clock("08:15")
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    edit.wheelEvent(event)
    assert edit.clock() == "08:15"
    assert not event.isAccepted()
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.clock() == "09:15"
