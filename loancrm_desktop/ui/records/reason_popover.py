"""Asks why a number of somebody else is that of this person, too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 320


class ReasonPopover(Popover):
    """One line for the reason; it goes into the remark.

    Signals:
        given: the reason in words.
    """

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Same number, another person"), parent)
        self.setFixedWidth(_WIDTH)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("Such as: the couple shares one phone"))
        self.edit.setAccessibleName(tr("Reason"))
        self.edit.textChanged.connect(self._on_edit_text_changed)
        self.edit.installEventFilter(self)
        self._composing = ComposingWatch(self.edit, parent=self)
        self.go = button(tr("Save as another person"), kind="primary", icon="check")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._on_go_clicked)
        told = label(tr("Say why; it is written into the remark."), role="secondary", wrap=True)
        self.body.addWidget(told)
        self.body.addWidget(self.edit)
        self.body.addLayout(row(None, self.go))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on with Enter, unless an input method is composing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not self._composing.active:
                self._on_go_clicked()
                return True
        return super().eventFilter(watched, event)

    def _on_edit_text_changed(self, text: str) -> None:
        self.go.setEnabled(bool(text.strip()))

    def _on_go_clicked(self) -> None:
        reason = self.edit.text().strip()
        if reason:
            self.close()
            self.given.emit(reason)
