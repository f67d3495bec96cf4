"""The button with the dashed outline that adds a condition to a row of chips."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from loancrm_desktop.ui import theme

_PADDING = 10
_ICON = 14
_GAP = 6


class DashedButton(QAbstractButton):
    """A plus and a word in a dashed outline."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for the width of the words."""
        metrics = QFontMetrics(theme.current().font("caption"))
        width = metrics.horizontalAdvance(self.text()) + _ICON + _GAP + 2 * _PADDING
        return QSize(width, max(theme.current().size("chip"), metrics.height() + 8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it with Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint outline, plus and words."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        pen = QPen(look.colour("focusRing" if focus else "borderStrong"), 2 if focus else 1)
        pen.setStyle(Qt.PenStyle.SolidLine if focus else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(look.colour("surfaceHover" if self.underMouse() else "surface"))
        edge = 1.0 if focus else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 6, 6)
        at = QRect(_PADDING, (self.height() - _ICON) // 2, _ICON, _ICON)
        look.icon("plus", "textSecondary").paint(painter, at)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textSecondary"))
        words = self.rect().adjusted(_PADDING + _ICON + _GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
