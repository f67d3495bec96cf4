"""Locking hides everything at once, keeps what is unsaved, and comes back to the same place."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from loancrm_desktop.services import drafts
from loancrm_desktop.ui.shell.page_history import Visit
from loancrm_desktop.ui.widgets.masked_field import copy_for_a_minute


def shown_windows(shell):
    return [each for each in QApplication.topLevelWidgets()
            if each.isVisible() and each is not shell.window]  # fmt: skip


def test_lock_hides_customer_windows_dialogs_and_toasts(shell):
    workspace = shell.window.workspace
    workspace.open_customer_window(1)
    dialog = QDialog(workspace)
    QLabel("钱慧敏", dialog)
    dialog.open()
    workspace.show_toast("钱慧敏", 0)
    shell.settle()
    assert len(shown_windows(shell)) == 2
    shell.window.lock()
    assert shown_windows(shell) == []
    assert not workspace.isVisible()
    assert shell.window.unlock_page.isVisible()
    assert "钱慧敏" not in shell.window.windowTitle()


def test_what_is_unsaved_is_written_before_the_office_closes(shell, monkeypatch):
    written = []
    page = shell.window.workspace.page("customers")

    def keep():
        shell.bridge.do(drafts.keep, key="customer:new", body={"name": "周"})
        written.append(shell.bridge.pending)

    page.about_to_lock = keep
    shell.window.lock()
    assert written == [1]
    shell.enter()
    found = []
    shell.bridge.ask(drafts.mine, then=Taker(found, shell.window).take)
    shell.settle(lambda: found)
    assert found[0][0].body == {"name": "周"}


class Taker(QTimer):
    def __init__(self, found, parent):
        super().__init__(parent)
        self._found = found

    def take(self, answer):
        self._found.append(answer)


def test_after_unlocking_everything_is_where_it_was(shell):
    workspace = shell.window.workspace
    workspace.open_customer(2)
    workspace.open_customer_window(1)
    shell.settle()
    shell.window.lock()
    shell.enter()
    again = shell.window.workspace
    assert again is not workspace
    assert again.history.current == Visit("customer", 2)
    shell.settle(lambda: again.page("customer").customer_id == 2)
    assert again.windows.ids == [1]


def test_another_person_does_not_come_to_that_place(shell):
    other = replace(shell.owner, login="somebody")
    shell.window.workspace.open_customer(2)
    shell.settle()
    shell.window.lock()
    shell.enter(other)
    assert shell.window.workspace.history.current == Visit("customers")


def test_the_form_that_was_open_is_open_again(shell):
    shell.window.workspace.edit_customer(1)
    shell.settle()
    shell.window.lock()
    shell.enter()
    page = shell.window.workspace.pages.currentWidget()
    assert type(page).__name__ == "CustomerFormPage"
    shell.settle()


def test_locking_twice_is_locking_once(shell):
    shell.window.lock()
    page = shell.window.unlock_page
    shell.window.lock()
    assert shell.window.unlock_page is page


@pytest.mark.parametrize("places", [("today", "customers", "board"), ("settings", "import")])
def test_nothing_of_a_locked_office_is_left_in_memory(shell, qtbot, places):
    workspace = shell.window.workspace
    for place in places:
        workspace.go_to(place)
        shell.settle()
    workspace.open_customer(1)
    window = workspace.open_customer_window(2)
    shell.settle()
    gone = [weakref.ref(workspace), weakref.ref(window), weakref.ref(workspace.page("customer"))]
    shell.window.lock()
    del workspace, window

    def all_gone():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return [ref() for ref in gone] == [None] * 3

    qtbot.waitUntil(all_gone, timeout=5_000)


def test_what_was_copied_is_off_the_clipboard_after_locking(shell):
    copy_for_a_minute("13900000872")
    assert QGuiApplication.clipboard().text() == "13900000872"
    shell.window.lock()
    assert QGuiApplication.clipboard().text() == ""
