"""What opens over a page, and the first window of all, have no faults of look either."""

from __future__ import annotations

import pytest
from look_audits import (
    audit_cut_text,
    audit_names,
    audit_overlaps,
    audit_targets,
    settle,
)
from PySide6.QtWidgets import QMainWindow

from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.conditions.editor import ConditionEditor
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question
from loancrm_desktop.ui.widgets.reveal_popover import RevealPopover

LOOKS = [("zh", 1.0), ("en", 1.0), ("zh", 1.3)]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def look(request, qapp, dressed):
    language, scale = request.param
    set_language(language)
    theme.apply(qapp, "light", scale)
    yield request.param
    theme.apply(qapp, "light")


def faults(widget) -> dict[str, list[str]]:
    settle()
    found = {
        "too small to hit": audit_targets(widget),
        "without a name": audit_names(widget),
        "cut": audit_cut_text(widget),
        "lying upon each other": audit_overlaps(widget),
    }
    return {name: faults for name, faults in found.items() if faults}


def test_the_first_window(qtbot, look, tmp_path):
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path))
    qtbot.addWidget(window)
    window.resize(1100, 700)
    window.start(None)
    window.show()
    assert faults(window) == {}
    window.close()
    bridge.shut_down()


def test_the_question_before_deleting(qtbot, look):
    asked = ConfirmDialog(
        Question("彻底删除“褚建军”？", "删除后不能恢复。" * 6, "彻底删除", "褚建军")
    )
    qtbot.addWidget(asked)
    asked.show()
    assert faults(asked) == {}


def test_the_reasons_for_a_look(qtbot, look):
    asked = RevealPopover("身份证号")
    qtbot.addWidget(asked)
    asked.show_looks(20, 20)
    asked.show()
    assert faults(asked) == {}


def test_the_sheet_of_shortcuts(qtbot, look):
    window = QMainWindow()
    qtbot.addWidget(window)
    add_command(window, Command("customer.new", "新建客户", "Ctrl+N", "plus"), window.close)
    sheet = ShortcutSheet("客户", window.actions(), window.actions(), window)
    qtbot.addWidget(sheet)
    sheet.show()
    assert faults(sheet) == {}


def test_the_editor_of_conditions(qtbot, look, desk):
    editor = ConditionEditor(desk.bridge, desk.words, "customer")
    qtbot.addWidget(editor)
    editor.resize(760, 500)
    editor.show()
    desk.settle()
    assert faults(editor) == {}
