"""Hands with a pointer: press, carry, let go, through Qt's own drag and its own event loop."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QCursor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QInputMethodEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

STEP_MS = 15
STEPS = 5
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Carrier(QObject):
    """Moves the pointer step by step while a drag runs, then lets go."""

    def __init__(self, window: QWidget, goal, seen=None, *, escape: bool = False) -> None:
        super().__init__(window)
        self._window, self._goal, self._seen, self._escape = window, goal, seen, escape
        self._left = STEPS
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        goal = self._goal()
        if self._left:
            here = self._window.mapFromGlobal(QCursor.pos())
            at = here + (goal - here) / self._left
            self._left -= 1
            QCursor.setPos(self._window.mapToGlobal(at))
            QTest.mouseMove(self._window.windowHandle(), at)
            if self._seen is not None:
                self._seen()
            return
        self._timer.stop()
        if self._escape:
            QTest.keyClick(self._window.windowHandle(), Qt.Key.Key_Escape)
        QTest.mouseRelease(self._window.windowHandle(), _LEFT, _NONE, goal)


def carry(start: QWidget, held_at: QPoint, goal, *, seen=None, escape: bool = False) -> None:
    """Take something at a place of a widget and let it go where `goal()` is in the window."""
    window = start.window()
    bring(start)
    handle = window.windowHandle()
    at = start.mapTo(window, held_at)
    QCursor.setPos(window.mapToGlobal(at))
    QTest.mousePress(handle, _LEFT, _NONE, at)
    carrier = Carrier(window, goal, seen, escape=escape)
    for far in (2, 5, 9, 12):
        QTest.mouseMove(handle, at + QPoint(far, 0))
    QTest.qWait(STEP_MS * (STEPS + 3))
    carrier.deleteLater()


class Hand:
    """Carries where no screen can: real presses and moves, the drop handed to what lies there.

    Use it with `monkeypatch.setattr(carried, "begin_drag", hand.take)`.
    """

    def __init__(self) -> None:
        self._held = None

    def take(self, origin: QWidget, held, icon: str, title: str) -> None:
        """Hold what a drag would carry."""
        del origin, icon, title
        self._held = held

    def carry(self, start: QWidget, goal, pack) -> None:
        """Press something, move on until it is held, and let it go at a point of a widget.

        `goal()` answers the widget that takes drops and the point in it, `pack` what a drag
        carries as MIME data.
        """
        bring(start)
        window = start.window()
        handle, at = window.windowHandle(), start.mapTo(window, start.rect().center())
        QTest.mousePress(handle, _LEFT, _NONE, at)
        for far in (2, 5, 9):
            QTest.mouseMove(handle, at + QPoint(far, 0))
        QTest.mouseRelease(handle, _LEFT, _NONE, at + QPoint(9, 0))
        held, self._held = self._held, None
        assert held is not None, "nothing was taken up"
        sheet, point = goal()
        data = pack(held)
        action = Qt.DropAction.MoveAction
        QApplication.sendEvent(sheet, QDragEnterEvent(point, action, data, _LEFT, _NONE))
        QApplication.sendEvent(sheet, QDragMoveEvent(point, action, data, _LEFT, _NONE))
        QApplication.sendEvent(sheet, QDropEvent(QPointF(point), action, data, _LEFT, _NONE))
        QApplication.processEvents()


def bring(widget: QWidget) -> None:
    """Scroll so that something can be reached."""
    QTest.qWait(1)  # the layout settles
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 40)
        parent = parent.parentWidget()
    QApplication.processEvents()


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Press and release the left button on something, through its window."""
    bring(widget)
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center() if at is None else at)
    QTest.mouseClick(window.windowHandle(), _LEFT, _NONE, place)
    QApplication.processEvents()


def double_click(widget: QWidget, at: QPoint) -> None:
    """Press twice on something, through its window."""
    bring(widget)
    window = widget.window()
    QTest.mouseDClick(window.windowHandle(), _LEFT, _NONE, widget.mapTo(window, at))
    QApplication.processEvents()


def type_in(line: QWidget, text: str) -> None:
    """Put a text in as an input method does; Qt's own hands type Latin letters only."""
    line.setFocus()
    if hasattr(line, "selectAll"):
        line.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)
