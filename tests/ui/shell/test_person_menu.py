"""The person's menu changes looks and language, and leads to the own settings."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.shell.person_menu import PersonMenu


@pytest.fixture
def menu(qtbot, dressed, tmp_path):
    menu = PersonMenu(DeskMemory(folder=tmp_path))
    menu.told = []
    menu.desk_changed.connect(menu.told.append)
    qtbot.addWidget(menu)
    return menu


@pytest.mark.parametrize(
    ("name", "what"), [("theme:dark", "theme"), ("language:en", "language"), ("theme:", "theme")]
)
def test_a_choice_is_written_down_and_told(menu, tmp_path, name, what):
    menu.findChild(QAction, name).trigger()
    assert menu.told == [what]
    memory = DeskMemory.read(tmp_path)
    assert getattr(memory, what) == name.partition(":")[2]


def test_sections_and_lock_are_asked_for(menu, qtbot):
    with qtbot.waitSignal(menu.section_requested) as asked:
        menu.findChild(QAction, "password").trigger()
    assert asked.args == ["password"]


def test_pressing_the_person_opens_it(shell):
    shell.window.workspace.navigation.person.click()
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, PersonMenu)
    shown.findChild(QAction, "appearance").trigger()
    shown.close()
    settings = shell.window.workspace.page("settings")
    assert settings.entries["appearance"].isChecked()
    shell.settle()
