"""Customers in windows of their own: at most six, one each, named, remembered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from loancrm_desktop.services import customers
from loancrm_desktop.ui.contract_dialog import ContractDialog
from loancrm_desktop.ui.shell.customer_windows import MOST_WINDOWS
from loancrm_desktop.ui.shell.own_acts import TakeBack
from loancrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_title_is_the_customers_name_and_follows_it(shell):
    window = shell.window.workspace.open_customer_window(1)
    shell.settle(lambda: window.windowTitle() == "钱慧敏")
    shell.bridge.do(customers.edit, customer_id=1, values={"name": "钱慧"})
    shell.settle(lambda: window.windowTitle() == "钱慧")


def test_the_same_customer_has_one_window_and_the_seventh_is_refused(shell):
    workspace = shell.window.workspace
    for number in range(5):
        values = {"name": f"客户{number}", "phone": f"1380000010{number}"}
        shell.bridge.do(customers.add, values=values)
    shell.settle()
    first = workspace.open_customer_window(1)
    assert workspace.open_customer_window(1) is first
    for customer_id in range(2, MOST_WINDOWS + 1):
        workspace.open_customer_window(customer_id)
    assert workspace.open_customer_window(MOST_WINDOWS + 1) is None
    assert any(str(MOST_WINDOWS) in text for text in workspace.toasts.texts)
    first.close()
    assert workspace.open_customer_window(MOST_WINDOWS + 1) is not None
    shell.settle()


def test_a_window_has_its_own_keys(shell, qtbot):
    window = shell.window.workspace.open_customer_window(1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shell.settle()
    sheet = window.show_keys()
    assert isinstance(sheet, ShortcutSheet)
    sheet.accept()
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert shell.window.workspace is None


def test_a_window_has_the_keys_of_everywhere(shell, qtbot):
    workspace = shell.window.workspace
    window = workspace.open_customer_window(1)
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    shell.settle(workspace.own_acts.undo.isEnabled)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(workspace.own_acts.redo.isEnabled, timeout=10_000)
    shell.settle()
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(shell.window.isActiveWindow)
    assert workspace._palette.palette.isVisible()
    workspace._palette.palette.close_quietly()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(shell.window.isActiveWindow)
    assert type(workspace.pages.currentWidget()).__name__ == "CustomerFormPage"
    shell.settle()


def test_where_a_window_stood_is_remembered(shell):
    window = shell.window.workspace.open_customer_window(1)
    window.resize(720, 610)
    shell.settle()
    window.close()
    assert shell.window.workspace.windows.ids == []
    again = shell.window.workspace.open_customer_window(2)
    assert (again.width(), again.height()) == (720, 610)
    shell.settle()


def test_editing_from_a_window_happens_in_the_main_window(shell):
    workspace = shell.window.workspace
    window = workspace.open_customer_window(1)
    shell.settle()
    window.page.edit_requested.emit(1)
    assert type(workspace.pages.currentWidget()).__name__ == "CustomerFormPage"
    shell.settle()


def test_the_window_menu_names_the_windows_and_brings_them_forward(shell):
    menu = shell.window.menus.menu("window")
    window = shell.window.workspace.open_customer_window(1)
    shell.settle(lambda: [action.text() for action in menu.actions()] == ["钱慧敏"])
    shell.window.activateWindow()
    menu.actions()[0].trigger()
    shell.settle(window.isActiveWindow)
    window.close()
    shell.settle(menu.isEmpty)


def test_a_contract_asked_for_in_a_customers_window_bears_that_customers_name(shell):
    workspace = shell.window.workspace
    workspace.open_customer(2)
    window = workspace.open_customer_window(1)
    shell.settle(lambda: window.page.deal is not None)
    shell.settle()
    window.page.contract_requested.emit(window.page.deal.id)
    (dialog,) = [each for each in window.findChildren(QDialog) if isinstance(each, ContractDialog)]
    shell.settle()
    assert "钱慧敏" in dialog.out.text
    dialog.fill_requested.emit("customer", "id_number")
    shell.settle()
    assert workspace.pages.currentWidget().form.editor("name").value() == "钱慧敏"
    dialog.close()


def test_what_is_done_in_a_customers_window_is_said_and_taken_back_there(shell):
    workspace = shell.window.workspace
    window = workspace.open_customer_window(1)
    shell.settle(lambda: window.page.customer_id == 1)
    told = []
    shell.bridge.changed.connect(told.append)
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    shell.settle(lambda: told)
    window.page.said.emit("已改", told[0].seq)
    assert window.toasts.texts == ["已改"]
    assert workspace.toasts.texts == []
    TakeBack(shell.bridge, told[0].seq, window._on_refused)()
    shell.settle(lambda: window.toasts.texts == [])


def test_what_the_undo_key_takes_back_is_said_in_the_window_it_was_pressed_in(shell, qtbot):
    workspace = shell.window.workspace
    window = workspace.open_customer_window(1)
    shell.settle(lambda: window.page.customer_id == 1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    told = []
    shell.bridge.changed.connect(told.append)
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    shell.settle(lambda: told)
    workspace.own_acts.undo.trigger()
    shell.settle(lambda: window.toasts.texts)
    assert workspace.toasts.texts == []
