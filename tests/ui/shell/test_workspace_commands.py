"""Every general shortcut does its thing, wherever the focus is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit

from loancrm_desktop.ui.shell.page_history import Visit
from loancrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def place(shell) -> Visit:
    return shell.window.workspace.history.current


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (Qt.Key.Key_1, "today"),
        (Qt.Key.Key_2, "customers"),
        (Qt.Key.Key_3, "board"),
        (Qt.Key.Key_4, "approvals"),
        (Qt.Key.Key_5, "tasks"),
        (Qt.Key.Key_6, "import"),
        (Qt.Key.Key_Comma, "settings"),
    ],
)
def test_numbers_and_comma_go_to_the_places(shell, qtbot, key, wanted):
    qtbot.keyClick(shell.window, key, CTRL)
    shell.settle(lambda: place(shell) == Visit(wanted))
    page = shell.window.workspace.page(wanted)
    assert shell.window.workspace.pages.currentWidget() is page


def test_back_and_forward_go_through_pages_and_customers(shell, qtbot):
    workspace = shell.window.workspace
    workspace.open_customer(1)
    workspace.go_to("board")
    shell.settle()
    qtbot.keyClick(shell.window, Qt.Key.Key_Left, ALT)
    assert place(shell) == Visit("customer", 1)
    shell.settle(lambda: workspace.page("customer").customer_id == 1)
    qtbot.keyClick(shell.window, Qt.Key.Key_Left, ALT)
    assert place(shell) == Visit("customers")
    qtbot.keyClick(shell.window, Qt.Key.Key_Right, ALT)
    assert place(shell) == Visit("customer", 1)
    shell.settle()


def test_ctrl_n_opens_an_empty_form_and_back_leaves_it(shell, qtbot):
    workspace = shell.window.workspace
    before = workspace.pages.currentWidget()
    qtbot.keyClick(shell.window, Qt.Key.Key_N, CTRL)
    assert type(workspace.pages.currentWidget()).__name__ == "CustomerFormPage"
    shell.settle()
    workspace.go_back()
    assert workspace.pages.currentWidget() is before
    shell.settle()


def test_ctrl_k_opens_and_closes_the_palette_with_what_can_be_done(shell, qtbot):
    workspace = shell.window.workspace
    qtbot.keyClick(shell.window, Qt.Key.Key_K, CTRL)
    palette = workspace._palette.palette
    assert palette.isVisible()
    offered = {action.objectName() for action in palette.finder.actions}
    assert {"customer.new", "office.lock", "window.quit", "go.board"} <= offered
    shell.settle()
    workspace.open_palette()
    assert not palette.isVisible()


def test_ctrl_l_locks(shell, qtbot):
    qtbot.keyClick(shell.window, Qt.Key.Key_L, CTRL)
    assert shell.window.workspace is None
    assert shell.window.unlock_page is not None


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_F1, NONE), (Qt.Key.Key_Question, NONE)])
def test_f1_and_the_question_mark_show_the_shortcut_sheet(shell, qtbot, key, modifier):
    shell.window.workspace.page("customers").view.setFocus()
    qtbot.keyClick(shell.window, key, modifier)
    sheet = shell.window.findChild(ShortcutSheet)
    assert sheet is not None
    assert any("N" in keys for keys in sheet.lines.values())
    sheet.accept()
    shell.settle()


def test_a_question_mark_in_a_text_field_is_a_question_mark(shell, qtbot):
    workspace = shell.window.workspace
    field = QLineEdit(workspace)
    field.show()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Question, NONE)
    assert field.text() == "?"
    assert shell.window.findChild(ShortcutSheet) is None


def test_f5_reads_the_page_again(shell, qtbot, monkeypatch):
    read = []
    page = shell.window.workspace.page("customers")
    monkeypatch.setattr(page, "reload", lambda: read.append(1))
    qtbot.keyClick(shell.window, Qt.Key.Key_F5)
    assert read == [1]


def test_f6_goes_from_area_to_area_and_shift_f6_back(shell, qtbot):
    workspace = shell.window.workspace
    workspace.navigation.search.setFocus()
    qtbot.keyClick(shell.window, Qt.Key.Key_F6)
    focus = QApplication.focusWidget()
    assert workspace.pages.isAncestorOf(focus)
    qtbot.keyClick(shell.window, Qt.Key.Key_F6, SHIFT)
    assert workspace.navigation.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(shell.window, Qt.Key.Key_F6, SHIFT)
    assert shell.window.status.isAncestorOf(QApplication.focusWidget())


def test_ctrl_b_folds_the_navigation_and_that_is_remembered(shell, qtbot):
    navigation = shell.window.workspace.navigation
    assert not navigation.folded
    qtbot.keyClick(shell.window, Qt.Key.Key_B, CTRL)
    assert navigation.folded
    assert navigation.width() == 56
    shell.window.rebuild()
    shell.settle(lambda: shell.window.workspace.navigation is not navigation)
    shell.settle(shell.window.workspace.pages.count)
    assert shell.window.workspace.navigation.folded


def test_a_page_with_the_same_keys_is_the_one_that_hears_them(shell):
    workspace = shell.window.workspace
    page = workspace.page("today")
    own = QAction("own", page)
    own.setShortcut("F5")
    page.addAction(own)
    reload = next(one for one in workspace.general if one.objectName() == "page.reload")
    workspace.go_to("today")
    assert reload.shortcuts() == []
    workspace.go_to("customers")
    assert [keys.toString() for keys in reload.shortcuts()] == ["F5"]
    shell.settle()
