"""Hands a signal on with words of its own, such as which row it comes from.

A lambda or a partial in `connect` would keep the receiver alive; a relay belongs to the sender,
knows the receiver weakly, and goes with the sender.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

_NOTHING = object()


class Relay(QObject):
    """Calls a method of another object with words put before what the signal carries."""

    def __init__(
        self, sender: QObject, method: Callable[..., object], words: tuple[Any, ...]
    ) -> None:
        super().__init__(sender)
        owner = getattr(method, "__self__", None)
        if not isinstance(owner, QObject):
            message = "a relay hands on to a method of a QObject"
            raise TypeError(message)
        self._owner = weakref.ref(owner)
        self._function: Callable[..., object] = method.__func__  # type: ignore[attr-defined] - a bound method
        self._words = words
        taken = inspect.signature(method).parameters.values()
        self._most = sum(each.kind is each.POSITIONAL_OR_KEYWORD for each in taken) - len(words)

    def take(self, first: object = _NOTHING, second: object = _NOTHING) -> None:
        """Hand on, with as much of what the signal carries as the method takes."""
        # Named, for PySide gives a method with `*carried` nothing of what the signal carries.
        carried = [each for each in (first, second) if each is not _NOTHING]
        owner = self._owner()
        if owner is not None and shiboken6.isValid(owner):
            self._function(owner, *self._words, *carried[: self._most])


def relay(sender: QObject, method: Callable[..., object], *words: Any) -> Callable[..., None]:
    """Answer what a signal of the sender is connected to, for a method with words of its own."""
    return Relay(sender, method, words).take
