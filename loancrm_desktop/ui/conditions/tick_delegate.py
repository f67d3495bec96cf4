"""Rows of a list to tick: a painted box, the name elided, a handle where it can be dragged."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from loancrm_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex

_MARGIN = 8
_BOX = 16
_GAP = 8
_GRIP = 14


class TickDelegate(QStyledItemDelegate):
    """Paints; ticking is left to whoever owns the list, so that a click means one thing."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Ask for rows high enough to hit."""
        del option, index
        metrics = QFontMetrics(theme.current().font())
        return QSize(100, max(theme.current().size("menuItem"), metrics.height() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        look = theme.current()
        rect: QRect = option.rect  # type: ignore[attr-defined] - missing in the type stubs
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] - missing there too
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self._paint_title(painter, rect, str(index.data()))
            painter.restore()
            return
        here = bool(state & QStyle.StateFlag.State_Selected)
        if here or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("surfaceSelected" if here else "surfaceHover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 4, 4)
        x = rect.left() + _MARGIN
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        if tick is not None:
            self._paint_box(painter, QRect(x, rect.center().y() - _BOX // 2 + 1, _BOX, _BOX), tick)
            x += _BOX + _GAP
        right = rect.right() - _MARGIN
        if index.flags() & Qt.ItemFlag.ItemIsDragEnabled:
            right -= _GRIP
            at = QRect(right, rect.center().y() - _GRIP // 2 + 1, _GRIP, _GRIP)
            look.icon("grip", "textTertiary").paint(painter, at)
            right -= _GAP
        painter.setFont(look.font())
        painter.setPen(look.colour("text"))
        room = QRect(x, rect.top(), right - x, rect.height())
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def editorEvent(self, event: QEvent, *rest: Any) -> bool:
        """Leave clicks on the box to the list, like clicks beside it."""
        del event, rest
        return False

    def _paint_title(self, painter: QPainter, rect: QRect, title: str) -> None:
        look = theme.current()
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textTertiary"))
        room = rect.adjusted(_MARGIN, 0, -_MARGIN, -2)
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, title)

    def _paint_box(self, painter: QPainter, at: QRect, tick: Any) -> None:
        look, ticked = theme.current(), Qt.CheckState(tick) == Qt.CheckState.Checked
        painter.setPen(QPen(look.colour("accent" if ticked else "borderStrong"), 1))
        painter.setBrush(look.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(QRectF(at).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if ticked:
            look.icon("check", "textOnAccent", 12).paint(painter, at.adjusted(2, 2, -2, -2))
