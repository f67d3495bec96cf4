"""The condition editor in a window of its own, for conditions no row of chips can show."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.conditions.condition_tree import Group
from loancrm_desktop.ui.conditions.editor import ConditionEditor
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import button, frame, row

_WIDTH = 760
_HEIGHT = 520


class ConditionDialog(QDialog):
    """Edits a condition; `where()` answers it when it was applied.

    Signals:
        applied: the condition is to be taken over (its tree).
    """

    applied = Signal(object)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, kind: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Conditions"))
        self.setModal(True)
        self.resize(_WIDTH, _HEIGHT)
        self.editor = ConditionEditor(bridge, words, kind)
        self.editor.changed.connect(self._on_editor_changed)
        self.apply_button = button(tr("Apply conditions"), kind="primary", tip="Ctrl+Enter")
        self.apply_button.clicked.connect(self._on_apply)
        cancel = button(tr("Cancel"), tip="Esc")
        cancel.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, cancel, self.apply_button, margins=(16, 10, 16, 10)))
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 14, 16, 12)
        inside.addWidget(self.editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(inside, 1)
        layout.addWidget(foot)
        self._add_commands()

    def set_where(self, where: dict[str, Any] | None) -> None:
        """Show a condition."""
        self.editor.set_where(where)
        if where is None:
            self.editor.add_row()

    def set_tree(self, root: Group) -> None:
        """Show a condition that is a tree already, to begin at what is still to be filled in."""
        self.editor.set_tree(root)
        self.editor.go_to_problem(1)

    def where(self) -> dict[str, Any] | None:
        """Answer the condition."""
        return self.editor.where()

    def _add_commands(self) -> None:
        undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
        stack = self.editor.undo_stack
        add_command(self, Command("condition.undo", tr("Undo"), undo, "undo", "edit"), stack.undo)
        add_command(self, Command("condition.redo", tr("Redo"), redo, "redo", "edit"), stack.redo)
        apply = Command("condition.apply", tr("Apply conditions"), ("Ctrl+Return", "Ctrl+Enter"))
        add_command(self, apply, self._on_apply)

    def _on_editor_changed(self) -> None:
        self.apply_button.setEnabled(self.editor.problem_count == 0)

    def _on_apply(self) -> None:
        if self.editor.problem_count:
            self.editor.go_to_problem(1)
        else:
            self.applied.emit(self.editor.tree)
            self.accept()
