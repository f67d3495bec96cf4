"""What a column says while a card is in the hand: the slot it would lie in, or why not."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.ui import theme

State = Literal["", "target", "over", "blocked"]
_ICON = 14


class DropSlot(QWidget):
    """One or two sentences at the top of a column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State = ""
        self._effect = ""
        self._detail = ""
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return " · ".join(part for part in (self._effect, self._detail) if part)

    def say(self, state: State, effect: str, detail: str = "") -> None:
        """Say what comes of letting go here, or nothing."""
        self._state, self._effect, self._detail = state, effect, detail
        self.setAccessibleName(self.text)
        self.setVisible(bool(state and effect))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the lines of the sentence in a narrow column."""
        return QSize(80, self.heightForWidth(theme.current().size("kanbanColumnMin")))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt names it so
        """Answer the lines of the sentence at this width, with air around them."""
        look = theme.current()
        width = max(width - 26, 80)
        tall = self._lines(look.font(self._font), self._effect, width)
        if self._state == "over" and self._detail:
            tall += self._lines(look.font("caption"), self._detail, width) + 2
        return tall + (24 if self._state == "over" else 16)

    @property
    def _font(self) -> str:
        return "bodyStrong" if self._state == "over" else "caption"

    def _lines(self, font: QFont, text: str, width: int) -> int:
        room = QRect(0, 0, width, 1000)
        return QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slot."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(6.5, 2.5, -6.5, -3.5)
        if self._state != "blocked":
            colour = look.colour("accent" if self._state == "over" else "borderStrong")
            width = 1.5 if self._state == "over" else 1.0
            painter.setPen(QPen(colour, width, Qt.PenStyle.DashLine))
            painter.setBrush(
                look.colour("surface") if self._state == "over" else Qt.BrushStyle.NoBrush
            )
            painter.drawRoundedRect(box, 6, 6)
        self._paint_words(painter, box.toRect().adjusted(6, 4, -6, -4))
        painter.end()

    def _paint_words(self, painter: QPainter, inner: QRect) -> None:
        look = theme.current()
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.setFont(look.font(self._font))
        if self._state == "over":
            painter.setPen(look.colour("accentText"))
            tall = self._lines(painter.font(), self._effect, inner.width())
            detail = look.font("caption")
            below = self._lines(detail, self._detail, inner.width()) if self._detail else 0
            top = inner.center().y() - (tall + below) // 2
            painter.drawText(QRect(inner.left(), top, inner.width(), tall), flags, self._effect)
            painter.setFont(detail)
            painter.setPen(look.colour("textSecondary"))
            place = QRect(inner.left(), top + tall + 1, inner.width(), below + 2)
            painter.drawText(place, flags, self._detail)
            return
        painter.setPen(look.colour("textSecondary"))
        if self._state == "blocked":
            needed = painter.fontMetrics().horizontalAdvance(self._effect) + _ICON + 6
            left = max(inner.left(), inner.center().x() - needed // 2)
            mark = QRect(left, inner.center().y() - _ICON // 2 + 1, _ICON, _ICON)
            look.icon("ban", "textSecondary", _ICON).paint(painter, mark)
            inner.setLeft(left + _ICON + 4)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, flags, self._effect)
