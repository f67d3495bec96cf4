"""Paints one rule of the list: name, what it does, how often it fired, and its switch."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from loancrm_desktop.services.rules.drawing import RuleRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.rules.rule_list_model import ROW_ROLE, fired_text
from loancrm_desktop.ui.widgets.icon_mark import drawn_side

Index = QModelIndex | QPersistentModelIndex
_MARGIN, _BAR, _GAP = 14, 3, 4
_WIDTH, _HEIGHT = 32, 18


class RuleListDelegate(QStyledItemDelegate):
    """One rule in three lines.

    Signals:
        switched: the switch of a rule was clicked (its key).
    """

    switched = Signal(str)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Ask for three lines, one for a title."""
        del option
        look = theme.current()
        body = QFontMetrics(look.font("bodyStrong")).height()
        small = QFontMetrics(look.font("caption")).height()
        if not isinstance(index.data(ROW_ROLE), RuleRow):
            return QSize(100, small + 16)
        return QSize(100, body + 2 * small + 2 * _GAP + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a rule or a title."""
        look = theme.current()
        place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] - the stubs leave it out
        rule = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not isinstance(rule, RuleRow):
            painter.setFont(look.font("captionStrong"))
            painter.setPen(look.colour("textSecondary"))
            painter.drawText(
                place.adjusted(_MARGIN, 6, -_MARGIN, 0), Qt.AlignmentFlag.AlignVCenter,
                str(index.data()),
            )  # fmt: skip
            painter.restore()
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = "surfaceSelected" if selected else "surfaceHover" if hovered else "surface"
        painter.fillRect(place, look.colour(ground))
        if selected:
            bar = QRect(place.left(), place.top(), _BAR, place.height())
            painter.fillRect(bar, look.colour("accent"))
        painter.fillRect(
            QRect(place.left(), place.bottom(), place.width(), 1), look.colour("divider")
        )
        self._paint_words(painter, place, rule)
        self._paint_switch(painter, self.switch_place(place), rule)
        if state & QStyle.StateFlag.State_HasFocus and selected:
            painter.setPen(look.colour("focusRing"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.restore()

    def switch_place(self, place: QRect) -> QRect:
        """Answer where the switch of a row is."""
        width, height = drawn_side(_WIDTH), drawn_side(_HEIGHT)
        return QRect(place.right() - width - 12, place.top() + 10, width, height)

    def _paint_words(self, painter: QPainter, place: QRect, rule: RuleRow) -> None:
        look = theme.current()
        left, top = place.left() + _MARGIN, place.top() + 7
        room = self.switch_place(place).left() - left - 8
        lines = (
            (rule.title, "bodyStrong", "text" if rule.is_on else "textSecondary", room),
            (rule.broken or rule.summary, "caption", "dangerText" if rule.broken else
             "textSecondary", place.right() - left - 12),
        )  # fmt: skip
        for text, font, ink, width in lines:
            painter.setFont(look.font(font))
            painter.setPen(look.colour(ink))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, top, width, metrics.height()), 0, shown)
            top += metrics.height() + _GAP
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textSecondary"))
        metrics = painter.fontMetrics()
        said = fired_text(rule)
        painter.drawText(QRect(left, top, room, metrics.height()), 0, said)
        if rule.trial:
            said = f"{said}   {tr('trial')}"
            painter.drawText(QRect(left, top, room, metrics.height()), 0, said)
        if rule.failed:
            left += metrics.horizontalAdvance(said) + 10
            side = drawn_side(14)
            look.icon("x-circle", "dangerText").paint(painter, QRect(left, top, side, side))
            painter.setPen(look.colour("dangerText"))
            failed = tr("{count} failures", count=rule.failed)
            room = place.right() - left - side - 6
            painter.drawText(QRect(left + side + 4, top, room, metrics.height()), 0, failed)

    def _paint_switch(self, painter: QPainter, place: QRect, rule: RuleRow) -> None:
        look = theme.current()
        track = QRectF(place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent" if rule.is_on else "borderStrong"))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        knob = track.height() - 4
        left = track.right() - knob - 2 if rule.is_on else track.left() + 2
        painter.setBrush(look.colour("textOnAccent"))
        painter.drawEllipse(QRectF(left, track.top() + 2, knob, knob))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Turn the switch with a click on it."""
        rule = index.data(ROW_ROLE)
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
            wide = self.switch_place(place).adjusted(-6, -6, 6, 6)
            if isinstance(rule, RuleRow) and wide.contains(event.position().toPoint()):
                self.switched.emit(rule.key)
                return True
        return super().editorEvent(event, model, option, index)
