"""The line that says where something would land."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme


class InsertionMark(QWidget):
    """Lies over the canvas and paints a line, a dot at its begin, and words at its end."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.line: QRect | None = None
        self.hide()

    def show_line(self, line: QRect | None) -> None:
        """Show another line, or none."""
        self.line = line
        parent = self.parentWidget()
        if line is None or parent is None:
            self.hide()
            return
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        super().paintEvent(event)
        line = self.line
        if line is None:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent"))
        painter.drawRect(line)
        lying = line.width() > line.height()
        dot = line.topLeft()
        painter.drawEllipse(QRectF(dot.x() - 3, dot.y() - 3, 8, 8))
        if lying:
            self._paint_words(painter, line)
        painter.end()

    def _paint_words(self, painter: QPainter, line: QRect) -> None:
        look = theme.current()
        painter.setFont(look.font("captionStrong"))
        words = tr("Release to put it here")
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(words) + 16, metrics.height() + 4
        place = QRectF(line.right() - width - 10, line.center().y() - height / 2, width, height)
        painter.drawRoundedRect(place, 3, 3)
        painter.setPen(look.colour("textOnAccent"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
