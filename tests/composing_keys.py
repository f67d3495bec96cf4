"""Keys and input methods as tests of text fields need them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent


def compose(field, letters: str) -> None:
    """Have an input method hold letters that are not yet chosen."""
    QCoreApplication.sendEvent(field, QInputMethodEvent(letters, []))


def commit(field, text: str) -> None:
    """Have the input method put the chosen signs down."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(field, event)
