"""Knows whether an input method is composing in a text field, so that no key is taken from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


class ComposingWatch(QObject):
    """Watches text fields; while letters are still being chosen from, nothing is saved or checked.

    A key that ends the composing belongs to the input method, not to the form.
    """

    def __init__(self, *fields: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        for field in fields:
            self.watch(field)

    def watch(self, field: QWidget) -> None:
        """Watch one more field."""
        field.installEventFilter(self)

    def watch_in(self, part: QWidget) -> None:
        """Watch every text field in a part of a window."""
        for kind in (QLineEdit, QPlainTextEdit):
            for field in part.findChildren(kind):
                self.watch(field)

    @property
    def active(self) -> bool:
        """Whether something is being composed now."""
        return bool(self._preedit)

    def finish(self) -> None:
        """Have the input method put down what is being composed, as it does when a field is left."""
        field = QApplication.focusWidget()
        if self._preedit and field is not None:
            field.clearFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of what is being composed."""
        if isinstance(event, QInputMethodEvent):
            self._preedit = event.preeditString()
        elif isinstance(event, QFocusEvent) and event.lostFocus():
            self._preedit = ""
        return super().eventFilter(watched, event)
