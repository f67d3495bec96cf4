"""A whole number that the wheel passes by: scrolling a page changes nothing on it."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget

_INSET = 8


class CalmSpin(QSpinBox):
    """A number changed by keys, never by the wheel over it."""

    def __init__(self, name: str, span: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(*span)
        self.setAccessibleName(name)
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page that is being scrolled."""
        event.ignore()
