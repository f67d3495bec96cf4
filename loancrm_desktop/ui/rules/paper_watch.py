"""Makes the documents that rules ordered, while the program is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import rule_papers
from loancrm_desktop.ui.bridge import Bridge

if TYPE_CHECKING:
    from loancrm_desktop.services.office import Office

FIRST_MS = 12_000
EVERY_MS = 60_000


class PaperWatch(QObject):
    """Looks once a minute; it may run at several desks, for each document is claimed by one.

    Attributes:
        made: for how many firings all documents were made at this desk.
    """

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._running = False
        self.made = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.run)

    def begin(self, first_ms: int = FIRST_MS) -> None:
        """Run from now on, where the person's role lets rules run."""
        if self._bridge.actor.rights.allows("rules.run"):
            self._timer.start(first_ms)

    def rest(self) -> None:
        """Run no more."""
        self._timer.stop()

    def run(self) -> None:
        """Make what is due."""
        if self._running or not self._bridge.is_open:
            return
        self._timer.start(EVERY_MS)
        self._running = True
        self._bridge.outside(
            rule_papers.make_due,
            office=cast("Office", self._bridge.office),
            actor=self._bridge.actor,
            then=self._on_made,
            failed=self._on_failed,
        )

    def _on_made(self, states: Mapping[str, int]) -> None:
        self.made += states.get("done", 0)
        self._running = False

    def _on_failed(self, problem: Problem) -> None:
        del problem  # it stays ordered: the next look finds it again
        self._running = False
