"""The menus are made of the commands that are there, in roles a Mac knows, behind Alt elsewhere."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent

from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.shell import menus

ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def names(menu):
    return [action.objectName() for action in menu.actions() if not action.isSeparator()]


def press(window, key, modifier, kind=QEvent.Type.KeyPress):
    QCoreApplication.sendEvent(window.windowHandle(), QKeyEvent(kind, key, modifier))


def test_each_command_stands_in_its_menu(shell):
    found = shell.window.menus
    assert {"customer.new", "office.lock", "window.quit"} <= set(names(found.menu("file")))
    assert names(found.menu("edit"))[:2] == ["edit.undo", "edit.redo"]
    assert "go.board" in names(found.menu("go"))
    assert "help.about" in names(found.menu("help"))


def test_the_menus_follow_the_page(shell):
    workspace = shell.window.workspace
    page = workspace.page("today")
    add_command(page, Command("today.own", "Own", "", "", "customer"), page.reload)
    workspace.go_to("today")
    assert "today.own" in names(shell.window.menus.menu("customer"))
    workspace.go_to("settings")
    assert "today.own" not in names(shell.window.menus.menu("customer"))
    shell.settle()


def test_quit_preferences_and_about_have_the_roles_a_mac_wants(shell):
    roles = {
        action.objectName(): action.menuRole()
        for key in ("file", "help")
        for action in shell.window.menus.menu(key).actions()
    }
    assert roles["window.quit"] == QAction.MenuRole.QuitRole
    assert roles["go.settings"] == QAction.MenuRole.PreferencesRole
    assert roles["help.about"] == QAction.MenuRole.AboutRole


def test_an_empty_menu_is_not_shown(shell):
    shell.window.lock()
    found = shell.window.menus
    assert not found.menu("edit").menuAction().isVisible()
    assert found.menu("file").menuAction().isVisible()


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac's menu bar is always there")
def test_alt_alone_shows_the_bar_and_hides_it_again(shell):
    window, bar = shell.window, shell.window.menuBar()
    assert bar.isHidden()
    press(window, Qt.Key.Key_Alt, ALT)
    press(window, Qt.Key.Key_Alt, NONE, QEvent.Type.KeyRelease)
    assert not bar.isHidden()
    press(window, Qt.Key.Key_Alt, ALT)
    press(window, Qt.Key.Key_Alt, NONE, QEvent.Type.KeyRelease)
    assert bar.isHidden()


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac's menu bar is always there")
def test_alt_with_another_key_shows_no_bar(shell):
    window = shell.window
    press(window, Qt.Key.Key_Alt, ALT)
    press(window, Qt.Key.Key_Left, ALT)
    press(window, Qt.Key.Key_Alt, NONE, QEvent.Type.KeyRelease)
    assert window.menuBar().isHidden()


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac's menu bar is always there")
def test_the_bar_stays_when_wanted(shell):
    shell.window.commands.toggle_menu_bar()
    assert shell.window.menuBar().isVisible()
    shell.window.commands.toggle_menu_bar()
    assert shell.window.menuBar().isHidden()


def test_on_a_mac_a_single_letter_stands_in_the_menu_without_its_key(shell, monkeypatch):
    monkeypatch.setattr(menus.sys, "platform", "darwin")
    page, ran = shell.window.workspace.page("customers"), []
    monkeypatch.setattr(page, "reload", lambda: ran.append(1))
    letter = add_letter(
        page.view, page, Command("x.y", "Letter", "Y", menu="customer"), page.reload
    )
    stand_in = menus._for_menu(letter, shell.window.menus.menu("customer"))
    assert stand_in is not letter
    assert stand_in.shortcuts() == []
    stand_in.trigger()
    assert ran == [1]
