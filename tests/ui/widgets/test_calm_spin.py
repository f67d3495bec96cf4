"""The wheel passes a number by; keys change it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from loancrm_desktop.ui.widgets.calm_spin import CalmSpin


def test_the_wheel_changes_nothing_and_keys_do(qtbot, dressed):
    number = CalmSpin("Days", (0, 90))
    qtbot.addWidget(number)
    number.setValue(30)
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
    number.wheelEvent(event)
    assert number.value() == 30
    assert not event.isAccepted()
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert number.value() == 31
    assert number.accessibleName() == "Days"
