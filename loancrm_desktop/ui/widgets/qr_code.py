"""A QR code painted from its modules; nothing leaves the computer for it."""

from __future__ import annotations

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET = 2
_SIDE = 148


class QrCode(QWidget):
    """Shows a text as a QR code, always dark on light, as phones read it best."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[bytes, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show a text; empty shows nothing."""
        made = segno.make(text, error="m", micro=False) if text else None
        self._rows = () if made is None else tuple(bytes(line) for line in made.matrix)
        self.update()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown."""
        return not self._rows

    def sizeHint(self) -> QSize:
        """Ask for room a phone can read from an arm's length."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the modules."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        count = len(self._rows) + 2 * _QUIET
        side = min(self.width(), self.height()) / count
        for y, line in enumerate(self._rows):
            for x, dark in enumerate(line):
                if dark:
                    place = QRectF((x + _QUIET) * side, (y + _QUIET) * side, side, side)
                    painter.fillRect(place, Qt.GlobalColor.black)
        painter.end()
