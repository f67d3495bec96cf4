"""The program's sign in title bar, task bar and tray: three bars on the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from loancrm_desktop.ui.theme import Theme

SIDES = (16, 32, 64, 256)
_ROUND = 0.2
_INSIDE = 0.68


def program_icon() -> QIcon:
    """Draw the sign in the sizes systems ask for; it is the same in both themes."""
    look = Theme("light")
    icon = QIcon()
    for side in SIDES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawRoundedRect(QRectF(0, 0, side, side), side * _ROUND, side * _ROUND)
        inside = round(side * _INSIDE)
        at = (side - inside) // 2
        painter.drawPixmap(at, at, look.drawing("bars", "textOnAccent", inside))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
