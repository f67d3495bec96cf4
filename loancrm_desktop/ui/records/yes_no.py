"""A yes or no as a box to tick; untouched it says nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.records.field_editors import FieldEditor


class YesNoEditor(FieldEditor):
    """A check box; empty until somebody decides."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.box = QCheckBox(tr("Yes"))
        self.box.setMinimumHeight(26)
        self._decided = False
        self.box.clicked.connect(self._on_box_clicked)
        self._hold(self.box)

    def value(self) -> Any:
        """Answer yes or no, None while nobody decided."""
        return self.box.isChecked() if self._decided else None

    def set_value(self, value: Any) -> None:
        """Show a yes, a no or nothing."""
        self._decided = value is not None
        self.box.setCheckState(Qt.CheckState.Checked if value else Qt.CheckState.Unchecked)

    def _on_box_clicked(self) -> None:
        self._decided = True
        self.edited.emit()
        self.left.emit()
