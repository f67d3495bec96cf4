"""The ground below the form on the canvas: dots in a grid, as on squared paper."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui import theme

_GRID = 16


class DottedGround(QWidget):
    """Paints a dot at every crossing of the grid that is to be painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dots."""
        super().paintEvent(event)
        area = event.rect()
        painter = QPainter(self)
        painter.setPen(theme.current().colour("border"))
        left, top = area.left() // _GRID * _GRID, area.top() // _GRID * _GRID
        painter.drawPoints(
            [
                QPoint(x, y)
                for y in range(top + _GRID // 2, area.bottom() + 1, _GRID)
                for x in range(left + _GRID // 2, area.right() + 1, _GRID)
            ]
        )
        painter.end()
