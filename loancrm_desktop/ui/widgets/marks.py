"""Painters of the small marks: stage badge, limit mark, avatar; used by delegates and labels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop import display
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.icon_mark import drawn_side

LimitState = Literal["none", "on_time", "due_soon", "breached", "paused"]

_LIMIT_ROLES = {
    "none": "neutral",
    "on_time": "success",
    "due_soon": "warning",
    "breached": "danger",
    "paused": "neutral",
}
DUE_SOON_SHARE = 0.25
_AVATAR_STAGES = (
    "first_call",
    "qualification_review",
    "product_matching",
    "signing_support",
    "bank_approval",
    "disbursed",
    "post_loan",
    "lost",
)


@dataclass(frozen=True, slots=True)
class Dwell:
    """How long a deal has been in its stage, and how that stands to the limit."""

    state: LimitState
    spent: timedelta

    @property
    def text(self) -> str:
        """The time spent, in words."""
        return display.duration(self.spent)

    @property
    def spoken(self) -> str:
        """The whole mark in words, for a screen reader."""
        return tr(
            "in this stage for {time}, {state}",
            time=self.text,
            state=limit_name(self.state),
        )


def dwell_of(entered_at: datetime | None, due_at: datetime | None, now: datetime) -> Dwell | None:
    """Work out the dwell mark; None while there is no stage."""
    if entered_at is None:
        return None
    spent = max(now - entered_at, timedelta())
    if due_at is None:
        return Dwell("none", spent)
    if now > due_at:
        return Dwell("breached", spent)
    whole = due_at - entered_at
    soon = whole > timedelta() and (due_at - now) < whole * DUE_SOON_SHARE
    return Dwell("due_soon" if soon else "on_time", spent)


def limit_name(state: LimitState) -> str:
    """Answer the words of a limit state."""
    return tr("paused") if state == "paused" else name_of("limit", state)


def limit_colour(state: LimitState) -> QColor:
    """Answer the text colour of a limit state."""
    if state in ("none", "paused"):
        return theme.current().colour("textSecondary")
    return theme.current().colour(f"{_LIMIT_ROLES[state]}Text")


def paint_limit(painter: QPainter, at: QRectF, state: LimitState) -> None:
    """Paint the ring of a limit state: outline, half, filled with a bar, or two bars."""
    if state == "none":
        return
    colour = theme.current().colour(_LIMIT_ROLES[state])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = at.adjusted(0.75, 0.75, -0.75, -0.75)
    if state == "paused":
        painter.setPen(QPen(colour, 1.5))
        for left in (at.center().x() - 2, at.center().x() + 2):
            painter.drawLine(QPointF(left, at.top() + 2), QPointF(left, at.bottom() - 2))
        return
    if state == "breached":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(at)
        painter.setPen(QPen(theme.current().colour("surface"), 1.5))
        middle = at.center().x()
        unit = at.height() / 11
        painter.drawLine(
            QPointF(middle, at.top() + 3 * unit), QPointF(middle, at.top() + 6.2 * unit)
        )
        painter.drawPoint(QPointF(middle, at.bottom() - 3 * unit))
        return
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if state == "due_soon":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(ring, -90 * 16, 180 * 16)


def paint_dwell(painter: QPainter, place: QRect, dwell: Dwell) -> None:
    """Paint the ring and the time in stage, left in a place."""
    if dwell.state != "none":
        side = drawn_side(11)
        ring = QRectF(place.left(), place.center().y() - side // 2, side, side)
        paint_limit(painter, ring, dwell.state)
    painter.setFont(theme.current().font("caption"))
    painter.setPen(limit_colour(dwell.state))
    painter.drawText(
        place.adjusted(drawn_side(11) + 5, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, dwell.text
    )


def badge_width(painter: QPainter, text: str) -> int:
    """Answer the width a stage badge takes in the painter's font."""
    return painter.fontMetrics().horizontalAdvance(text) + 26


def paint_stage(
    painter: QPainter, place: QRect, stage: str, text: str, *, bordered: bool = False
) -> None:
    """Paint a stage badge, left in a place; bordered where it lies on a selected row."""
    colours = theme.current().stage(stage)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.current().font("caption"))
    width = min(badge_width(painter, text), place.width())
    height = theme.current().size("badge")
    badge = QRectF(place.left(), place.center().y() - height / 2 + 1, width, height)
    painter.setPen(QPen(colours.border, 1) if bordered else Qt.PenStyle.NoPen)
    painter.setBrush(colours.soft)
    painter.drawRoundedRect(badge, 4, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.solid)
    painter.drawEllipse(QRectF(badge.left() + 7, badge.center().y() - 3.5, 7, 7))
    painter.setPen(colours.text)
    words = badge.adjusted(19, 0, -4, 0)
    fitted = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, max(0, math.ceil(words.width()))
    )
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, fitted)


def paint_avatar(painter: QPainter, place: QRectF, name: str) -> None:
    """Paint a person's round sign: the last character of the name on a colour of its own."""
    key = _AVATAR_STAGES[sum(name.encode()) % len(_AVATAR_STAGES)]
    colours = theme.current().stage(key)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.soft)
    painter.drawEllipse(place)
    font = theme.current().font("caption" if place.height() < 32 else "title")
    font.setPixelSize(max(9, round(place.height() * (0.5 if place.height() < 32 else 0.41))))
    painter.setFont(font)
    painter.setPen(colours.text)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, avatar_sign(name))


def avatar_sign(name: str) -> str:
    """Answer the one sign that stands for a name: its last Chinese or first Latin letter."""
    stripped = name.strip()
    if not stripped:
        return "?"
    return stripped[0].upper() if stripped[0].isascii() else stripped[-1]


class Avatar(QWidget):
    """A person's round sign as a widget."""

    def __init__(self, name: str = "", size: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._size = drawn_side(size)
        self.setFixedSize(self._size, self._size)
        self.setAccessibleName(name)

    def show_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign."""
        super().paintEvent(event)
        if self._name:
            painter = QPainter(self)
            paint_avatar(painter, QRectF(0, 0, self._size, self._size), self._name)
            painter.end()


class StageBadge(QWidget):
    """A stage badge as a widget."""

    def __init__(self, stage: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def show_stage(self, stage: str, text: str) -> None:
        """Show another stage."""
        self._stage, self._text = stage, text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the badge's own size."""
        metrics = QFontMetrics(theme.current().font("caption"))
        width = metrics.horizontalAdvance(self._text) + 26
        return QSize(width, theme.current().size("badge") + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the badge; what does not fit is in the tip."""
        super().paintEvent(event)
        if self._stage:
            painter = QPainter(self)
            paint_stage(painter, self.rect(), self._stage, self._text)
            painter.end()


class LimitMark(QWidget):
    """The ring and the time in stage as a widget; words and shape, never the colour alone."""

    def __init__(self, dwell: Dwell | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dwell = dwell
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_dwell(dwell)

    def show_dwell(self, dwell: Dwell | None) -> None:
        """Show another mark; None shows nothing."""
        self._dwell = dwell
        spoken = "" if dwell is None else dwell.spoken
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setVisible(dwell is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Answer the mark's own size."""
        metrics = QFontMetrics(theme.current().font("caption"))
        words = "" if self._dwell is None else self._dwell.text
        return QSize(metrics.horizontalAdvance(words) + drawn_side(11) + 7, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        super().paintEvent(event)
        if self._dwell is not None:
            painter = QPainter(self)
            paint_dwell(painter, self.rect(), self._dwell)
            painter.end()
