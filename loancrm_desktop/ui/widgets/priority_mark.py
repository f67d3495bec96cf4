"""How pressing a task is: bars by their count, a flag for what is urgent."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

PRIORITIES = ("urgent", "high", "normal", "low")
SIDE = 12
_BARS = {"high": 3, "normal": 2, "low": 1}
_ROLES = {"urgent": "danger", "high": "warning", "normal": "accentText", "low": "textTertiary"}


def priority_name(priority: str) -> str:
    """Answer the words of a priority."""
    return tr("urgent") if priority == "urgent" else name_of("priority", priority)


def paint_priority(painter: QPainter, at: QRect, priority: str) -> None:
    """Paint the mark of a priority, 12 pixels wide and high, in the middle of a place."""
    look = theme.current()
    place = QRectF(0, 0, SIDE, SIDE)
    place.moveCenter(QRectF(at).center())
    colour = look.colour(_ROLES[priority])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if priority == "urgent":
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(
            place.topLeft().toPoint().x() + 2,
            round(place.top()),
            place.topLeft().toPoint().x() + 2,
            round(place.bottom()),
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRect(QRectF(place.left() + 2, place.top() + 1, 8.5, 6))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for number in range(3):
        height = 4 + number * 3
        painter.setBrush(colour if number < _BARS[priority] else look.colour("border"))
        left = place.left() + 1 + number * 4
        painter.drawRect(QRectF(left, place.bottom() - 1 - height, 2.6, height))


class PriorityMark(QWidget):
    """The mark of a priority as a widget; its name is its tip."""

    def __init__(self, priority: str = "normal", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._priority = priority
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_priority(priority)

    def show_priority(self, priority: str) -> None:
        """Show another priority."""
        self._priority = priority
        name = priority_name(priority)
        self.setToolTip(name)
        self.setAccessibleName(tr("Priority: {name}", name=name))
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the mark's own size."""
        return QSize(SIDE + 2, SIDE + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint_priority(painter, self.rect(), self._priority)
        painter.end()
