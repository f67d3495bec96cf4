"""The place of a document on a form: which kind belongs here, how many files are there."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.records.field_editors import FieldEditor
from loancrm_desktop.ui.records.form_body import listed
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import frame, label, row


class SlotEditor(FieldEditor):
    """Shows the documents kept in a slot; their numbers go with the record as they are."""

    def __init__(
        self, spec: FieldSpec, document_kind: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, parent)
        self._documents: list[int] = []
        self.kind = label(document_kind or spec.label(current_language()), role="badge")
        self.count = label(role="caption")
        box = frame("sunken")
        box.setLayout(row(IconMark("attach"), self.kind, self.count, None, margins=(10, 6, 10, 6)))
        self._hold(box)
        self.set_value(None)

    def value(self) -> Any:
        """Answer the documents' numbers, None for none."""
        return list(self._documents) or None

    def set_value(self, value: Any) -> None:
        """Show documents."""
        self._documents = [each for each in listed(value) if isinstance(each, int)]
        count = len(self._documents)
        said = tr("1 file") if count == 1 else tr("{count} files", count=count)
        self.count.setText(said if count else tr("no file yet"))
