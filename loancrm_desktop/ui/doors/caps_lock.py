"""Whether Caps Lock is on, as far as the system or the letters typed tell."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_CAPITAL_KEY = 0x14
_TOGGLED = 1


class CapsWatch(QObject):
    """Watches the typing in one input.

    Signals:
        changed: Caps Lock is on, or off again.
    """

    changed = Signal(bool)

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self._is_on = False
        watched.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether Caps Lock is on."""
        return self._is_on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each key and at the moment the input is entered."""
        del watched
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._note(caps_by_key(event, before=self._is_on))
        elif event.type() == QEvent.Type.FocusIn:
            self._note(system_caps(otherwise=self._is_on))
        elif event.type() == QEvent.Type.FocusOut:
            self._note(is_on=False)
        return False

    def _note(self, is_on: bool) -> None:  # noqa: FBT001 - it is the value
        if is_on != self._is_on:
            self._is_on = is_on
            self.changed.emit(is_on)


def caps_by_key(event: QKeyEvent, *, before: bool) -> bool:
    """Answer whether Caps Lock is on after a key: asked of the system, else told by the letter."""
    if event.key() == Qt.Key.Key_CapsLock:
        return system_caps(otherwise=not before)
    typed = event.text()
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if len(typed) == 1 and typed.isascii() and typed.isalpha():
        return typed.isupper() != shifted
    return before


def system_caps(*, otherwise: bool) -> bool:
    """Ask the system for Caps Lock where it can be asked."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetKeyState(_CAPITAL_KEY) & _TOGGLED)
    return otherwise
