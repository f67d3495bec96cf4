"""A strip below the board for an ending, there only while a card is in the hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.kanban.column_model import carried_id


class DropStrip(QFrame):
    """A strip below the board for endings, shown while a card is in the hand.

    Signals:
        card_dropped: a card was let go here (deal id, stage key, place on the screen).
        entered, left: a card in the hand is over this strip (stage key), or no longer.
    """

    card_dropped = Signal(int, str, QPoint)
    entered = Signal(str)
    left = Signal(str)

    def __init__(self, stage: str, text: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self._text = text
        self._icon = icon
        self._over = False
        self.setAcceptDrops(True)
        self.setAccessibleName(text)
        self.setMinimumHeight(max(38, theme.current().line("body") + 18))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a card in."""
        if carried_id(event) is not None:
            event.acceptProposedAction()
            self._show_over(over=True)
            self.entered.emit(self.stage)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        event.accept()
        self._show_over(over=False)
        self.left.emit(self.stage)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the card."""
        self._show_over(over=False)
        card_id = carried_id(event)
        if card_id is not None:
            event.acceptProposedAction()
            place = self.mapToGlobal(event.position().toPoint())
            self.card_dropped.emit(card_id, self.stage, place)

    def _show_over(self, *, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed strip with icon and words."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = "accent" if self._over else "borderStrong"
        painter.setPen(QPen(look.colour(role), 2 if self._over else 1, Qt.PenStyle.DashLine))
        painter.setBrush(look.colour("dropTarget" if self._over else "surfaceAlt"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("accentText" if self._over else "text"))
        width = painter.fontMetrics().horizontalAdvance(self._text) + 24
        left = max(8, (self.width() - width) // 2)
        middle = self.height() // 2
        icon = look.icon(self._icon, "accentText" if self._over else "textSecondary")
        icon.paint(painter, left, middle - 8, 16, 16)
        words = self.rect().adjusted(left + 24, 0, -8, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()
