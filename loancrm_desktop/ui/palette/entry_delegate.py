"""Paints the lines of the command palette."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.palette.entries import Entry
from loancrm_desktop.ui.widgets import marks

Index = QModelIndex | QPersistentModelIndex

_MARGIN = 16
_AVATAR = 22
_ICON = 16
_BAR = 3
_KEY_HEIGHT = 18
_KEY_PADDING = 6
_MOST_OF_BADGE = 160


class EntryDelegate(QStyledItemDelegate):
    """Paints customers, acts, places and headings; reads the theme each time it paints."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Answer a line's height; it grows with the font."""
        del option
        entry = index.data(Qt.ItemDataRole.UserRole)
        heading = isinstance(entry, Entry) and entry.kind == "heading"
        line = QFontMetrics(theme.current().font("caption" if heading else "body")).height()
        return QSize(200, line + 12 if heading else max(36, line + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] - the stubs leave it out
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.kind == "heading":
            self._paint_heading(painter, place, entry)
        else:
            self._paint_line(painter, place, entry, chosen=chosen)
        painter.restore()

    def _paint_heading(self, painter: QPainter, place: QRect, entry: Entry) -> None:
        look = theme.current()
        painter.setFont(look.font("captionStrong"))
        painter.setPen(look.colour("textSecondary"))
        inner = place.adjusted(_MARGIN, 4, -_MARGIN, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, _fit(painter, entry.title, inner))

    def _paint_line(self, painter: QPainter, place: QRect, entry: Entry, *, chosen: bool) -> None:
        look = theme.current()
        if chosen:
            painter.fillRect(place, look.colour("surfaceSelected"))
            bar = QRect(place.left(), place.top(), _BAR, place.height())
            painter.fillRect(bar, look.colour("accent"))
        inner = place.adjusted(_MARGIN, 0, -_MARGIN, 0)
        keys = entry.keys or (tr("Enter") if chosen and entry.kind == "customer" else "")
        if keys:
            inner.setRight(paint_keys(painter, inner, keys) - 10)
        if entry.stage_name and entry.found is not None:
            inner.setRight(self._paint_badge(painter, inner, entry, bordered=chosen) - 12)
        inner.setLeft(self._paint_sign(painter, inner, entry))
        self._paint_words(painter, inner, entry)

    def _paint_badge(self, painter: QPainter, inner: QRect, entry: Entry, *, bordered: bool) -> int:
        """Paint the stage at the right; answers where it begins."""
        painter.setFont(theme.current().font("caption"))
        width = min(marks.badge_width(painter, entry.stage_name), _MOST_OF_BADGE)
        place = QRect(inner.right() - width + 1, inner.top(), width, inner.height())
        stage = entry.found.stage if entry.found is not None and entry.found.stage else ""
        marks.paint_stage(painter, place, stage, entry.stage_name, bordered=bordered)
        return place.left()

    def _paint_sign(self, painter: QPainter, inner: QRect, entry: Entry) -> int:
        """Paint the round sign or the icon at the left; answers where the words begin."""
        middle = inner.center().y() + 1
        if entry.kind in ("customer", "colleague"):
            sign = QRectF(inner.left(), middle - _AVATAR / 2, _AVATAR, _AVATAR)
            marks.paint_avatar(painter, sign, entry.title)
            return inner.left() + _AVATAR + 10
        if entry.icon:
            place = QRect(inner.left(), middle - _ICON // 2, _ICON, _ICON)
            theme.current().icon(entry.icon).paint(painter, place)
        elif entry.kind == "note":
            return inner.left()
        return inner.left() + _ICON + 10

    def _paint_words(self, painter: QPainter, inner: QRect, entry: Entry) -> None:
        look = theme.current()
        font = look.font("bodyStrong" if entry.kind == "customer" else "body")
        role = "textTertiary" if entry.kind == "note" else "text"
        used = _paint_marked(painter, inner, entry.title, entry.span, (font, role))
        if entry.detail:
            rest = inner.adjusted(used + 10, 0, 0, 0)
            style = (look.font("body"), "textTertiary")
            _paint_marked(painter, rest, entry.detail, entry.detail_span, style)


def paint_keys(painter: QPainter, inner: QRect, keys: str) -> int:
    """Paint a shortcut as small keys at the right of a place; answers where they begin."""
    look = theme.current()
    painter.setFont(look.font("caption"))
    metrics = painter.fontMetrics()
    right = inner.right()
    top = inner.center().y() - _KEY_HEIGHT // 2 + 1
    for key in reversed(_caps(keys)):
        width = max(_KEY_HEIGHT, metrics.horizontalAdvance(key) + 2 * _KEY_PADDING)
        box = QRectF(right - width + 0.5, top + 0.5, width - 1, _KEY_HEIGHT - 1)
        painter.setPen(QPen(look.colour("neutralBorder"), 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(look.colour("textTertiary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
        right -= width + 6
    return right + 6


_SHOWN = {"Right": "→", "Left": "←", "Up": "↑", "Down": "↓", "Return": "Enter"}


def _caps(keys: str) -> list[str]:
    """Split a shortcut into its keys; the last one may be a plus itself."""
    parts = keys.split("+") if "+" in keys[:-1] else [keys]
    if len(parts) > 1 and parts[-1] == "":
        parts = [*parts[:-2], "+"]
    return [_SHOWN.get(part, part) for part in parts if part]


def _fit(painter: QPainter, text: str, place: QRect) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())


def _paint_marked(
    painter: QPainter, place: QRect, text: str, span: tuple[int, int], style: tuple[QFont, str]
) -> int:
    """Paint a text with the signs that were typed marked; answers the width it takes."""
    look = theme.current()
    font, role = style
    painter.setFont(font)
    shown = _fit(painter, text, place)
    start, end = span[0], min(span[1], len(shown))
    metrics = painter.fontMetrics()
    if end > start:
        left = place.left() + metrics.horizontalAdvance(shown[:start])
        width = metrics.horizontalAdvance(shown[:end]) - metrics.horizontalAdvance(shown[:start])
        height = metrics.height()
        mark = QRect(left, place.center().y() - height // 2 + 1, width, height)
        painter.fillRect(mark, look.colour("highlight"))
    painter.setPen(look.colour(role))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)
