"""The way of a deal as steps: what lies behind, where it stands, what lies ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets import marks
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.icon_mark import drawn_side

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
    """Paints the steps; a legal one can be clicked, or taken with the arrow keys and Enter.

    Signals:
        step_clicked: a legal step was chosen (stage key).
    """

    step_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self._focused = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self._steps = tuple(steps)
        places = [step.place for step in self._steps]
        self._focused = places.index("here") if "here" in places else 0
        here = next((step for step in self._steps if step.place == "here"), None)
        said = "" if here is None else f"{here.name} {here.note}"
        self.setAccessibleName(tr("Stage {stage}", stage=said))
        self.updateGeometry()
        self.update()

    @property
    def focused_step(self) -> Step | None:
        """The step the arrow keys stand at."""
        return self._steps[self._focused] if self._steps else None

    def sizeHint(self) -> QSize:
        """Ask for the height of two lines."""
        return QSize(600, self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Give way down to the numbers of the steps."""
        return QSize(len(self._steps) * 40, self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from step to step; Enter or Space sends the deal to a legal one."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step is not None and plain and self._steps:
            self._focused = max(0, min(len(self._steps) - 1, self._focused + step))
            announce(self, self._spoken(self._steps[self._focused]))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and plain:
            self._take(self.focused_step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say where the deal stands."""
        super().focusInEvent(event)
        if self._steps:
            self.setAccessibleDescription(self._spoken(self._steps[self._focused]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which legal step was clicked."""
        self._take(self._step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a click does something, and the whole of what is cut."""
        step = self._step_at(event.position().x())
        legal = step is not None and step.legal
        shape = Qt.CursorShape.PointingHandCursor if legal else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.setToolTip("" if step is None else self._tip(step))

    def _tip(self, step: Step) -> str:
        if step.legal:
            return tr("Move to {stage}", stage=step.name)
        return f"{step.name} {step.note}".strip()

    def _spoken(self, step: Step) -> str:
        said = f"{step.name} {step.note}".strip()
        if step.place == "here":
            return tr("{stage}, the present stage", stage=said)
        return tr("{stage}, Enter moves there", stage=said) if step.legal else said

    def _take(self, step: Step | None) -> None:
        if step is not None and step.legal:
            self.step_clicked.emit(step.key)

    def _height(self) -> int:
        look = theme.current()
        return max(_HEIGHT, look.line("bodyStrong") + look.line("caption") + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, step in enumerate(self._steps):
            self._paint_step(painter, self._place(number), number + 1, step)
        if self.hasFocus() and self._steps:
            ring = QRectF(self._place(self._focused)).adjusted(1, 1, 0, 0)
            painter.setPen(QPen(theme.current().colour("focusRing"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring.adjusted(2, 2, -2, -2), 3, 3)
        painter.end()

    def _place(self, number: int) -> QRect:
        width = (self.width() + _GAP) / max(1, len(self._steps))
        return QRect(round(number * width), 0, round(width) - _GAP, self._height())

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
        self._paint_words(painter, place.adjusted(drawn_side(19) + 17, 4, -4, -4), step)

    def _paint_words(self, painter: QPainter, words: QRect, step: Step) -> None:
        look = theme.current()
        upper = look.line("bodyStrong")
        painter.setFont(look.font("bodyStrong" if step.place == "here" else "body"))
        painter.setPen(look.colour("textTertiary" if step.place == "ahead" else "text"))
        top = QRect(words.left(), words.top(), words.width(), upper - 1)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, _fitted(painter, step.name, top))
        painter.setFont(look.font("caption"))
        is_here = step.place == "here"
        painter.setPen(marks.limit_colour(step.state) if is_here else look.colour("textTertiary"))
        below = QRect(words.left(), top.bottom(), words.width(), look.line("caption") + 1)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, _fitted(painter, step.note, below))

    def _paint_number(self, painter: QPainter, place: QRect, number: int, step: Step) -> None:
        look = theme.current()
        side = drawn_side(19)
        circle = QRectF(place.left() + 9, place.center().y() - side / 2, side, side)
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


def _fitted(painter: QPainter, text: str, place: QRect) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
