"""Gives what a widget shows and its painting a turn of the event loop each."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget


class LatePaint(QObject):
    """Holds a widget's painting back until the window has looked after everything else once.

    Filling a page and painting it for the first time each take a good part of what a hand feels;
    between the two a click is answered.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(1)  # with 0 some systems go on in the same turn
        self._turn.timeout.connect(self._on_turn_timeout)

    def hold(self) -> None:
        """Paint in the next turn."""
        if self._widget.isVisible() and not self._turn.isActive():
            self._widget.setUpdatesEnabled(False)
            self._turn.start()

    def _on_turn_timeout(self) -> None:
        self._widget.setUpdatesEnabled(True)
