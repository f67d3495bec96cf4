"""One line on Today: approvals that wait for me, deals without a next step; each a click away."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import approvals, next_steps
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.parts import button, row, set_caption

MOST = 200
_TABLES = ("approval", "node_visit", "deal", "task")
_PAUSE_MS = 400


class WaitingLine(QFrame):
    """There only while something waits.

    Signals:
        approvals_requested, forgotten_requested: the list is wanted.
    """

    approvals_requested = Signal()
    forgotten_requested = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setProperty("role", "toolbar")
        self.setAccessibleName(tr("What waits in the processes"))
        self.approvals = button("", kind="link", icon="stamp")
        self.approvals.clicked.connect(self.approvals_requested)
        self.forgotten = button("", kind="link", icon="alert")
        self.forgotten.clicked.connect(self.forgotten_requested)
        self.setLayout(row(self.approvals, self.forgotten, None, margins=(16, 4, 16, 4)))
        for each in (self.approvals, self.forgotten, self):
            each.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        bridge.changed.connect(self._on_bridge_changed)

    def reload(self) -> None:
        """Read what waits."""
        if not self._bridge.actor.rights.allows("deals.see"):
            return
        ask = self._bridge.ask
        ask(approvals.waiting, then=self._on_waiting, failed=self._on_unread, key="approvals")
        ask(
            next_steps.forgotten,
            limit=MOST,
            then=self._on_forgotten,
            failed=self._on_unread,
            key="forgotten",
        )

    def _on_waiting(self, rows: tuple[approvals.ApprovalRow, ...]) -> None:
        set_caption(self.approvals, tr("{count} approvals wait for you", count=len(rows)))
        self.approvals.setVisible(bool(rows))
        self._show()

    def _on_forgotten(self, rows: tuple[next_steps.Forgotten, ...]) -> None:
        many = f"{MOST}+" if len(rows) == MOST else str(len(rows))
        set_caption(self.forgotten, tr("{count} deals have no next step", count=many))
        self.forgotten.setVisible(bool(rows))
        self._show()

    def _show(self) -> None:
        self.setVisible(not (self.approvals.isHidden() and self.forgotten.isHidden()))

    def _on_unread(self, problem: Problem) -> None:
        """The queue says what is wrong; this line is a help beside it."""
        del problem

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        parent = self.parentWidget()
        if changes.touches(*_TABLES) and parent is not None and parent.isVisible():
            self._pause.start()
