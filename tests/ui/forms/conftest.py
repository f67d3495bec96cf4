"""A designer on the desk of a test office, and hands that drop things on its canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from loancrm_desktop.ui.forms import carried


def drag(sheet, held, point: QPoint, *, drop: bool = True) -> None:
    """Carry something over the sheet to a point, and let it go there."""
    data = carried.pack(held)
    action, buttons, keys = (
        Qt.DropAction.MoveAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(sheet, QDragEnterEvent(point, action, data, buttons, keys))
    QApplication.sendEvent(sheet, QDragMoveEvent(point, action, data, buttons, keys))
    if drop:
        QApplication.sendEvent(sheet, QDropEvent(QPointF(point), action, data, buttons, keys))
        QApplication.processEvents()


@pytest.fixture
def carry():
    return drag
