"""About says what runs here."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from loancrm_desktop import __version__
from loancrm_desktop.ui.shell.about_dialog import AboutDialog


def test_it_names_the_version(qtbot, dressed):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    assert any(__version__ in label.text() for label in dialog.findChildren(QLabel))
