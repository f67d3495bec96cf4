"""Finds what is wrong with the process on the table while it is drawn, and leads to it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.process import publishing
from loancrm_desktop.services.process.faults import ProcessFault
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows.flow_desk import Chosen, FlowDesk

_AFTER_MS = 250


class FlowFaults(QObject):
    """Judges a moment after each step.

    Signals:
        found: what is wrong is known anew.
        shown: something wrong was chosen on the desk.
        failed: it could not be judged (Problem).
    """

    found = Signal()
    shown = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, desk: FlowDesk) -> None:
        super().__init__(desk)
        self._bridge, self._desk = bridge, desk
        self.all: tuple[ProcessFault, ...] = ()
        self._at = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.judge)
        desk.changed.connect(self._timer.start)

    @property
    def errors(self) -> list[int]:
        """Which of them stand in the way of publishing."""
        return [at for at, each in enumerate(self.all) if each.level == "error"]

    def judge(self) -> None:
        """Find what is wrong now."""
        self._timer.stop()
        if self._bridge.is_open:
            self._bridge.ask(
                publishing.check,
                body=self._desk.body,
                then=self.take,
                failed=self._on_failed,
                key="check",
            )

    def take(self, found: tuple[ProcessFault, ...]) -> None:
        """These are wrong."""
        self.all = tuple(found)
        self.found.emit()

    def forget_place(self) -> None:
        """The next problem is the first again."""
        self._at = -1

    def go_to(self, number: int) -> None:
        """Choose what is wrong."""
        if not self.all:
            return
        self._at = number % len(self.all)
        fault = self.all[self._at]
        if fault.edge:
            self._desk.choose(Chosen(edge=fault.edge))
        elif fault.node:
            self._desk.choose_nodes(fault.node)
        else:
            self._desk.choose_nodes()
        self.shown.emit()

    def go_next(self) -> None:
        """Go to the next thing that is wrong."""
        self.go_to(self._at + 1)

    def go_back(self) -> None:
        """Go to the thing before."""
        self.go_to(max(self._at, 0) - 1)

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)
