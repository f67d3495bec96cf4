"""Icons that take their colour from the theme at the moment they are painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

Drawing = Callable[[str, str, QIcon.Mode, int], QPixmap]
"""Draws (name, colour role, mode, side in device pixels) in the theme in force."""

_kept: list[QIconEngine] = []


class TintedIconEngine(QIconEngine):
    """Draws one icon in one colour role, whatever colour that role has now."""

    def __init__(self, name: str, role: str, size: int, draw: Drawing) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._size = size
        self._draw = draw

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:  # fmt: skip
        """Paint the icon into the middle of a rectangle, never larger than it was made for."""
        del state
        side = min(rect.width(), rect.height(), self._size)
        if side <= 0:
            return
        ratio = painter.device().devicePixelRatioF()
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        painter.drawPixmap(place, self._draw(self._name, self._role, mode, round(side * ratio)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Answer the icon as a picture."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Answer the icon as a picture of so many logical pixels, `scale` device pixels each."""
        del state
        side = max(1, round(min(size.width(), size.height(), self._size) * scale))
        drawn = QPixmap(self._draw(self._name, self._role, mode, side))
        drawn.setDevicePixelRatio(scale)
        return drawn

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:  # noqa: N802 - Qt's name
        """Answer the size it is painted in where there is so much room."""
        del mode, state
        return size.boundedTo(QSize(self._size, self._size))

    def availableSizes(  # noqa: N802 - Qt's name
        self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
    ) -> list[QSize]:
        """Answer the one size it was made for."""
        del mode, state
        return [QSize(self._size, self._size)]

    def isNull(self) -> bool:  # noqa: N802 - Qt's name
        """Say that there is something to paint."""
        return False

    def key(self) -> str:
        """Name the kind of engine."""
        return "tinted"

    def clone(self) -> QIconEngine:
        """Answer a second engine, for a QIcon that was copied and then added to."""
        twin = TintedIconEngine(self._name, self._role, self._size, self._draw)
        _kept.append(twin)  # Qt takes it without telling Python, which would let it go
        return twin


def tinted_icon(name: str, role: str, size: int, draw: Drawing) -> QIcon:
    """Make an icon that is painted in the colour its role has then."""
    return QIcon(TintedIconEngine(name, role, size, draw))
