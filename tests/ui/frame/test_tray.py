"""With a tray the program may stay behind a closed window; without one closing ends it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QIcon

from loancrm_desktop.ui import application
from loancrm_desktop.ui.application import Options, Program
from loancrm_desktop.ui.frame.tray import Tray


@pytest.fixture
def tray(qtbot, dressed):
    tray = Tray(QIcon())
    yield tray
    tray.end()
    tray.deleteLater()


def texts(tray):
    return [action.text() for action in tray.menu.actions() if not action.isSeparator()]


def test_the_tray_offers_four_commands_and_names_nobody(tray):
    assert len(texts(tray)) == 4


def test_what_needs_an_open_office_waits_for_one(tray, qtbot):
    assert not tray.new.isEnabled()
    tray.show_open(is_open=True)
    with qtbot.waitSignal(tray.lock_requested):
        tray.lock.trigger()
    tray.name_again()
    assert tray.new.isEnabled()


@pytest.fixture
def program(qapp, dressed, tmp_path, monkeypatch):
    monkeypatch.setenv("LOANCRM_PROFILE", str(tmp_path))
    monkeypatch.setattr(application, "tray_is_there", lambda: True)
    monkeypatch.setattr(Tray, "set_shown", lambda self, *, shown: None)  # offscreen has none
    program = Program(qapp, Options(language="zh", theme="light"))
    program.show()
    yield program
    program.window._quitting = True
    program.window.close()
    program.end()
    qapp.setQuitOnLastWindowClosed(True)


def test_closing_hides_the_window_only_when_that_is_wanted(program, qtbot, qapp):
    program.memory.close_to_tray = True
    program._on_desk_changed("close_to_tray")
    assert not qapp.quitOnLastWindowClosed()
    with qtbot.waitSignal(program.window.hidden_away):
        program.window.close()
    assert program.window.isHidden()
    program.tray.open_requested.emit()
    assert program.window.isVisible()
    program.memory.close_to_tray = False
    program._on_desk_changed("close_to_tray")
    assert qapp.quitOnLastWindowClosed()
    assert not program.window.may_hide


def test_without_a_tray_nothing_is_left_behind(program, monkeypatch):
    monkeypatch.setattr(application, "tray_is_there", lambda: False)
    program.memory.close_to_tray = True
    program._on_desk_changed("close_to_tray")
    assert not program.window.may_hide


def test_minutes_and_language_take_effect_at_once(program, qtbot):
    program.memory.lock_after_min = 40
    program._on_desk_changed("lock_after_min")
    assert program.idle.after_min == 40
    door = program.window.first_run_page
    program.memory.language = "en"
    program._on_desk_changed("language")
    qtbot.waitUntil(lambda: program.window.first_run_page is not door)
    assert program.window.menus.menu("file").title() == "&File"
    program.memory.language = "zh"
    program._on_desk_changed("language")
    qtbot.waitUntil(lambda: program.bridge.pending == 0, timeout=30_000)
