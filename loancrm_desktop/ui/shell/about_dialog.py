"""What this program is: name, version, licence."""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QWidget

from loancrm_desktop import __version__
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button, column, label, row

WIDTH = 420


class AboutDialog(QDialog):
    """Says what runs here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = tr("Loan customer management")
        self.setWindowTitle(tr("About {name}", name=name))
        self.setFixedWidth(WIDTH)
        close = button(tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        layout = column(
            label(name, font="title"),
            label(tr("Version {version}, Qt {qt}", version=__version__, qt=qVersion())),
            label(
                tr("Everything stays on your computers, encrypted. Nothing is sent anywhere."),
                role="secondary",
                wrap=True,
            ),
            label(tr("Free software; the licence lies beside the program."), role="caption"),
            margins=(24, 20, 24, 16),
        )
        layout.addLayout(row(None, close))
        self.setLayout(layout)
