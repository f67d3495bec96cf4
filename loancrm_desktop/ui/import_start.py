"""Where an import begins: drop a file, or choose one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row

WIDTH = 560


class ImportStartPanel(QWidget):
    """Asks for a file.

    Signals:
        choose_requested: a file is to be chosen.
    """

    choose_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = frame("sunken")
        choose = button(tr("Choose a file …"), kind="primary", icon="upload")
        choose.clicked.connect(self.choose_requested)
        told = tr(
            "Excel, WPS, CSV or an address book. Header row and columns are found by themselves; "
            "nothing is written before you have seen the counts."
        )
        inner = column(
            label(tr("Drop an old list here"), font="subtitle"),
            label(told, role="secondary", wrap=True),
            margins=(32, 28, 32, 28),
            spacing=12,
        )
        inner.addLayout(row(choose, None))
        card.setLayout(inner)
        card.setFixedWidth(WIDTH)
        self._said = label(role="caption")
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(row(None, card, None))
        layout.addLayout(row(None, self._said, None))
        layout.addStretch(2)

    def say(self, text: str) -> None:
        """Say what is going on below the card."""
        self._said.setText(text)
