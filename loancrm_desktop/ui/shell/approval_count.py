"""How many approvals wait for the person here, on the navigation's entry."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import approvals
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.frame.places import APPROVALS
from loancrm_desktop.ui.navigation import Navigation

_PAUSE_MS = 400
_TABLES = ("approval", "node_visit")


class ApprovalCount(QObject):
    """Counts at the start, and again when approvals were asked for or answered."""

    def __init__(self, bridge: Bridge, navigation: Navigation) -> None:
        super().__init__(navigation)
        self._bridge, self._navigation = bridge, navigation
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_PAUSE_MS)
        self._again.timeout.connect(self.count)
        bridge.changed.connect(self._on_bridge_changed)

    def count(self) -> None:
        """Read how many wait."""
        if self._bridge.is_open and self._bridge.actor.rights.allows("deals.see"):
            self._bridge.ask(
                approvals.waiting, then=self._on_rows, failed=self._on_unread, key="approvals"
            )

    def _on_rows(self, rows: tuple[approvals.ApprovalRow, ...]) -> None:
        self._navigation.show_count(APPROVALS, len(rows))

    def _on_unread(self, problem: Problem) -> None:
        """Show no number; the inbox itself says what is wrong."""
        del problem

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES):
            self._again.start()
