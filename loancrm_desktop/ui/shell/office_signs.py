"""Keeps the status bar true while an office is open: desks, backup, whether saving works."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem, Unavailable
from loancrm_desktop.services import office_facts
from loancrm_desktop.services.office_facts import OfficeInfo
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.shell.desk_count import desks_open
from loancrm_desktop.ui.shell.status_bar import StatusBar

FIRST_MS = 3_000
FACTS_MS = 60 * 60 * 1000
DESKS_MS = 60 * 1000
SHARED = "shared"


class OfficeSigns(QObject):
    """Asks now and then, a while after the first page is there."""

    def __init__(self, bridge: Bridge, bar: StatusBar, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._bar = bar
        self._folder = folder
        self._facts_timer = self._timer(self.read_facts)
        self._desks_timer = self._timer(self.count_desks)
        self._facts_timer.start(FIRST_MS)
        bridge.changed.connect(self._on_bridge_changed)
        bridge.refused.connect(self._on_bridge_refused)

    def _timer(self, run: object) -> QTimer:
        timer = QTimer(self)
        if callable(run):
            timer.timeout.connect(run)
        return timer

    def rest(self) -> None:
        """Ask no more; the office is about to be closed."""
        self._facts_timer.stop()
        self._desks_timer.stop()
        self._bridge.changed.disconnect(self._on_bridge_changed)
        self._bridge.refused.disconnect(self._on_bridge_refused)

    def read_facts(self) -> None:
        """Ask for mode and last backup."""
        self._facts_timer.start(FACTS_MS)
        self._bridge.ask(
            office_facts.info, then=self._on_info, failed=self._on_failed, key="facts"
        )  # fmt: skip

    def count_desks(self) -> None:
        """Count the desks of a shared office."""
        self._bridge.outside(
            desks_open, folder=self._folder, then=self._on_desks, failed=self._on_failed, key="desks"
        )  # fmt: skip

    def _on_info(self, info: OfficeInfo) -> None:
        backup = None if info.last_backup is None else datetime.fromisoformat(info.last_backup)
        self._bar.show_backup(backup)
        if info.mode == SHARED:
            self._desks_timer.start(DESKS_MS)
            self.count_desks()

    def _on_desks(self, count: int) -> None:
        self._bar.show_desks(count)

    def _on_failed(self, problem: Problem) -> None:
        del problem  # what is not known is not shown

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        del changes
        self._bar.show_saved()

    def _on_bridge_refused(self, problem: Problem) -> None:
        if isinstance(problem, Unavailable):
            self._bar.show_unsaved()
