"""A time of day that the wheel passes by: scrolling a page changes nothing on it."""

from __future__ import annotations

from PySide6.QtCore import QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QTimeEdit, QWidget

CLOCK = "HH:mm"
_INSET = 8


class ClockEdit(QTimeEdit):
    """Hours and minutes changed by keys, never by the wheel over it."""

    def __init__(self, name: str, at: str = "00:00", parent: QWidget | None = None) -> None:
        super().__init__(QTime.fromString(at, CLOCK), parent)
        self.setDisplayFormat(CLOCK)
        self.setAccessibleName(name)
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)

    def show_clock(self, at: str) -> None:
        """Show a time written as hours and minutes."""
        self.setTime(QTime.fromString(at, CLOCK))

    def clock(self) -> str:
        """Answer the time as hours and minutes."""
        return self.time().toString(CLOCK)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page that is being scrolled."""
        event.ignore()
