"""Commands are actions that their widget carries."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from loancrm_desktop.ui.commands import (
    Command,
    add_command,
    add_global,
    add_letter,
    commands_of,
    icon_of,
    make_room,
    menu_of,
)


class Ear(QObject):
    def __init__(self):
        super().__init__()
        self.heard = 0

    def hear(self):
        self.heard += 1


def make_page(qtbot):
    page = QWidget()
    box = QVBoxLayout(page)
    page.view, page.edit = QListView(), QLineEdit()
    box.addWidget(page.view)
    box.addWidget(page.edit)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_a_letter_runs_in_the_list_and_is_a_letter_in_a_text_field(qtbot, dressed):
    page, ear = make_page(qtbot), Ear()
    add_letter(page.view, page, Command("follow_up.log", "Log", "L", "phone"), ear.hear)
    page.edit.setFocus()
    qtbot.keyClick(page.edit, Qt.Key.Key_L)
    assert page.edit.text() == "l"
    assert ear.heard == 0
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_L)
    assert ear.heard == 1
    assert not page.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_command_is_offered_while_it_can_be_run(qtbot, dressed):
    page, ear = make_page(qtbot), Ear()
    action = add_command(page, Command("customer.save", "Save", "Ctrl+S", "check"), ear.hear)
    assert commands_of(page) == [action]
    assert icon_of(action) == "check"
    page.edit.setFocus()
    qtbot.keyClick(page.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert ear.heard == 1
    action.setEnabled(False)
    assert commands_of(page) == []


def test_a_general_command_runs_wherever_the_focus_is_in_its_window(qtbot, dressed):
    page, ear = make_page(qtbot), Ear()
    action = add_global(page, Command("go.board", "Board", "Ctrl+3", menu="go"), ear.hear)
    assert menu_of(action) == "go"
    page.view.setFocus()
    page.view.clearFocus()
    qtbot.keyClick(page, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert ear.heard == 1


def test_a_general_command_makes_room_for_a_pages_keys_and_gets_them_back(qtbot, dressed):
    page, general, own = make_page(qtbot), Ear(), Ear()
    usual = add_global(page, Command("a", "General", ("F5", "Ctrl+R")), general.hear)
    inner = QWidget(page)
    special = add_command(inner, Command("b", "Own", "F5"), own.hear)
    make_room([usual], [special])
    assert [keys.toString() for keys in usual.shortcuts()] == ["Ctrl+R"]
    make_room([usual], [])
    assert [keys.toString() for keys in usual.shortcuts()] == ["F5", "Ctrl+R"]
