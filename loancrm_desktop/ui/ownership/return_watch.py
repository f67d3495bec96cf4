"""Lets customers return to the pool by the clock while the program is open, at whichever desk."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.ownership import returning
from loancrm_desktop.services.ownership.returning import Returned
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge

FIRST_MS = 15_000
EVERY_MS = 10 * 60_000


class ReturnWatch(QObject):
    """Runs the pass soon after the office is open, then every ten minutes.

    It may run at several desks: a customer is returned once for each silence, whoever comes first.

    Signals:
        said: how many returned, in a sentence, and 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._first = True
        self._running = False
        self._returned = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.run)

    @property
    def is_on(self) -> bool:
        """Whether it runs at this desk."""
        return self._timer.isActive()

    def begin(self, first_ms: int = FIRST_MS) -> None:
        """Run from now on, where the person's role lets the program remind and return."""
        if self._bridge.actor.rights.allows("tasks.remind"):
            self._timer.start(first_ms)

    def rest(self) -> None:
        """Run no more."""
        self._timer.stop()

    def run(self) -> None:
        """Return whose time ran out."""
        if self._running or not self._bridge.is_open:
            return
        self._timer.start(EVERY_MS)
        self._running = True
        self._returned = 0
        self._go_on()

    def _go_on(self) -> None:
        self._bridge.do(returning.return_due, then=self._on_returned, refused=self._on_refused)

    def _on_returned(self, done: Returned) -> None:
        self._returned += done.returned
        if done.more and done.returned:
            self._go_on()
            return
        self._running = False
        first, self._first = self._first, False
        if not self._returned:
            return
        if first:
            text = tr(
                "While you were away: {count} customers returned to the pool",
                count=self._returned,
            )
        else:
            text = tr("{count} customers returned to the pool", count=self._returned)
        self.said.emit(text, 0)

    def _on_refused(self, problem: Problem) -> None:
        """Try again at the next round: another desk may just be writing."""
        del problem
        self._running = False
