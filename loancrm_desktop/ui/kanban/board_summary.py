"""The line above the board that sums it up; each figure shows only its deals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.board_cards import Lane, Only
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets import marks
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import label, row

_RING = 12


class FigureButton(QAbstractButton):
    """One figure of the summary; a click shows only those deals."""

    def __init__(self, only: Only | None, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.only = only
        self._role = role
        self._number = ""
        self._words = ""
        self.setCheckable(only is not None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, number: str, words: str) -> None:
        """Show another figure."""
        self._number, self._words = number, words
        self.setAccessibleName(f"{number} {words}")
        self.setText(f"{number} {words}")
        self.updateGeometry()
        self.update()

    @property
    def _mark(self) -> int:
        return _RING + 5 if self.only is not None else 0

    def sizeHint(self) -> QSize:
        """Answer the room the words take."""
        look = theme.current()
        strong = QFontMetrics(look.font("captionStrong")).horizontalAdvance(self._number)
        plain = QFontMetrics(look.font("caption")).horizontalAdvance(self._words)
        return QSize(self._mark + strong + plain + 20, max(26, look.line("caption") + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint mark, number and words; a frame while it filters, a ring with the focus."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(
                look.colour("accentBorder") if self.isChecked() else look.colour("border")
            )
            painter.setBrush(look.colour("accentSoft" if self.isChecked() else "surfaceHover"))
            painter.drawRoundedRect(box, 5, 5)
        if self.hasFocus():
            painter.setPen(look.colour("focusRing"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)
        left = 7
        if self.only is not None:
            self._paint_mark(painter, QRectF(left, self.height() / 2 - _RING / 2, _RING, _RING))
            left += self._mark
        place = QRect(left, 0, self.width() - left, self.height())
        painter.setFont(look.font("captionStrong"))
        painter.setPen(look.colour(self._role))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._number)
        place.setLeft(left + painter.fontMetrics().horizontalAdvance(self._number) + 4)
        painter.setFont(look.font("caption"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._words)
        painter.end()

    def _paint_mark(self, painter: QPainter, place: QRectF) -> None:
        if self.only == "overdue":
            marks.paint_limit(painter, place, "breached")
        elif self.only == "due_soon":
            marks.paint_limit(painter, place, "due_soon")
        else:
            theme.current().icon("info", "info", _RING).paint(painter, place.toRect())


class BoardSummary(QFrame):
    """How many deals, how much, what is late; each figure filters the board.

    Signals:
        only_chosen: show only deals in this state, or all again (its key).
        all_chosen: show all deals again.
    """

    only_chosen = Signal(str)
    all_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        self.all = FigureButton(None, "text")
        self.all.clicked.connect(self.all_chosen)
        self._amount = label(font="captionStrong")
        self.states = (
            FigureButton("overdue", "dangerText"),
            FigureButton("due_soon", "warningText"),
            FigureButton("no_step", "infoText"),
        )
        for figure in self.states:
            figure.clicked.connect(self._on_figure_clicked)
        self._slowest = ElidedLabel(role="caption")
        self._slowest.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        figures = QWidget()
        flow = FlowLayout(figures, spacing=8)
        for part in (self.all, self._amount, *self.states):
            flow.addWidget(part)
        layout = row(figures, self._slowest, spacing=12, margins=(9, 2, 16, 2))
        layout.setStretchFactor(figures, 3)
        layout.setStretchFactor(self._slowest, 2)
        self.setLayout(layout)

    @property
    def text(self) -> str:
        """All figures in words."""
        figures = (self.all.text(), self._amount.text(), *(one.text() for one in self.states))
        return " · ".join(figures)

    def show_figures(self, stages: Sequence[Lane], only: tuple[Only, ...]) -> None:
        """Show the figures of the running stages."""
        running = [stage for stage in stages if stage.outcome == "open"]
        self.all.say(str(sum(stage.count for stage in running)), tr("deals under way"))
        summed = all(stage.summed for stage in running)
        amount = display.money_short(sum(stage.amount_fen for stage in running)) if summed else "…"
        self._amount.setText(tr("Amount {amount}", amount=amount))
        counts = (
            (sum(stage.overdue for stage in running), tr("overdue")),
            (sum(stage.due_soon for stage in running), tr("due soon")),
            (sum(stage.no_step for stage in running), tr("without a next step")),
        )
        for figure, (count, words) in zip(self.states, counts, strict=True):
            figure.say(str(count) if summed else "…", words)
            figure.setChecked(figure.only is not None and only == (figure.only,))
        self._show_slowest(running)

    def _show_slowest(self, running: Sequence[Lane]) -> None:
        busy = [stage for stage in running if stage.count > 1 and stage.summed]
        slowest = max(busy, key=_stay, default=None)
        if slowest is None:
            self._slowest.clear()
            return
        name = slowest.name_en if current_language() == "en" else slowest.name_zh
        stay = display.duration(timedelta(seconds=slowest.average_stay_s))
        self._slowest.setText(tr("Slowest: {stage}, {time} on average", stage=name, time=stay))

    def _on_figure_clicked(self) -> None:
        figure = self.sender()
        if isinstance(figure, FigureButton) and figure.only is not None:
            self.only_chosen.emit(figure.only)


def _stay(stage: Lane) -> int:
    return stage.average_stay_s
