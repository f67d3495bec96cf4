"""Paints a card of the board: who, how much, time used, who works on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from loancrm_desktop import display
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.terms import name_of
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.row_delegate import RowNames
from loancrm_desktop.ui.widgets import marks

CARD_HEIGHT = 82
GAP = 6
_AVATAR = 22

Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Paints the cards of every column."""

    def __init__(
        self, names: RowNames, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._names = names
        self._now = now

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Answer the one card height."""
        return QSize(max(super().sizeHint(option, index).width(), 140), CARD_HEIGHT + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        card = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(card, DealCard):
            return
        place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] - the stubs leave it out
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self.paint_card(painter, place.adjusted(6, GAP // 2, -6, -GAP // 2), card, lifted=selected)

    def paint_card(
        self, painter: QPainter, place: QRect, card: DealCard, *, lifted: bool = False
    ) -> None:
        """Paint a card into a place; lifted while it is selected or dragged."""
        look = theme.current()
        dwell = marks.dwell_of(card.stage_entered_at, card.due_at, self._now())
        if card.outcome != "open":
            dwell = None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
        border = look.colour("accent" if lifted else "border")
        painter.setPen(QPen(border, 2 if lifted else 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(box, 6, 6)
        if dwell is not None and dwell.state == "breached":
            painter.fillRect(
                QRect(place.left(), place.top() + 5, 3, place.height() - 10), look.colour("danger")
            )
        self._paint_words(painter, place.adjusted(11, 8, -10, -8), card)
        self._paint_foot(painter, place.adjusted(11, 8, -10, -8), card, dwell)
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRect, card: DealCard) -> None:
        look = theme.current()
        painter.setFont(look.font("bodyStrong"))
        painter.setPen(look.colour("text"))
        first = QRect(inner.left(), inner.top(), inner.width(), 20)
        name = painter.fontMetrics().elidedText(
            card.customer_name, Qt.TextElideMode.ElideRight, first.width()
        )
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, name)
        second = QRect(inner.left(), inner.top() + 22, inner.width(), 20)
        amount = "" if card.amount_fen is None else display.money_short(card.amount_fen)
        painter.drawText(second, Qt.AlignmentFlag.AlignVCenter, amount)
        used = painter.fontMetrics().horizontalAdvance(amount) + (8 if amount else 0)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textTertiary"))
        product = name_of("product_type", card.product_type) if card.product_type else ""
        painter.drawText(second.adjusted(used, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, product)

    def _paint_foot(
        self, painter: QPainter, inner: QRect, card: DealCard, dwell: marks.Dwell | None
    ) -> None:
        foot = QRect(inner.left(), inner.bottom() - 21, inner.width(), 22)
        if dwell is not None:
            marks.paint_dwell(painter, foot, dwell)
        name = self._names.person_name(card.handler_id or card.owner_id)
        if name:
            sign = QRectF(foot.right() - _AVATAR + 1, foot.top(), _AVATAR, _AVATAR)
            marks.paint_avatar(painter, sign, name)

    def picture(self, card: DealCard, width: int, ratio: float) -> QPixmap:
        """Paint a card as a picture to drag."""
        size = QSize(width, CARD_HEIGHT)
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint_card(painter, QRect(0, 0, width, CARD_HEIGHT), card, lifted=True)
        painter.end()
        return pixmap
