"""Keeps what is drawn every two seconds, for who draws it; never over what another desk kept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.forms import form_drafts
from loancrm_desktop.services.forms.form_drafts import FormDraft, Kept
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.forms.design_desk import DesignDesk

KEEP_EVERY_MS = 2_000


class DesignKeeper(QObject):
    """Saves the draft of the form on the table.

    Signals:
        said: how the draft stands (a sentence).
        failed: it could not be kept (Problem).
        others_found: others draw this form too, or a draft was put aside (drafts).
    """

    said = Signal(str)
    failed = Signal(object)
    others_found = Signal(object)

    def __init__(self, bridge: Bridge, desk: DesignDesk) -> None:
        super().__init__(desk)
        self._bridge, self._desk = bridge, desk
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
            form_drafts.save_draft,
            kind=self._desk.kind,
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


def others_text(others: Sequence[FormDraft], name: str) -> str:
    """Say that there is another draft, the newest of them by its drawer's name."""
    time = display.time_exact(others[0].kept_at)
    if others[0].aside:
        return tr("A draft of yours from another desk was put aside ({time}).", time=time)
    return tr("{name} draws this form too ({time}). Both drafts are kept.", name=name, time=time)
