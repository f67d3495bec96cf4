"""What the window itself can do, with or without an open office."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from loancrm_desktop.ui.handbook.handbook_window import HandbookWindow
from loancrm_desktop.ui.shell.about_dialog import AboutDialog


def test_f11_fills_the_screen_and_leaves_it(shell, qtbot):
    qtbot.keyClick(shell.window, Qt.Key.Key_F11)
    assert shell.window.isFullScreen()
    qtbot.keyClick(shell.window, Qt.Key.Key_F11)
    assert not shell.window.isFullScreen()


def test_the_handbook_opens_beside_and_closes_with_the_window(shell):
    shell.window.workspace.ask_handbook()
    books = [each for each in QApplication.topLevelWidgets() if isinstance(each, HandbookWindow)]
    assert [book.shown for book in books] == ["customers"]
    shell.window.lock()
    assert books[0].isVisible()
    shell.window.close()
    QCoreApplication.processEvents()
    assert shell.window.commands._handbook is None


def test_about_says_the_version(shell):
    dialog = shell.window.commands.show_about()
    assert isinstance(dialog, AboutDialog)
    dialog.accept()


def test_light_or_dark_is_asked_for(shell, qtbot):
    with qtbot.waitSignal(shell.window.theme_requested):
        shell.window.commands.change_theme()
