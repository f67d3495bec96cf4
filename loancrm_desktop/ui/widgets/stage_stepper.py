"""The way of a deal as steps: what lies behind, where it stands, what lies ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets import marks

_HEIGHT = 44
_GAP = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        note: what stands below the name, such as the time spent.
        place: `behind`, `here` or `ahead`.
        legal: True when the deal may be sent there now.
    """

    key: str
    name: str
    note: str
    place: str
    legal: bool
    state: marks.LimitState = "none"


class StageStepper(QWidget):
    """Paints the steps; a legal one can be clicked.

    Signals:
        step_clicked: a legal step was clicked (stage key).
    """

    step_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self._steps = tuple(steps)
        here = next((step for step in self._steps if step.place == "here"), None)
        said = "" if here is None else f"{here.name} {here.note}"
        self.setAccessibleName(tr("Stage {stage}", stage=said))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height of two lines."""
        return QSize(600, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which legal step was clicked."""
        step = self._step_at(event.position().x())
        if step is not None and step.legal:
            self.step_clicked.emit(step.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a click does something."""
        step = self._step_at(event.position().x())
        legal = step is not None and step.legal
        shape = Qt.CursorShape.PointingHandCursor if legal else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        tip = tr("Move to {stage}", stage=step.name) if step is not None and legal else ""
        self.setToolTip(tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, step in enumerate(self._steps):
            self._paint_step(painter, self._place(number), number + 1, step)
        painter.end()

    def _place(self, number: int) -> QRect:
        width = (self.width() + _GAP) / max(1, len(self._steps))
        return QRect(round(number * width), 0, round(width) - _GAP, _HEIGHT)

    def _step_at(self, x: float) -> Step | None:
        for number, step in enumerate(self._steps):
            place = self._place(number)
            if place.left() <= x <= place.right():
                return step
        return None

    def _paint_step(self, painter: QPainter, place: QRect, number: int, step: Step) -> None:
        look = theme.current()
        grounds = {"behind": "accentSoft", "here": "surface", "ahead": "surfaceSunken"}
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(grounds[step.place]))
        painter.drawRect(place)
        if step.place == "here":
            painter.setPen(QPen(look.colour("accent"), 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        self._paint_number(painter, place, number, step)
        words = place.adjusted(36, 4, -4, -4)
        painter.setFont(look.font("bodyStrong" if step.place == "here" else "body"))
        painter.setPen(look.colour("textTertiary" if step.place == "ahead" else "text"))
        top = QRect(words.left(), words.top(), words.width(), 18)
        fitted = painter.fontMetrics().elidedText(
            step.name, Qt.TextElideMode.ElideRight, top.width()
        )
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, fitted)
        painter.setFont(look.font("caption"))
        painter.setPen(
            marks.limit_colour(step.state) if step.place == "here" else look.colour("textTertiary")
        )
        below = QRect(words.left(), words.top() + 18, words.width(), 17)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, step.note)

    def _paint_number(self, painter: QPainter, place: QRect, number: int, step: Step) -> None:
        look = theme.current()
        circle = QRectF(place.left() + 9, place.center().y() - 9.5, 19, 19)
        if step.place == "ahead":
            painter.setPen(QPen(look.colour("borderStrong"), 1))
            painter.setBrush(look.colour("surface"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
        painter.drawEllipse(circle)
        if step.place == "behind":
            look.icon("check", "textOnAccent", 12).paint(
                painter, circle.toRect().adjusted(4, 4, -4, -4)
            )
            return
        painter.setFont(look.font("captionStrong"))
        role = "textSecondary" if step.place == "ahead" else "textOnAccent"
        painter.setPen(look.colour(role))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number))
