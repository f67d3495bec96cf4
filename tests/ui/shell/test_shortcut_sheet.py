"""The sheet shows what has keys: the page's own first, each once."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from loancrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet, plain_title


def action(owner, name, title, *keys):
    made = QAction(title, owner)
    made.setObjectName(name)
    made.setShortcuts(list(keys))
    return made


def test_it_shows_what_has_keys_and_the_page_before_the_rest(qtbot, dressed):
    owner = QWidget()
    qtbot.addWidget(owner)
    page = [action(owner, "a", "&Open", "Return", "Enter"), action(owner, "b", "Mouse only")]
    general = [action(owner, "a", "Open elsewhere", "F9"), action(owner, "c", "Lock", "Ctrl+L")]
    sheet = ShortcutSheet("Customers", page, general, owner)
    assert list(sheet.lines) == ["Open", "Lock"]
    assert sheet.lines["Open"] == "Enter"
    assert plain_title(page[0]) == "Open"


def test_the_handbook_is_one_press_away(qtbot, dressed):
    sheet = ShortcutSheet("Customers", [], [])
    qtbot.addWidget(sheet)
    handbook = sheet.findChildren(QPushButton)[0]
    with qtbot.waitSignal(sheet.handbook_requested):
        handbook.click()
