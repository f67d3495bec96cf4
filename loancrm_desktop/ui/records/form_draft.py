"""The draft of a form: kept while one types, put back when the form is opened again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from loancrm_desktop.services.drafts import Draft
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.records.draft_keeper import DraftKeeper, kept_text
from loancrm_desktop.ui.records.form_view import FormView
from loancrm_desktop.ui.widgets.parts import label


class FormDraft(QObject):
    """Keeps what was changed on a form.

    Signals:
        put_back: a draft from before stands in the form (what was said of its time).
    """

    put_back = Signal(str)

    def __init__(self, bridge: Bridge, form: FormView) -> None:
        super().__init__(form)
        self._form = form
        self._loaded = False
        self._waiting: Draft | None = None
        self.revision: int | None = None
        """Which revision of the record the typing began with, on this day or the draft's."""
        self.original: dict[str, Any] = {}
        """The values then, those shown masked left out."""
        self.paused = False
        """While a save is under way nothing is put into the form."""
        self.badge: QLabel = label(role="badge")
        self.badge.hide()
        self.keeper = DraftKeeper(bridge, self.body, self)
        self.keeper.kept.connect(self._on_keeper_kept)
        self.keeper.found.connect(self._on_keeper_found)
        form.edited.connect(self._on_form_edited)

    @property
    def loaded(self) -> bool:
        """Whether the form shows the record, so that what differs was typed."""
        return self._loaded

    def open(self, key: str, *, fresh: bool = False) -> None:
        """Begin with another record, which is still on its way; `fresh` lets its draft go."""
        self._loaded = False
        self._waiting = None
        self.revision, self.original = None, {}
        self.badge.hide()
        self.keeper.open(key, fresh=fresh)

    def take_up(self) -> None:
        """The record is shown: put in what a draft kept."""
        self._loaded = True
        draft, self._waiting = self._waiting, None
        if draft is not None:
            self._put(draft)

    def body(self) -> dict[str, Any] | None:
        """Answer what a draft keeps, None when nothing was changed."""
        if not self._loaded:
            return None
        changed = self._form.changed_values()
        if not changed:
            return None
        began = {key: self.original[key] for key in changed if key in self.original}
        return {"values": changed, "revision": self.revision, "original": began}

    def keep_now(self) -> None:
        """Keep it at once."""
        if self._loaded:
            self.keeper.keep_now()

    def finish(self) -> None:
        """Let it go for good: everything is stored."""
        self._loaded = False
        self.keeper.drop()
        self.keeper.close()

    def _put(self, draft: Draft) -> None:
        self._form.put_values(draft.body.get("values") or {})
        began = draft.body.get("revision")
        if isinstance(began, int) and self.revision is not None:
            # What others changed since then is to be asked about, not written over.
            self.revision = min(began, self.revision)
            self.original |= draft.body.get("original") or {}
        self._show(draft.kept_at)
        self.put_back.emit(kept_text(draft.kept_at))

    def _show(self, kept_at: datetime) -> None:
        self.badge.setText(kept_text(kept_at))
        self.badge.setVisible(self.body() is not None)

    def _on_keeper_kept(self, kept_at: datetime) -> None:
        self._show(kept_at)

    def _on_keeper_found(self, draft: Draft) -> None:
        if not self._loaded:
            self._waiting = draft
        elif not self.paused:
            typed = self._form.changed_values()  # before the draft was here: newer
            self._put(draft)
            self._form.put_values(typed)

    def _on_form_edited(self, key: str) -> None:
        del key
        if self._loaded:
            self.keeper.touch()
