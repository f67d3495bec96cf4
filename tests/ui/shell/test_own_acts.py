"""Undo and redo stand in the menu by name, and take a toast's act back."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt

from loancrm_desktop.services import customers
from loancrm_desktop.ui.shell.own_acts import TakeBack

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def wechat(shell):
    answers = []

    def ask():
        read = shell.office.ask(shell.owner, customers.values, customer_id=1)
        answers.append(read.values.get("wechat"))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return answers[0]


def test_undo_names_the_own_newest_act_and_redo_does_it_again(shell, qtbot):
    workspace = shell.window.workspace
    undo, redo = workspace.own_acts.undo, workspace.own_acts.redo
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    qtbot.waitUntil(lambda: "钱慧敏" in undo.text(), timeout=5_000)
    assert undo.isEnabled()
    assert not redo.isEnabled()
    workspace.page("customers").view.setFocus()
    qtbot.keyClick(shell.window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(redo.isEnabled, timeout=5_000)
    assert wechat(shell) in (None, "")
    qtbot.keyClick(shell.window, Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: wechat(shell) == "qhm", timeout=5_000)
    shell.settle()


def test_a_toast_takes_its_act_back(shell):
    told = []
    shell.bridge.changed.connect(told.append)
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    shell.settle(lambda: told)
    TakeBack(shell.bridge, told[0].seq, shell.window.workspace.show_problem)()
    shell.settle(lambda: wechat(shell) in (None, ""))


def test_a_toast_goes_once_its_act_was_taken_back_by_the_keys(shell, qtbot):
    workspace = shell.window.workspace
    told = []
    shell.bridge.changed.connect(told.append)
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    shell.settle(lambda: told)
    workspace.show_toast("已改", told[0].seq)
    workspace.show_toast("另一件", told[0].seq - 1)
    qtbot.keyClick(shell.window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: "已改" not in workspace.toasts.texts, timeout=10_000)
    assert "另一件" in workspace.toasts.texts
    shell.settle()


def test_what_was_done_before_one_came_in_is_left_to_the_history(shell):
    acts = shell.window.workspace.own_acts
    acts.read()
    shell.settle()
    assert not acts.undo.isEnabled()
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    shell.settle()
    acts.read()
    shell.settle()
    assert acts.undo.isEnabled()


def test_who_may_not_undo_is_offered_none(shell):
    from dataclasses import replace

    from loancrm_desktop.services.actor import Rights

    may = frozenset({"customers.see", "customers.edit"})
    shell.enter(replace(shell.owner, rights=Rights("all", may)))
    acts = shell.window.workspace.own_acts
    acts.read()
    shell.settle()
    assert not acts.undo.isEnabled()
    assert not acts.redo.isEnabled()


def test_the_menu_names_nobody_once_the_desk_is_locked(shell, qtbot):
    undo = shell.window.workspace.own_acts.undo
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    qtbot.waitUntil(lambda: "钱慧敏" in undo.text(), timeout=5_000)
    shell.settle()
    shell.window.lock()
    assert "钱慧敏" not in undo.text()
    assert not undo.isEnabled()
