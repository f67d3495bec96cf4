"""A task in steps: the steps at the top, the present one in the middle, Back and Next below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.icon_mark import drawn_side
from loancrm_desktop.ui.widgets.parts import button, frame, label, set_caption

_DOT_SIZE = 20
_GAP = 8
_LINE = 20


def _dot() -> int:
    return drawn_side(_DOT_SIZE)


class StepHeader(QWidget):
    """The steps side by side: those behind ticked, the present one filled."""

    def __init__(self, steps: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._steps = tuple(steps)
        self._here = 0
        self.show_step(0)

    @property
    def here(self) -> int:
        """The present step, counted from 0."""
        return self._here

    def show_step(self, here: int) -> None:
        """Mark the present step."""
        self._here = here
        if self._steps:
            said = tr(
                "Step {number} of {count}: {name}",
                number=here + 1,
                count=len(self._steps),
                name=self._steps[here],
            )
            self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for all steps in one line."""
        metrics = QFontMetrics(theme.current().font("bodyStrong"))
        words = sum(metrics.horizontalAdvance(step) for step in self._steps)
        between = max(0, len(self._steps) - 1) * (_LINE + 2 * _GAP)
        return QSize(words + len(self._steps) * (_dot() + _GAP) + between, self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Give way down to the numbers."""
        return QSize(len(self._steps) * (_dot() + _GAP + _LINE), self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps, names elided where the room is short."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme.current().font("bodyStrong"))
        wanted = [metrics.horizontalAdvance(step) for step in self._steps]
        widest = _widest(wanted, self.width() - (self.sizeHint().width() - sum(wanted)))
        left = 0
        for number, step in enumerate(self._steps):
            width = min(wanted[number], widest)
            fits = wanted[number] <= widest
            shown = step if fits else metrics.elidedText(step, Qt.TextElideMode.ElideRight, width)
            self._paint_step(painter, left, number, shown)
            left += _dot() + _GAP + width + _GAP
            if number + 1 < len(self._steps):
                middle = self.height() // 2
                painter.setPen(QPen(theme.current().colour("border"), 1))
                painter.drawLine(left, middle, left + _LINE, middle)
                left += _LINE + _GAP
        painter.end()

    def _height(self) -> int:
        return max(_dot() + 4, QFontMetrics(theme.current().font("bodyStrong")).height() + 4)

    def _paint_step(self, painter: QPainter, left: int, number: int, words: str) -> None:
        look = theme.current()
        here, behind = number == self._here, number < self._here
        side = _dot()
        dot = QRectF(left + 0.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        ground = "accent" if here else "successSoft" if behind else "surface"
        line = "accent" if here else "success" if behind else "borderStrong"
        painter.setPen(QPen(look.colour(line), 1))
        painter.setBrush(look.colour(ground))
        painter.drawEllipse(dot)
        if behind:
            look.icon("check", "successText", 12).paint(
                painter, dot.toRect().adjusted(4, 4, -3, -3)
            )
        else:
            painter.setFont(look.font("captionStrong"))
            painter.setPen(look.colour("textOnAccent" if here else "textSecondary"))
            painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        painter.setFont(look.font("bodyStrong" if here else "body"))
        painter.setPen(look.colour("accentText" if here else "text" if behind else "textSecondary"))
        place = QRect(left + side + _GAP, 0, self.width(), self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)


def _widest(wanted: Sequence[int], room: int) -> int:
    """Answer the width no word may pass, so that all fit into the room: long ones give way."""
    if sum(wanted) <= room:
        return max(wanted, default=0)
    left = max(0, room)
    for number, width in enumerate(sorted(wanted)):
        share = left // (len(wanted) - number)
        if width > share:
            return share
        left -= width
    return 0


class WizardFrame(QWidget):
    """Shows pages one after the other; going back keeps what was typed, pages are never remade.

    The owner decides what Next does: it listens to `next_requested` and calls `go_to`.

    Signals:
        next_requested: Next or the last button was pressed on a step (counted from 0).
        step_changed: another step is shown.
        cancelled: the wizard shall be left.
    """

    next_requested = Signal(int)
    step_changed = Signal(int)
    cancelled = Signal()

    def __init__(
        self, title: str, steps: Sequence[str], *, finish: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._steps = tuple(steps)
        self._finish = finish or tr("Finish")
        self.header = StepHeader(steps)
        self.status = label(role="caption")
        head = frame("header")
        head.setMinimumHeight(theme.current().layout("pageHeader"))
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(12)
        line.addWidget(label(title, font="title"))
        line.addWidget(self.status, 1)
        line.addWidget(self.header)
        self.pages = QStackedWidget()
        for _step in steps:
            self.pages.addWidget(QWidget())
        self.cancel_button = button(tr("Cancel"), kind="ghost")
        self.back_button = button(tr("Back"))
        self.next_button = button(tr("Next"), kind="primary")
        self.cancel_button.clicked.connect(self.cancelled)
        self.back_button.clicked.connect(self._on_back_clicked)
        self.next_button.clicked.connect(self._on_next_clicked)
        foot = frame("footer")
        self.footer = QHBoxLayout()
        self.footer.setSpacing(16)
        below = QHBoxLayout(foot)
        below.setContentsMargins(16, 10, 16, 10)
        below.setSpacing(8)
        below.addLayout(self.footer)
        below.addStretch(1)
        for pressed in (self.cancel_button, self.back_button, self.next_button):
            below.addWidget(pressed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self.pages, 1)
        whole.addWidget(foot)
        self.setAccessibleName(title)
        self._show(0)

    @property
    def step(self) -> int:
        """The present step, counted from 0."""
        return self.pages.currentIndex()

    def set_page(self, step: int, page: QWidget) -> None:
        """Give a step its page."""
        here = self.step
        before = self.pages.widget(step)
        if before is not None:
            self.pages.removeWidget(before)
            before.deleteLater()
        self.pages.insertWidget(step, page)
        self.pages.setCurrentIndex(here)

    def go_to(self, step: int) -> None:
        """Show another step."""
        self._show(step)
        announce(self, self.header.accessibleName())
        self.step_changed.emit(step)

    def set_next(self, caption: str = "", *, enabled: bool = True, tip: str = "") -> None:
        """Say what the right button does on this step, and whether it may be pressed."""
        set_caption(self.next_button, caption or self._usual_caption())
        self.next_button.setEnabled(enabled)
        self.next_button.setToolTip(tip)

    def _usual_caption(self) -> str:
        return self._finish if self.step == len(self._steps) - 1 else tr("Next")

    def _show(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.header.show_step(step)
        self.back_button.setVisible(step > 0)
        self.set_next()

    def _on_back_clicked(self) -> None:
        self.go_to(self.step - 1)

    def _on_next_clicked(self) -> None:
        self.next_requested.emit(self.step)
