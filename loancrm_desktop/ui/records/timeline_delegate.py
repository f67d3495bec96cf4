"""Paints the lines of a timeline: a day, or a ring with what happened beside it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from loancrm_desktop import display
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.timeline_lines import Happening, Shift, day_text
from loancrm_desktop.ui.widgets import marks

Index = QModelIndex | QPersistentModelIndex
_LEFT = 52
_RIGHT = 16
_RING = 24
_BELOW = 10
_VCENTER = Qt.AlignmentFlag.AlignVCenter


class TimelineDelegate(QStyledItemDelegate):
    """Paints a line; texts wrap, their heights are kept per width and font."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[str, int, str], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Answer a day's or a happening's height."""
        del option  # its rectangle is not set yet when heights are asked for
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 400
        here = index.data(Qt.ItemDataRole.UserRole)
        line = _line_height()
        if not isinstance(here, Happening):
            return QSize(width, line + 12)
        height = line + 4 + self._text_height(here.text, width) + len(_below(here)) * (line + 2)
        return QSize(width, max(height + _BELOW, _RING + 6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a day or a happening."""
        here = index.data(Qt.ItemDataRole.UserRole)
        place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] - the stubs leave it out
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(here, Happening):
            if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(place, theme.current().colour("surfaceSelected"))
            self._paint_happening(painter, place, here, last=_is_last(index))
        elif isinstance(here, date):
            self._paint_day(painter, place, here, first=index.row() == 0)
        painter.restore()

    def _paint_day(self, painter: QPainter, place: QRect, day: date, *, first: bool) -> None:
        look = theme.current()
        if not first:
            _paint_thread(painter, place.top(), place.bottom())
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textTertiary"))
        painter.drawText(place.adjusted(_LEFT, 4, 0, 0), _VCENTER, _day_said(day))

    def _paint_happening(
        self, painter: QPainter, place: QRect, here: Happening, *, last: bool
    ) -> None:
        look = theme.current()
        if not last:
            _paint_thread(painter, place.top() + _RING, place.bottom())
        ring = QRectF(place.left() + 12, place.top() + 1, _RING, _RING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{here.role}Soft"))
        painter.drawEllipse(ring)
        inside = ring.toRect().adjusted(5, 5, -5, -5)
        look.icon(here.icon, f"{here.role}Text", 14).paint(painter, inside)
        line = _line_height()
        head = QRect(
            place.left() + _LEFT, place.top() + 2, place.width() - _LEFT - _RIGHT, line + 2
        )
        self._paint_head(painter, head, here)
        top = head.bottom() + 1
        if here.text:
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("textSecondary"))
            height = self._text_height(here.text, place.width())
            painter.drawText(QRect(head.left(), top, head.width(), height), _WRAPPED, here.text)
            top += height
        for shift in _below(here):
            _paint_shift(painter, QRect(head.left(), top, head.width(), line), shift)
            top += line + 2

    def _paint_head(self, painter: QPainter, head: QRect, here: Happening) -> None:
        look = theme.current()
        when = f"{display.office_time(here.at):%H:%M}"
        right = f"{when} · {here.note}" if here.note else when
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textTertiary"))
        right = painter.fontMetrics().elidedText(
            right, Qt.TextElideMode.ElideRight, head.width() * 2 // 3
        )
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | _VCENTER, right)
        free = head.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(right) - 12, 0)
        for words, style in ((here.who, "bodyStrong"), (here.title, "body")):
            free = _paint_words(painter, free, words, style)
        for number, (key, name) in enumerate(here.stages):
            if number:
                free = _paint_words(painter, free, "→", "body")
            free = _paint_badge(painter, free, key, name)
        if not _below(here):
            for shift in here.shifts:
                _paint_shift(painter, free, shift)

    def _text_height(self, text: str, width: int) -> int:
        if not text:
            return 0
        font = theme.current().font("body")
        key = (text, width, font.key())
        found = self._heights.get(key)
        if found is None:
            lines = _wrapped_lines(text, width - _LEFT - _RIGHT, font)
            found = self._heights[key] = lines * QFontMetrics(font).lineSpacing() + 4
        return found


_WRAPPED = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere)


def _is_last(index: Index) -> bool:
    return index.row() == index.model().rowCount() - 1


def _below(here: Happening) -> tuple[Shift, ...]:
    """Answer the changes that take lines of their own: several, or one beside other words."""
    return here.shifts if len(here.shifts) > 1 or here.title else ()


def _line_height() -> int:
    return max(20, QFontMetrics(theme.current().font("body")).lineSpacing() + 2)


def _paint_thread(painter: QPainter, top: int, bottom: int) -> None:
    """Paint the line that joins the rings."""
    painter.setPen(QPen(theme.current().colour("border"), 1))
    painter.drawLine(QPointF(24.5, top + 3), QPointF(24.5, bottom))


def _paint_words(painter: QPainter, free: QRect, words: str, style: str) -> QRect:
    """Paint words at the left of a place; answers what is left of it."""
    if not words or free.width() < 12:
        return free
    look = theme.current()
    painter.setFont(look.font(style))
    painter.setPen(look.colour("text"))
    metrics = painter.fontMetrics()
    fitted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, free.width())
    painter.drawText(free, _VCENTER, fitted)
    return free.adjusted(metrics.horizontalAdvance(fitted) + 6, 0, 0, 0)


def _paint_badge(painter: QPainter, free: QRect, key: str, name: str) -> QRect:
    painter.setFont(theme.current().font("caption"))
    width = min(marks.badge_width(painter, name), max(0, free.width()))
    if width < 30:
        return free
    marks.paint_stage(painter, QRect(free.left(), free.top(), width, free.height()), key, name)
    return free.adjusted(width + 6, 0, 0, 0)


def _paint_shift(painter: QPainter, free: QRect, shift: Shift) -> None:
    """Paint a field's name, the old value struck through, the new one in bold."""
    look = theme.current()
    free = _paint_words(painter, free, shift.label, "body")
    if shift.old:
        struck = QFont(look.font("body"))
        struck.setStrikeOut(True)
        painter.setFont(struck)
        painter.setPen(look.colour("textTertiary"))
        metrics = painter.fontMetrics()
        old = metrics.elidedText(shift.old, Qt.TextElideMode.ElideRight, max(20, free.width() // 2))
        painter.drawText(free, _VCENTER, old)
        free = free.adjusted(metrics.horizontalAdvance(old) + 6, 0, 0, 0)
        free = _paint_words(painter, free, "→", "body")
    _paint_words(painter, free, shift.new or tr("(emptied)"), "bodyStrong")


def _wrapped_lines(text: str, width: int, font: QFont) -> int:
    count = 0
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    for part in text.split("\n"):
        layout = QTextLayout(part, font)
        layout.setTextOption(option)
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(60, width))
            count += 1
        layout.endLayout()
    return max(1, count)


def _day_said(day: date) -> str:
    today = display.office_time(system_clock()).date()
    short = day_text(day) if day.year != today.year else day_text(day)[5:]
    if day == today:
        return tr("Today {day}", day=short[:5])
    if day == today - timedelta(days=1):
        return tr("Yesterday {day}", day=short[:5])
    return short
