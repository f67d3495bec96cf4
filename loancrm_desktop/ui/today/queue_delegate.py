"""Paints the lines of the queue: mark, what and whom, need, stage, time, last contact or actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from loancrm_desktop.services.today import QueueItem
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.today import item_words
from loancrm_desktop.ui.today.queue_model import LINE_ROLE, GroupLine, Index
from loancrm_desktop.ui.widgets.marks import badge_width, limit_colour, paint_limit, paint_stage
from loancrm_desktop.ui.widgets.priority_mark import paint_priority

ACTIONS: tuple[tuple[str, str], ...] = (
    ("call", "phone"),
    ("message", "message"),
    ("later", "clock"),
    ("done", "check"),
)
_ACTION_SIDE = 28
_LEFT = 16
_GAP = 12
# From the right: its share of a line, at least, at most, and how wide the line must be for it.
_PARTS = {
    "zh": ((0.165, 150, 190, 700), (0.14, 128, 170, 0), (0.12, 98, 130, 460), (0.2, 160, 240, 620)),
    "en": (
        (0.165, 150, 190, 700),
        (0.14, 128, 170, 0),
        (0.15, 98, 170, 460),
        (0.215, 160, 280, 620),
    ),
}
_GROUP_COLOURS = {
    "overdue": "dangerText",
    "limit": "dangerText",
    "new": "accentText",
    "today": "warningText",
    "idle": "text",
    "approval": "accentText",
    "waiting": "text",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a line lie; a part without room is empty."""

    tick: QRect
    mark: QRect
    words: QRect
    need: QRect
    stage: QRect
    due: QRect
    last: QRect


def places(line: QRect) -> Places:
    """Divide a line; the narrower it is, the fewer parts it has."""
    scale = theme.current().text_scale
    width = line.width()
    tick = QRect(line.left() + _LEFT, line.center().y() - 7, 16, 16)
    mark = QRect(tick.right() + 9, line.top(), 14, line.height())
    right = line.right() - _GAP
    parts: list[QRect] = []
    for share, least, most, needs in _PARTS[current_language()]:
        room = QRect()
        if width >= needs * scale:
            wide = round(min(max(width * share, least * scale), most * scale))
            room = QRect(right - wide, line.top(), wide, line.height())
            right = room.left() - _GAP
        parts.append(room)
    last, due, stage, need = parts
    left = mark.right() + 10
    words = QRect(left, line.top(), max(0, right - left), line.height())
    return Places(tick, mark, words, need, stage, due, last)


def action_places(line: QRect) -> Iterator[tuple[str, str, QRect]]:
    """Answer key, icon and place of the acts at the end of a line."""
    left = line.right() - _GAP - _ACTION_SIDE * len(ACTIONS) + 6
    for number, (key, icon) in enumerate(ACTIONS):
        top = line.center().y() - _ACTION_SIDE // 2 + 1
        yield key, icon, QRect(left + number * _ACTION_SIDE, top, _ACTION_SIDE, _ACTION_SIDE)


def hit(line: QRect, at: QPoint) -> str:
    """Answer which part of an item's line lies at a point: an act, `tick`, or nothing."""
    for key, _, place in action_places(line):
        if place.contains(at):
            return key
    tick = places(line).tick
    return "tick" if tick.adjusted(-6, -8, 5, 8).contains(at) else ""


class QueueDelegate(QStyledItemDelegate):
    """Paints a line flat: one object, no further questions to the model."""

    def __init__(
        self, words: OfficeWords, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._now = now
        self._hints: Mapping[str, str] = {}

    def show_hints(self, hints: Mapping[str, str]) -> None:
        """Say these words behind the names of the groups."""
        self._hints = hints

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Answer a line's height."""
        del option
        look = theme.current()
        group = isinstance(index.data(LINE_ROLE), GroupLine)
        return QSize(200, look.size("rowDense" if group else "row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        line = index.data(LINE_ROLE)
        painter.save()
        if isinstance(line, GroupLine):
            self._paint_group(painter, option, line)
        elif isinstance(line, QueueItem):
            self._paint_item(painter, option, line)
        painter.restore()

    def _paint_group(
        self, painter: QPainter, option: QStyleOptionViewItem, line: GroupLine
    ) -> None:
        look = theme.current()
        place: QRect = option.rect
        painter.fillRect(place, look.colour("surfaceAlt"))
        _rule(painter, place)
        role = _GROUP_COLOURS[line.group.key]
        side = QRect(place.left() + _LEFT, place.center().y() - 6, 14, 14)
        look.icon("right" if line.folded else "down", role).paint(painter, side)
        left = side.right() + 9
        for words, font, colour in (
            (item_words.group_name(line.group.key), "bodyStrong", role),
            (f"{line.shown:,}", "body", "textSecondary"),
            (self._hints.get(line.group.key, ""), "caption", "textTertiary"),
        ):
            left = (
                _write(
                    painter,
                    QRect(left, place.top(), place.right() - left, place.height()),
                    words,
                    font,
                    colour,
                )
                + 8
            )
        if option.state & QStyle.StateFlag.State_HasFocus:
            _ring(painter, place)

    def _paint_item(self, painter: QPainter, option: QStyleOptionViewItem, item: QueueItem) -> None:
        look, now = theme.current(), self._now()
        place: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or under:
            painter.fillRect(place, look.colour("surfaceSelected" if chosen else "surfaceHover"))
        _rule(painter, place)
        if chosen:
            painter.fillRect(
                QRect(place.left(), place.top(), 3, place.height()), look.colour("accent")
            )
        parts = places(place)
        _paint_tick(painter, parts.tick)
        paint_priority(painter, parts.mark, item_words.priority(item))
        self._paint_words(painter, parts.words, item)
        _write(painter, parts.need, item_words.need(item), "body", "textSecondary")
        if item.stage and parts.stage.width():
            name = self._words.stage_name(item.stage)
            paint_stage(painter, parts.stage, item.stage, name, bordered=chosen)
        self._paint_due(painter, parts.due, item, now)
        if under or (chosen and parts.last.width()):
            if not parts.last.width():
                self._clear_under_acts(painter, place, chosen=chosen)
            for _, icon, at in action_places(place):
                look.icon(icon, "textSecondary").paint(painter, at.adjusted(6, 6, -6, -6))
        elif parts.last.width():
            said = item_words.last(item, self._words, now)
            _write(painter, parts.last, said, "caption", "textTertiary", right=True)

    def _clear_under_acts(self, painter: QPainter, place: QRect, *, chosen: bool) -> None:
        """Where there is no column for them, the acts lie over the time while the mouse is here."""
        first = next(at for _, _, at in action_places(place))
        ground = theme.current().colour("surfaceSelected" if chosen else "surfaceHover")
        painter.fillRect(place.adjusted(first.left() - 4 - place.left(), 0, 0, -1), ground)

    def _paint_words(self, painter: QPainter, place: QRect, item: QueueItem) -> None:
        metrics = QFontMetrics(theme.current().font("body"))
        name = min(metrics.horizontalAdvance(item.customer_name), round(place.width() * 0.45))
        said = place.adjusted(0, 0, -name - 12 if name else 0, 0)
        after = _write(painter, said, item_words.what(item, self._words), "bodyStrong", "text")
        rest = QRect(after + 8, place.top(), place.right() - after - 8, place.height())
        after = _write(painter, rest, item.customer_name, "body", "text")
        badge = self._badge(item)
        width = badge_width(painter, badge) - 8 if badge else 0
        left = after + 8
        if badge and left + width <= place.right():
            _paint_badge(painter, QRect(left, place.center().y() - 9, width, 20), badge)

    def _badge(self, item: QueueItem) -> str:
        if item.group == "new":
            return tr("New")
        fresh = item.group == "limit" and item.last_contact_at is None
        return self._words.channel_name(item.channel_id) if fresh else ""

    def _paint_due(self, painter: QPainter, place: QRect, item: QueueItem, now: datetime) -> None:
        if item.state != "none":
            ring = QRectF(place.left(), place.center().y() - 5, 11, 11)
            paint_limit(painter, ring, item.state)
        painter.setFont(theme.current().font("body"))
        painter.setPen(limit_colour(item.state))
        said = item_words.due(item, now)
        words = place.adjusted(17, 0, 0, 0)
        fitted = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, fitted)


def _write(
    painter: QPainter, place: QRect, words: str, font: str, colour: str, *, right: bool = False
) -> int:
    """Write words into a place, shortened where they do not fit; answers where they end."""
    if not words or place.width() <= 0:
        return place.left() - 8
    look = theme.current()
    made = look.font(font)
    metrics = QFontMetrics(made)
    fitted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.setFont(made)
    painter.setPen(look.colour(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, fitted)
    return place.left() + metrics.horizontalAdvance(fitted)


def _rule(painter: QPainter, place: QRect) -> None:
    painter.setPen(QPen(theme.current().colour("borderSubtle"), 1))
    painter.drawLine(place.left(), place.bottom(), place.right(), place.bottom())


def _ring(painter: QPainter, place: QRect) -> None:
    painter.setPen(QPen(theme.current().colour("focusRing"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(1, 1, -2, -2))


def _paint_tick(painter: QPainter, place: QRect) -> None:
    look = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("borderStrong"), 1))
    painter.setBrush(look.colour("surface"))
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def _paint_badge(painter: QPainter, place: QRect, words: str) -> None:
    look = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accentSoft"))
    painter.drawRoundedRect(QRectF(place), 4, 4)
    painter.setFont(look.font("caption"))
    painter.setPen(look.colour("accentText"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
