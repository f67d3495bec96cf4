"""Keeps what is drawn of a process every two seconds."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.process import drawing
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.forms.design_keeper import KEEP_EVERY_MS, kept_text


class FlowKeeper(QObject):
    """Saves the draft of the process on the table.

    Signals:
        said: how the draft stands (a sentence).
        failed: it could not be kept (Problem).
    """

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, desk: FlowDesk) -> None:
        super().__init__(desk)
        self._bridge, self._desk = bridge, desk
        self._kept: object = desk.body
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_EVERY_MS)
        self._timer.timeout.connect(self.keep_now)
        desk.changed.connect(self._on_desk_changed)

    def begin(self) -> None:
        """What is on the table now is kept already."""
        self._timer.stop()
        self._kept = self._desk.body

    @property
    def is_kept(self) -> bool:
        """Whether all that is drawn is kept."""
        return self._kept is self._desk.body or self._kept == self._desk.body

    def keep_now(self) -> None:
        """Keep it at once, when there is anything new."""
        self._timer.stop()
        if self.is_kept or not self._bridge.is_open:
            return
        self._kept = self._desk.body
        self._bridge.do(
            drawing.save_draft,
            process=self._desk.key,
            body=self._desk.body,
            then=self._on_kept,
            refused=self._on_refused,
        )

    def _on_desk_changed(self) -> None:
        if not self.is_kept and not self._timer.isActive():
            self._timer.start()

    def _on_kept(self, at: datetime) -> None:
        self.said.emit(kept_text(at))

    def _on_refused(self, problem: Problem) -> None:
        self._kept = None
        self.failed.emit(problem)
