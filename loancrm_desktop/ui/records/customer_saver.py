"""Saves fields of a customer: merges what others changed elsewhere, asks where both changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Conflict, Problem
from loancrm_desktop.services import customers, meanwhile
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.meanwhile import FieldEdit
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conflict_dialog import ConflictDialog
from loancrm_desktop.ui.office_words import OfficeWords


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wants of a customer.

    Attributes:
        name: whose record, for the words of the conflict.
        values: the new values by key.
        revision: the revision shown; None saves over whatever is there.
        original: the values shown, those shown masked left out.
        duplicates: refuse or allow a number another customer has.
        draft_key: the draft that is stored with it and goes.
    """

    customer_id: int
    name: str
    values: dict[str, Any]
    revision: int | None
    original: dict[str, Any] | None = field(default=None)
    duplicates: str = "refuse"
    draft_key: str | None = None


class EditSaver(QObject):
    """Stores edits of one kind of record and tells what became of them.

    Signals:
        saved: the edit is stored (Edit, Saved).
        refused: it is not (Edit, Problem).
        dropped: the person let the own changes go in a conflict (Edit).
        merged: a sentence about what others changed in the meantime.
    """

    saved = Signal(object, object)
    refused = Signal(object, object)
    dropped = Signal(object)
    merged = Signal(str)

    def save(self, edit: Edit) -> None:
        """Store an edit; each kind of record does it its own way."""
        raise NotImplementedError


class CustomerSaver(EditSaver):
    """Sends one edit after another.

    Signals:
        finished: a saved edit has been told of, `merged` included (Edit, Saved).
    """

    finished = Signal(object, object)

    def __init__(self, bridge: Bridge, words: OfficeWords, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._words = words
        self._window = window
        self.dialog: ConflictDialog | None = None
        self._asked: Edit | None = None
        self._clashing: frozenset[str] = frozenset()

    def save(self, edit: Edit) -> None:
        """Save an edit."""
        self._bridge.do(
            customers.edit,
            customer_id=edit.customer_id,
            values=edit.values,
            expected_revision=edit.revision,
            original=edit.original,
            duplicates=edit.duplicates,
            draft_key=edit.draft_key,
            then=partial(self._on_saved, edit),
            refused=partial(self._on_refused, edit),
        )

    def _on_saved(self, edit: Edit, saved: Saved) -> None:
        self.saved.emit(edit, saved)
        if edit.revision is None or saved.revision <= edit.revision + 1:
            self.finished.emit(edit, saved)
            return
        self._bridge.ask(
            meanwhile.meanwhile,
            customer_id=edit.customer_id,
            since=edit.revision,
            until=saved.revision - 1,
            then=partial(self._on_merged_edits, edit, saved),
            failed=partial(self._on_unknown, edit, saved),
        )

    def _on_merged_edits(self, edit: Edit, saved: Saved, edits: Sequence[FieldEdit]) -> None:
        others = [each for each in edits if each.person_id != self._bridge.actor.user_id]
        if others:
            name = self._words.person_name(others[0].person_id)
            self.merged.emit(tr("Merged {count} changes by {name}", count=len(others), name=name))
        self.finished.emit(edit, saved)

    def _on_unknown(self, edit: Edit, saved: Saved, problem: Problem) -> None:
        """Go on: who changed what is a courtesy, the edit is stored."""
        del problem
        self.finished.emit(edit, saved)

    def _on_refused(self, edit: Edit, problem: Problem) -> None:
        if not isinstance(problem, Conflict):
            self.refused.emit(edit, problem)
            return
        self._asked = edit
        self._bridge.ask(
            meanwhile.meanwhile,
            customer_id=edit.customer_id,
            since=edit.revision or 0,
            then=partial(self._ask, problem),
            failed=partial(self._on_unknown_conflict, problem),
        )

    def _on_unknown_conflict(self, conflict: Conflict, problem: Problem) -> None:
        del problem
        self._ask(conflict, ())

    def _ask(self, conflict: Conflict, edits: Sequence[FieldEdit]) -> None:
        edit = self._asked
        if edit is None:
            return
        self._clashing = frozenset(clash.field for clash in conflict.clashes)
        dialog = ConflictDialog(conflict, self._words, edits, self._window, name=edit.name)
        dialog.decided.connect(self._on_dialog_decided)
        dialog.rejected.connect(self._on_dialog_rejected)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def _on_dialog_decided(self, values: dict[str, Any], revision: int) -> None:
        edit, self._asked, self.dialog = self._asked, None, None
        if edit is None:
            return
        kept = {key: value for key, value in edit.values.items() if key not in self._clashing}
        wanted = {**kept, **values}
        if wanted:
            self.save(replace(edit, values=wanted, revision=revision, original=None))
        else:
            self.dropped.emit(edit)

    def _on_dialog_rejected(self) -> None:
        edit, self._asked, self.dialog = self._asked, None, None
        if edit is not None:
            self.dropped.emit(edit)
