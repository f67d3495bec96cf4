"""The place of the queue: its lines, or why there are none."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.skeleton import LATE_MS, Skeleton
from loancrm_desktop.ui.widgets.states import StateView

_COLUMNS = (40, 240, 0, 120, 120)


class QueueArea(QStackedWidget):
    """Shows the queue, an empty day, an error, or that it is still being read.

    Signals:
        retry_requested: read it again.
        new_requested: add a customer.
        all_requested: show every sort of work again.
    """

    retry_requested = Signal()
    new_requested = Signal()
    all_requested = Signal()

    def __init__(self, view: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.state = StateView()
        self.state.retry_requested.connect(self.retry_requested)
        self._skeleton = Skeleton()
        self._skeleton.show_rows(0, _COLUMNS)
        for page in (view, self.state, self._skeleton):
            self.addWidget(page)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._on_late_timeout)

    @property
    def shows_queue(self) -> bool:
        """Whether the lines are shown."""
        return self.currentWidget() is self._view

    def wait(self) -> None:
        """The first answer is on its way."""
        self._late.start()

    def show_queue(self) -> None:
        """Show the lines."""
        self._late.stop()
        self.setCurrentWidget(self._view)

    def show_empty(self, *, filtered: bool, done_today: int) -> None:
        """Say that nothing is left to do, of this sort or at all."""
        self._late.stop()
        if filtered:
            ways = [self._way(tr("Show all"), self.all_requested.emit, kind="primary")]
            self.state.show_empty("filter", tr("Nothing of this sort"), "", ways)
        else:
            ways = [self._way(tr("New customer"), self.new_requested.emit, icon="plus")]
            text = tr(
                "{count} done today. What comes next shows up here by itself.", count=done_today
            )
            self.state.show_empty("check-circle", tr("All done"), text, ways)
        self.setCurrentWidget(self.state)

    def show_problem(self, problem: Problem) -> None:
        """Say what failed, or that this is for others."""
        self._late.stop()
        if isinstance(problem, Refused) and problem.forbidden:
            self.state.show_no_right(tr("Today is not for your role"), str(problem))
        else:
            self.state.show_error(tr("The queue could not be read"), str(problem))
        self.setCurrentWidget(self.state)

    def _way(self, words: str, run: object, *, kind: str = "", icon: str = "") -> QPushButton:
        made = button(words, kind=kind, icon=icon)
        made.clicked.connect(run)
        return made

    def _on_late_timeout(self) -> None:
        self.setCurrentWidget(self._skeleton)
