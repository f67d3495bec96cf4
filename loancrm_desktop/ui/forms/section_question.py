"""Asks what becomes of the fields of a section that is removed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button, column, label, row

_WIDTH = 420


class SectionQuestion(QDialog):
    """Two ways and none.

    Signals:
        answered: whether the fields stay on the form.
    """

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Remove the section"))
        self.setFixedWidth(_WIDTH)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.drop_button = button(tr("Take the fields off the form"))
        self.drop_button.clicked.connect(self._on_drop_clicked)
        self.keep_button = button(tr("Move the fields to the section before"), kind="primary")
        self.keep_button.clicked.connect(self._on_keep_clicked)
        layout = column(
            label(tr("What becomes of its fields?"), font="subtitle"),
            label(tr("No value is lost either way."), role="secondary", wrap=True),
            self.keep_button,
            self.drop_button,
            margins=(20, 16, 20, 16),
        )
        layout.addLayout(row(None, cancel))
        self.setLayout(layout)

    def _on_keep_clicked(self) -> None:
        self.answered.emit(True)  # noqa: FBT003 - the answer itself
        self.accept()

    def _on_drop_clicked(self) -> None:
        self.answered.emit(False)  # noqa: FBT003 - the answer itself
        self.accept()
