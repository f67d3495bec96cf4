"""One part of a rule on the table: a coloured head at the left, sentences at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.tokens import grown
from loancrm_desktop.ui.widgets.parts import clear_layout, label

_HEAD = 76
_RADIUS = 6
_INKS = {"info": "accent", "warning": "warning", "success": "success"}


class RuleCard(QWidget):
    """Paints the frame and the head; parts put their rows into `rows`."""

    def __init__(self, title: str, hint: str, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.setAccessibleName(f"{title} {hint}")
        self._head = QWidget()
        self._head.setFixedWidth(grown(_HEAD))
        head = QVBoxLayout(self._head)
        head.setContentsMargins(12, 12, 6, 10)
        head.setSpacing(0)
        name = label(title, role=_INKS[tone], font="subtitle")
        self.hint = label(hint, role=_INKS[tone], font="caption", wrap=True)
        head.addWidget(name)
        head.addWidget(self.hint)
        head.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(12, 4, 8, 4)
        right.setSpacing(0)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.foot = QVBoxLayout()
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        right.addLayout(self.rows)
        right.addWidget(self._problem)
        right.addLayout(self.foot)
        right.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addLayout(right, 1)

    def show_problem(self, words: str) -> None:
        """Say what is wrong with the part as such."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()

    def clear(self) -> None:
        """Take every row out."""
        clear_layout(self.rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, and the head in its colour."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, _RADIUS, _RADIUS)
        painter.fillPath(outline, look.colour("surface"))
        painter.save()
        painter.setClipPath(outline)
        head = QRectF(0, 0, self._head.geometry().right() + 1, self.height())
        painter.fillRect(head, look.colour(f"{self._tone}Soft"))
        painter.setPen(QPen(look.colour("divider"), 1))
        for at in range(1, self.rows.count()):
            item = self.rows.itemAt(at)
            if item is not None and item.widget() is not None:
                top = item.geometry().top()
                painter.drawLine(item.geometry().left(), top, self.width() - 8, top)
        painter.restore()
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.end()
