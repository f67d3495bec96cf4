"""The condition editor in its own window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from loancrm_desktop.ui.commands import commands_of
from loancrm_desktop.ui.conditions.dialog import ConditionDialog

NAME = {"field": "name", "op": "contains", "value": "钱"}


@pytest.fixture
def dialog(qtbot, desk):
    shown = ConditionDialog(desk.bridge, desk.words, "customer")
    qtbot.addWidget(shown)
    return shown


def test_it_begins_with_a_row_where_there_is_nothing_yet(dialog):
    dialog.set_where(None)
    assert len(dialog.editor.tree.parts) == 1
    assert dialog.where() is None


def test_what_is_not_complete_is_not_applied(qtbot, dialog):
    dialog.set_where({"all": [NAME, {"field": "level", "op": "eq"}]})
    applied = []
    dialog.applied.connect(applied.append)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert applied == []
    assert dialog.isVisible()
    dialog.editor.remove(dialog.editor.tree.parts[1].id)
    dialog.apply_button.click()
    assert len(applied) == 1
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.where() == NAME


def test_undo_redo_and_apply_are_commands_of_the_window(dialog):
    dialog.set_where(NAME)
    commands = {action.objectName(): action for action in commands_of(dialog)}
    assert set(commands) == {"condition.undo", "condition.redo", "condition.apply"}
    dialog.editor.remove(dialog.editor.tree.parts[0].id)
    commands["condition.undo"].trigger()
    assert dialog.where() == NAME
    commands["condition.redo"].trigger()
    assert dialog.where() is None
