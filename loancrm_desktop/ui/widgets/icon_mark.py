"""One icon as a small picture that takes the colours of the theme it is painted in."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.ui import theme


def drawn_side(size: int) -> int:
    """Answer how large a mark of a size is drawn beside text of the scale in force."""
    return round(size * theme.current().icon_side / 16)


class IconMark(QWidget):
    """Paints an icon; it says nothing by itself, so words must stand beside it."""

    def __init__(
        self,
        icon: str = "",
        role: str = "textSecondary",
        size: int = 16,
        *,
        ground: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._role, self._size, self._ground = icon, role, size, ground
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str, role: str = "") -> None:
        """Paint another icon, perhaps in another colour."""
        self._icon = icon
        self._role = role or self._role
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the picture's own size."""
        side = drawn_side(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon in the middle."""
        super().paintEvent(event)
        if not self._icon:
            return
        side = drawn_side(self._size)
        place = QRect(0, 0, side, side)
        place.moveCenter(self.rect().center())
        painter = QPainter(self)
        if self._ground:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().colour(self._ground))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        theme.current().icon(self._icon, self._role, side).paint(painter, place)
        painter.end()
