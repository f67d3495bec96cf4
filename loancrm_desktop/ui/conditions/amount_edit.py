"""The input of a count: how many days, hours, months."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.tokens import grown

_MOST = 1_000_000
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class AmountEdit(QLineEdit):
    """A whole number from 0 on; typed, or changed with the arrow keys.

    Signals:
        edited: the person changed it.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(QIntValidator(0, _MOST, self))
        self.setFixedWidth(grown(64))
        self.setAccessibleName(tr("Amount"))
        self.setProperty("look", "inline")
        self.textEdited.connect(self._on_text_edited)

    @property
    def amount(self) -> int:
        """The number, 0 while none is typed."""
        text = self.text()
        return int(text) if text.isascii() and text.isdigit() else 0

    def show_amount(self, amount: int) -> None:
        """Show a number without telling."""
        if amount != self.amount or not self.text():
            self.setText(str(amount))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count up and down with the arrow keys."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers():
            super().keyPressEvent(event)
            return
        self.show_amount(min(_MOST, max(0, self.amount + step)))
        self.edited.emit()

    def _on_text_edited(self) -> None:
        self.edited.emit()
