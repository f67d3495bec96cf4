"""A number on a small ground: what waits behind a navigation item or a tab."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

BadgeTone = Literal["plain", "accent", "warning", "danger"]

_MOST_SHOWN = 9_999
_PADDING = 6
_GROUNDS = {"accent": "accentSoft", "warning": "warningSoft", "danger": "dangerSoft"}
_INKS = {
    "plain": "textTertiary",
    "accent": "accentText",
    "warning": "warningText",
    "danger": "dangerText",
}


def count_text(count: int) -> str:
    """Answer a count as badges write it: `1,284`, and `9,999+` beyond."""
    return f"{_MOST_SHOWN:,}+" if count > _MOST_SHOWN else f"{count:,}"


class CountBadge(QWidget):
    """Shows a count; zero shows nothing and takes no room."""

    def __init__(
        self, count: int = 0, tone: BadgeTone = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone: BadgeTone = tone
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(count)

    @property
    def count(self) -> int:
        """The count shown."""
        return self._count

    def show_count(self, count: int, tone: BadgeTone | None = None) -> None:
        """Show another count, perhaps in another tone."""
        self._count = count
        self._tone = tone or self._tone
        self.setAccessibleName(tr("{count} waiting", count=count_text(count)) if count else "")
        self.setVisible(bool(count))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the badge's own size."""
        metrics = QFontMetrics(theme.current().font("caption"))
        height = metrics.height() + 2
        width = metrics.horizontalAdvance(count_text(self._count)) + 2 * _PADDING
        return QSize(max(width, height), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and number."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        if self._tone in _GROUNDS:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(_GROUNDS[self._tone]))
            painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour(_INKS[self._tone]))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, count_text(self._count))
        painter.end()
