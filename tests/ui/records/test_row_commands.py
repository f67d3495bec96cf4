"""The commands of the list: each key once, and only what the person may do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QListView, QWidget

from loancrm_desktop.services.actor import Rights
from loancrm_desktop.ui.commands import commands_of
from loancrm_desktop.ui.records import bulk_bar, row_commands
from loancrm_desktop.ui.records.row_commands import acts_offered, letters, make_commands

READER = Rights("all", frozenset({"customers.see"}))
OWNER = Rights("all", frozenset({"*"}))


@pytest.fixture
def made(qtbot, dressed):
    page, ran = QWidget(), []
    qtbot.addWidget(page)
    view = QListView(page)

    def runs_of(key):
        def run() -> None:
            ran.append(key)

        return run

    general = ("FIND", "FIND_NEXT", "FIND_BEFORE", "PRINT", "EXPORT")
    keys = [command.key for command in letters()]
    keys += [getattr(row_commands, name) for name in general]
    runs = {key: runs_of(key) for key in keys}
    return page, make_commands(view, page, runs), ran


def test_no_key_is_given_twice(made):
    page, _commands, _ran = made
    keys = [keys.toString() for action in page.actions() for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"L", "T", "P", "F2", "Space", "Ctrl+A", "Ctrl+Right", "Ctrl+Left", "Del"} <= set(keys)


def test_each_runs_what_it_says(made):
    _page, commands, ran = made
    commands[row_commands.LOG].trigger()
    commands[row_commands.FIND].trigger()
    assert ran == [row_commands.LOG, row_commands.FIND]


def test_who_may_only_look_is_offered_nothing_that_changes(made):
    page, commands, _ran = made
    commands.allow(READER, trash=False)
    offered = {action.objectName() for action in commands_of(page)}
    assert row_commands.OPEN in offered
    assert not offered & {
        row_commands.TRASH, row_commands.ASSIGN, row_commands.LOG, row_commands.CELL,
        row_commands.ADVANCE,
    }  # fmt: skip
    menu = commands.open_menu(page, QPoint(0, 0))
    assert row_commands.TRASH not in [action.objectName() for action in menu.actions()]
    menu.close()


def test_in_the_trash_one_can_only_put_back(made):
    page, commands, _ran = made
    commands.allow(OWNER, trash=True)
    assert commands[row_commands.RESTORE].isEnabled()
    assert not commands[row_commands.OPEN].isEnabled()
    assert acts_offered(OWNER, trash=True) == {bulk_bar.RESTORE}
    assert bulk_bar.RESTORE not in acts_offered(OWNER, trash=False)
    assert page.actions()
