"""Paints a group of customers: names, why they may be one person, how many records."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from loancrm_desktop.services.duplicate_finder import DuplicateGroup
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.hygiene.groups_model import names_of
from loancrm_desktop.ui.hygiene.reasons import reasons_words
from loancrm_desktop.ui.widgets.marks import paint_avatar

_MARGIN, _AVATAR, _GAP, _BAR, _PADDING = 16, 28, 10, 3, 10
_SURE = 90


class GroupDelegate(QStyledItemDelegate):
    """Two lines a group."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Ask for two lines."""
        look = theme.current()
        lines = sum(QFontMetrics(look.font(one)).height() for one in ("bodyStrong", "caption"))
        return QSize(super().sizeHint(option, index).width(), lines + 2 * _PADDING)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a group."""
        look = theme.current()
        place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] - the stubs leave it out
        group = index.data(Qt.ItemDataRole.UserRole)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(place, look.colour("surfaceSelected" if selected else "surface"))
        painter.fillRect(
            QRect(place.left(), place.bottom(), place.width(), 1), look.colour("divider")
        )
        if selected:
            painter.fillRect(
                QRect(place.left(), place.top(), _BAR, place.height()), look.colour("accent")
            )
        if isinstance(group, DuplicateGroup):
            self._paint_group(painter, place, group)
        painter.restore()

    def _paint_group(self, painter: QPainter, place: QRect, group: DuplicateGroup) -> None:
        look = theme.current()
        inner = place.adjusted(_MARGIN, _PADDING, -_MARGIN, -_PADDING)
        top = place.center().y() - _AVATAR / 2
        paint_avatar(painter, QRectF(inner.left(), top, _AVATAR, _AVATAR), group.members[0].title)
        inner.setLeft(inner.left() + _AVATAR + _GAP)
        painter.setFont(look.font("caption"))
        count = tr("{count} records", count=len(group.members))
        metrics = QFontMetrics(painter.font())
        room = metrics.horizontalAdvance(count)
        painter.setPen(look.colour("textSecondary"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, count)
        sure = group.score >= _SURE
        painter.setPen(look.colour("warningText" if sure else "textSecondary"))
        reasons = metrics.elidedText(
            reasons_words(group.reasons), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, reasons)
        painter.setFont(look.font("bodyStrong"))
        painter.setPen(look.colour("text"))
        names = QFontMetrics(painter.font()).elidedText(
            names_of(group), Qt.TextElideMode.ElideRight, inner.width() - room - _GAP
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, names)
