"""A choice that the wheel passes by: scrolling a page changes nothing on it."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class CalmCombo(QComboBox):
    """A combo box whose value changes by keys and in its list, never by the wheel over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page that is being scrolled."""
        event.ignore()
