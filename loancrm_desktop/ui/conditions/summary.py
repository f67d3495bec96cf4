"""A condition where there is little room: its sentence, and a button that opens the editor."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import conditions
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.condition_tree import Group, write_tree
from loancrm_desktop.ui.conditions.dialog import ConditionDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, column, label, row, set_role


class ConditionSummary(QWidget):
    """For property panels: says a condition and lets it be edited in its own window.

    Signals:
        changed: `where()` answers something else now.
    """

    changed = Signal()

    def __init__(
        self,
        bridge: Bridge,
        words: OfficeWords,
        kind: str,
        parent: QWidget | None = None,
        *,
        of_none: str = "",
    ) -> None:
        super().__init__(parent)
        self._bridge, self._words, self._kind = bridge, words, kind
        self._of_none = of_none or tr("No condition")
        self._where: dict[str, Any] | None = None
        self.sentence = label(wrap=True)
        self.sentence.setAccessibleName(tr("The condition as a sentence"))
        self.edit = button(tr("Edit condition"), kind="link", icon="edit")
        self.edit.clicked.connect(self.open_editor)
        self.clear = button(tr("Remove"), kind="link")
        self.clear.clicked.connect(self._on_clear_clicked)
        layout = column(self.sentence, spacing=2)
        layout.addLayout(row(self.edit, self.clear, None))
        self.setLayout(layout)
        words.loaded.connect(self._say)
        self._say()

    def set_where(self, where: dict[str, Any] | None) -> None:
        """Show a condition without telling."""
        self._where = where
        self._say()

    def where(self) -> dict[str, Any] | None:
        """Answer the condition as JSON, None where it lets everything in."""
        return self._where

    def open_editor(self) -> ConditionDialog:
        """Open the condition in the editor's window."""
        dialog = ConditionDialog(self._bridge, self._words, self._kind, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.set_where(self._where)
        dialog.applied.connect(self._on_dialog_applied)
        dialog.open()
        return dialog

    def _say(self) -> None:
        self.clear.setVisible(self._where is not None)
        set_role(self.sentence, "secondary" if self._where is None else "")
        if self._where is None:
            self.sentence.setText(self._of_none)
            return
        self._bridge.ask(
            conditions.word,
            kind=self._kind,
            where=self._where,
            language=current_language(),
            then=self._on_worded,
            failed=self._on_not_worded,
            key="sentence",
        )

    def _on_worded(self, sentence: str) -> None:
        if self._where is not None:
            self.sentence.setText(sentence)

    def _on_not_worded(self, problem: Problem) -> None:
        if self._where is not None:
            set_role(self.sentence, "error")
            self.sentence.setText(str(problem))

    def _on_dialog_applied(self, root: Group) -> None:
        self._where = write_tree(root).where
        self._say()
        self.changed.emit()

    def _on_clear_clicked(self) -> None:
        self._where = None
        self._say()
        self.edit.setFocus()
        self.changed.emit()
