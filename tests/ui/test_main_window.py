"""The window leads from the door into the workspace, from page to page, and out again."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.texts import say
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.workspace import BOARD, CUSTOMERS, IMPORT, SETTINGS, TODAY


@pytest.fixture
def window(qtbot, dressed, office, owner, tmp_path):
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
    qtbot.addWidget(window)
    window.show()
    office.do(owner, customers.add, values={"name": "钱慧敏", "phone": "13900000872"})
    window.enter(Opened(office, owner, None))
    qtbot.waitUntil(lambda: window.workspace.pages.count() > 0 and bridge.pending == 0)
    yield window
    window.close()
    bridge.shut_down()


def shown(window):
    return type(window.workspace.pages.currentWidget()).__name__


def test_without_an_office_the_first_run_is_shown(qtbot, dressed, tmp_path):
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path))
    qtbot.addWidget(window)
    window.start(None)
    assert window.first_run_page is not None
    bridge.shut_down()


def test_the_list_of_customers_comes_first(window):
    assert shown(window) == "CustomerListPage"
    assert "测试机构" in window.windowTitle()


@pytest.mark.parametrize(
    ("place", "page"),
    [
        (TODAY, "TodayPage"),
        (BOARD, "BoardPage"),
        (IMPORT, "ImportPage"),
    ],
)
def test_navigation_shows_each_place(window, qtbot, place, page):
    window.workspace.navigation._buttons[place].click()
    qtbot.waitUntil(lambda: window._bridge.pending == 0)
    assert shown(window) == page


def test_a_customer_is_opened_edited_and_left_again(window, qtbot):
    workspace = window.workspace
    workspace.page(CUSTOMERS).customer_opened.emit(1)
    qtbot.waitUntil(lambda: workspace.page("customer").customer_name == "钱慧敏")
    form = workspace.edit_customer(1)
    qtbot.waitUntil(lambda: form.form.editor("name").value() == "钱慧敏")
    form.form.editor("name").line.setText("钱慧")
    form.save()
    qtbot.waitUntil(lambda: workspace.page("customer").customer_name == "钱慧")
    workspace.go_back()
    assert shown(window) == "CustomerListPage"


def test_leaving_the_form_of_a_customer_goes_back_to_the_customer(window, qtbot):
    workspace = window.workspace
    workspace.open_customer(1)
    qtbot.waitUntil(lambda: window._bridge.pending == 0)
    workspace.edit_customer(1).left.emit()
    assert shown(window) == "CustomerPage"


def test_leaving_the_form_of_a_new_customer_goes_back_to_the_list(window):
    workspace = window.workspace
    workspace.new_customer().left.emit()
    assert shown(window) == "CustomerListPage"


def test_a_refusal_nobody_heard_stays_as_a_toast(window):
    window._bridge.refused.emit(Refused(say("Not now.")))
    assert window.workspace.toasts.texts == ["Not now."]
    window.workspace.toasts.clear()
    assert window.workspace.toasts.texts == []


def test_a_toast_takes_an_act_back(window, qtbot, office, owner):
    workspace, told = window.workspace, []
    window._bridge.changed.connect(told.append)
    window._bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    qtbot.waitUntil(lambda: len(told) == 1)
    workspace.show_toast("已修改", told[0].seq)
    workspace.toasts._toasts[0]._on_action_clicked()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1].operation == "journal.undo"


def test_locking_closes_the_office_and_asks_for_the_password(window, monkeypatch):
    monkeypatch.setattr("loancrm_desktop.ui.vault_calls.office_name", lambda _folder: "测试机构")
    window.lock()
    assert window.workspace is None
    assert window.unlock_page.login.text == "boss"
    with pytest.raises(RuntimeError):
        _ = window._bridge.office


def test_keys_changed_in_the_settings_are_those_the_window_goes_on_with(
    window, qtbot, office, owner
):
    newer, before = Opened(office, owner, None), window.workspace
    window.workspace.page(SETTINGS).keys.replace(newer)
    window.rebuild()
    qtbot.waitUntil(lambda: window.workspace is not before)
    assert window.workspace.page(SETTINGS).keys.opened is newer


def test_the_window_remembers_its_place(window, tmp_path):
    window.close()
    assert DeskMemory.read(tmp_path / "profile").geometry


def test_a_form_that_was_left_is_let_go(window, qtbot):
    gone = weakref.ref(window.workspace.new_customer())
    window.workspace.go_back()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and gone() is None)


def test_the_first_field_of_the_first_run_has_the_keyboard(qtbot, dressed, tmp_path):
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path))
    qtbot.addWidget(window)
    window.start(None)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.first_run_page.name.edit.hasFocus)
    bridge.shut_down()


def test_a_window_that_starts_for_the_first_time_fits_the_screen(
    qtbot, dressed, tmp_path, monkeypatch
):
    small = SimpleNamespace(availableSize=lambda: QSize(1366, 768))
    monkeypatch.setattr(MainWindow, "screen", lambda _self: small)
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path))
    qtbot.addWidget(window)
    assert window.width() <= 1366
    assert window.height() < 768
    bridge.shut_down()
