"""The cells of a list of own records, changed where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import own_records
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.cell_editing import CellEditing
from loancrm_desktop.ui.records.customer_saver import Edit, EditSaver
from loancrm_desktop.ui.records.list_columns import may_edit_in_place
from loancrm_desktop.ui.records.rows_view import RowsView


class RecordSaver(EditSaver):
    """Sends a changed cell; where somebody changed the same, that is said below it."""

    def __init__(self, bridge: Bridge, kind: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._kind = bridge, kind

    def save(self, edit: Edit) -> None:
        """Save an edit."""
        self._bridge.do(
            own_records.edit,
            kind=self._kind,
            record_id=edit.customer_id,
            values=edit.values,
            expected_revision=edit.revision,
            original=edit.original,
            then=partial(self._on_saved, edit),
            refused=partial(self._on_refused, edit),
        )

    def _on_saved(self, edit: Edit, saved: Saved) -> None:
        self.saved.emit(edit, saved)

    def _on_refused(self, edit: Edit, problem: Problem) -> None:
        self.refused.emit(edit, problem)


class RecordCells:
    """Where the cells of one record type come from and go to."""

    def __init__(self, bridge: Bridge, kind: str, parent: QObject) -> None:
        self._bridge = bridge
        self.kind = kind
        self.saver: EditSaver = RecordSaver(bridge, kind, parent)

    def read(
        self, record_id: int, then: Callable[[Any], None], failed: Callable[[Problem], None]
    ) -> None:
        """Read a record, numbers masked for everybody."""
        self._bridge.ask(
            own_records.show,
            kind=self.kind,
            record_id=record_id,
            masks="display",
            then=then,
            failed=failed,
            key="cell",
        )


def cells_of(bridge: Bridge, words: OfficeWords, view: RowsView, kind: str) -> CellEditing:
    """Answer what changes cells of a list of own records, opened by the view itself too."""
    made = CellEditing(words, view, RecordCells(bridge, kind, view))
    view.edit_wanted.connect(made.edit)
    return made


def editable(words: OfficeWords, kind: str, keys: Iterable[str]) -> frozenset[str]:
    """Answer which of these columns may be changed where they stand."""
    fields, locked = words.fields(kind), words.read_only(kind)
    return frozenset(
        key
        for key in keys
        if may_edit_in_place(fields.get(key), locked) and fields[key].type is not FieldType.RECORD
    )
