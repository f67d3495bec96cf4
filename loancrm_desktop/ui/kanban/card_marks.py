"""The two small marks only cards of the board have: priority bars and the next step."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

_BARS = {"A": 3, "B": 2, "C": 1, "D": 1}
_ROLES = {3: "warning", 2: "accent", 1: "neutral"}
_STEPS = {
    "overdue": ("alert", "danger"),
    "today": ("clock", "warning"),
    "future": ("calendar", "neutral"),
    "none": ("info", "info"),
}
MARK = 14
_BAR = 3


def paint_priority(painter: QPainter, place: QRect, level: str | None) -> None:
    """Paint three bars of rising height, as many filled as the level is high; nothing for none."""
    filled = _BARS.get(level or "", 0)
    if not filled:
        return
    look = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    for number in range(3):
        height = 4 + 3 * number
        left = place.right() - MARK + 2 + number * (_BAR + 1)
        bar = QRectF(left, place.center().y() + 5 - height + 1, _BAR, height)
        painter.setBrush(look.colour(_ROLES[filled] if number < filled else "neutralBorder"))
        painter.drawRoundedRect(bar, 0.5, 0.5)


def paint_step(painter: QPainter, place: QRect, state: str) -> None:
    """Paint how the next step stands, in the middle of a place."""
    icon, role = _STEPS[state]
    box = QRect(0, 0, MARK, MARK)
    box.moveCenter(place.center())
    theme.current().icon(icon, role, MARK).paint(painter, box)


def step_words(state: str) -> str:
    """Say how the next step stands."""
    return {
        "overdue": tr("next step overdue"),
        "today": tr("next step today"),
        "future": tr("next step planned"),
        "none": tr("no next step"),
    }[state]


def level_words(level: str | None) -> str:
    """Say how important the customer is, empty for none."""
    return {
        3: tr("high priority"),
        2: tr("normal priority"),
        1: tr("low priority"),
    }.get(_BARS.get(level or "", 0), "")
