"""What is closed is gone: no window, timer, thread or object of ours outlives it."""

from __future__ import annotations

import gc
import threading
import weakref
from collections import Counter

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from loancrm_desktop.services import customers
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.chip_popover import FieldPopover
from loancrm_desktop.ui.conditions.column_chooser import ColumnChooser
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.dialog import ConditionDialog
from loancrm_desktop.ui.conditions.view_name_popover import ViewNamePopover
from loancrm_desktop.ui.contract_dialog import ContractDialog
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame.places import all_places
from loancrm_desktop.ui.handbook.handbook_window import HandbookWindow
from loancrm_desktop.ui.kit import kit_window
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.records.merge_picker import MergePicker
from loancrm_desktop.ui.records.phrases_popover import PhrasesPopover
from loancrm_desktop.ui.shell.about_dialog import AboutDialog
from loancrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question
from loancrm_desktop.ui.widgets.popover import Popover
from loancrm_desktop.ui.widgets.reveal_popover import RevealPopover

QUIET_TURNS = 15


def settle() -> None:
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
    gc.collect()


def ours(owner: type) -> bool:
    return owner.__module__.startswith("loancrm_desktop.ui")


def living() -> Counter[str]:
    """Count the objects of our classes, and the running timers, that Qt still holds."""
    found: Counter[str] = Counter()
    for each in shiboken6.getAllValidWrappers():
        if isinstance(each, QObject) and ours(type(each)):
            found[type(each).__name__] += 1
        elif isinstance(each, QTimer) and each.isActive():
            found["a running QTimer"] += 1
    return found


def left(before: Counter[str]) -> Counter[str]:
    """Answer what there is more of now; a page that was read anew has as many parts as before."""
    settle()
    return living() - before


NOTHING: Counter[str] = Counter()


@pytest.fixture
def around(qtbot, dressed, office, owner, tmp_path, monkeypatch):
    """Answer a way to open the main window, and how to wait for it."""
    monkeypatch.setattr("loancrm_desktop.ui.vault_calls.office_name", _name_of)
    office.do(owner, customers.add, values={"name": "钱慧敏", "phone": "13900000872"})
    settle()
    before, threads = living(), set(threading.enumerate())
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
    window.show()
    window.activateWindow()
    window.enter(Opened(office, owner, None))

    def wait(wanted=lambda: True) -> None:
        turns = 0

        def quiet() -> bool:
            # An answer may ask again at the next turn of the loop (a list that has come fills its
            # preview), so one quiet moment is not yet the end.
            nonlocal turns
            turns = turns + 1 if bridge.pending == 0 and wanted() else 0
            return turns >= QUIET_TURNS

        QCoreApplication.processEvents()
        qtbot.waitUntil(quiet, timeout=20_000)

    wait(window.workspace.pages.count)
    yield window, wait
    window.close()
    bridge.shut_down()
    window.deleteLater()
    bridge.deleteLater()
    gone = weakref.ref(window)
    window = wait = None
    settle()
    assert left(before) == NOTHING
    assert {one.name for one in set(threading.enumerate()) - threads} == set()
    assert gone() is None or not shiboken6.isValid(gone())


def _name_of(folder) -> str:
    return "测试机构"


def test_the_main_window_with_every_page(around):
    window, wait = around
    for place in all_places():
        window.workspace.go_to(place.key)
        wait()
    window.workspace.open_customer(1)
    wait()
    window.workspace.edit_customer(1)
    wait()
    window.workspace.open_palette()
    wait()


def test_every_page_is_gone_after_the_lock(around):
    window, wait = around
    window.lock()
    wait()
    settle()
    names = living()
    assert window.workspace is None
    assert not names["Workspace"]
    assert not names["CustomerListPage"]
    settle()
    for _round in range(2):
        window.show_unlock()
        wait()
    assert left(names) == NOTHING


def test_customer_windows(around):
    window, wait = around
    settle()
    before = living()
    for _round in range(2):
        shown = window.workspace.open_customer_window(1)
        wait(shown.isVisible)
        shown.close()
        del shown
    assert left(before) == NOTHING


def test_forms_one_after_the_other(around):
    window, wait = around
    window.workspace.new_customer()
    wait()
    window.workspace.go_back()
    wait()
    settle()
    before = living()
    for _round in range(2):
        window.workspace.new_customer()
        wait()
        window.workspace.go_back()
        wait()
    assert left(before) == NOTHING


def test_the_palette_holds_nothing_once_it_is_shut(around):
    window, wait = around
    window.workspace.open_palette()
    wait()
    window.workspace.open_palette()
    settle()
    before = living()
    for _round in range(3):
        window.workspace.open_palette()
        wait()
        window.workspace.open_palette()
    assert left(before) == NOTHING


def test_a_rebuild_leaves_only_one_workspace(around, qtbot):
    window, wait = around
    for _round in range(2):
        old = window.workspace
        window.rebuild()
        qtbot.waitUntil(lambda old=old: window.workspace is not old, timeout=10_000)
        del old
        wait(window.workspace.pages.count)
    settle()
    names = living()
    assert names["Workspace"] == 1
    assert names["CustomerListPage"] == 1


def shown_dialogs(desk, page):
    """Answer how each dialog and small window is made, by name."""
    words = desk.words
    fields = ConditionFields(words, "customer")
    question = Question("删除？", "不能撤销。", "删除")
    deal_id = desk.deals["钱慧敏"]
    return {
        "about": (AboutDialog, (page,)),
        "confirm": (ConfirmDialog, (question, page)),
        "conditions": (ConditionDialog, (desk.bridge, words, "customer", page)),
        "contract": (ContractDialog, (desk.bridge, deal_id, "钱慧敏", page)),
        "keys": (ShortcutSheet, ("页", [], [], page)),
        "fields": (FieldPopover, (fields, page)),
        "columns": (ColumnChooser, (page,)),
        "merge": (MergePicker, (desk.bridge, 1, page)),
        "phrases": (PhrasesPopover, (page,)),
        "reveal": (RevealPopover, (page,)),
        "popover": (Popover, ("题", page)),
    }


NAMES = (
    "about", "confirm", "conditions", "contract", "keys", "fields", "columns", "merge", "phrases",
    "reveal", "popover",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_dialogs_and_popovers(qtbot, desk, name):
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    settle()
    before = living()
    make, arguments = shown_dialogs(desk, page)[name]
    for _round in range(2):
        shown = make(*arguments)
        if isinstance(shown, Popover):
            shown.open_at(page)
        else:
            shown.show()
        desk.settle()
        assert shown.isVisible()
        shown.close()
        desk.settle()
        shown.deleteLater()
        del shown
    del arguments
    assert left(before) == NOTHING
    assert QApplication.activePopupWidget() is None


def test_the_name_of_a_view(qtbot, desk):
    page = QWidget()
    qtbot.addWidget(page)
    settle()
    before = living()
    shown = ViewNamePopover("视图", "保存", page, may_share=True)
    shown.deleteLater()
    del shown
    assert left(before) == NOTHING


def test_the_handbook_and_the_kit(qtbot, dressed):
    settle()
    before, threads = living(), set(threading.enumerate())
    for make in (HandbookWindow, kit_window.make):
        shown = make()
        shown.show()
        QCoreApplication.processEvents()
        shown.close()
        shown.deleteLater()
        del shown
    assert left(before) == NOTHING
    assert set(threading.enumerate()) <= threads
