"""Keeps what is drawn every two seconds, for who draws it; never over what another desk kept."""

from __future__ import annotations

import uuid
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.design_drafts import Kept
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.drafting.draft_desk import DraftCalls, DraftDesk

KEEP_EVERY_MS = 2_000


class DraftKeeper(QObject):
    """Saves the draft of the design on the table.

    Signals:
        said: how the draft stands (a sentence).
        failed: it could not be kept (Problem).
        others_found: others draw this too, or a draft was put aside (drafts).
    """

    said = Signal(str)
    failed = Signal(object)
    others_found = Signal(object)

    def __init__(self, bridge: Bridge, desk: DraftDesk, calls: DraftCalls) -> None:
        super().__init__(desk)
        self._bridge, self._desk, self.calls = bridge, desk, calls
        self._name = uuid.uuid4().hex
        self._kept: object = desk.body
        self._kept_at: datetime | None = None
        self.based_on = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_EVERY_MS)
        self._timer.timeout.connect(self.keep_now)
        desk.changed.connect(self._on_desk_changed)

    def begin(self) -> None:
        """What is on the table now is kept already."""
        self._timer.stop()
        self._kept = self._desk.body

    def open(self, based_on: int, kept_at: datetime | None) -> None:
        """Go on with a draft that was begun on a version and kept at a time, None for none."""
        self.based_on, self._kept_at = based_on, kept_at
        self.begin()

    def rebase(self, version: int) -> None:
        """The draft goes on from a version that came meanwhile: it was looked at."""
        self.based_on = version
        self._kept = None
        self.keep_now()

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
            self.calls.save,
            **self._desk.address,
            body=self._desk.body,
            based_on=self.based_on,
            desk=self._name,
            over=self._kept_at,
            then=self._on_kept,
            refused=self._on_refused,
        )

    def _on_desk_changed(self) -> None:
        if not self.is_kept and not self._timer.isActive():
            self._timer.start()

    def _on_kept(self, kept: Kept) -> None:
        self.said.emit(kept_text(kept.kept_at))
        self.others_found.emit(kept.others)

    def _on_refused(self, problem: Problem) -> None:
        self._kept = None
        self.failed.emit(problem)


def kept_text(kept_at: datetime) -> str:
    """Say when the draft was kept."""
    return tr("Draft kept {time}", time=f"{display.office_time(kept_at):%H:%M}")
