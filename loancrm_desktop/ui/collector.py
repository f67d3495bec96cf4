"""Keeps Python's collector on the GUI thread.

Python collects circles in whatever thread happens to allocate. When that is one of the bridge's
lanes, widgets are taken apart there, and Qt ends the program (seen 2026-11-23: a reader of the
database crashed while a dropped window lay in a circle). So as long as lanes run the automatic
collector is off, and a timer on the GUI thread does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

CHECK_MS = 500

_running: set[int] = set()


def rest() -> None:
    """Collect nothing any more: the program ends, and Qt takes its windows apart.

    A collection inside a destructor of Qt can wait for ever for that destructor's own lock
    (seen 2026-11-23 as a program that did not end).
    """
    gc.disable()


class GuiCollector(QObject):
    """Collects on the GUI thread what Python's own thresholds say is due.

    Runs: GUI thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.check)

    def begin(self) -> None:
        """Take the collector over; several may run, the last one to end gives it back."""
        _running.add(id(self))
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """Give the collector back; the lanes have ended."""
        self._timer.stop()
        _running.discard(id(self))
        if not _running:
            gc.enable()

    def check(self) -> None:
        """Collect the youngest generations that are due, the old one when both others were."""
        for generation, (count, threshold) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        ):
            if count <= threshold:
                break
            gc.collect(generation)

    @staticmethod
    def leave_alone_what_is_there() -> None:
        """Never walk again what is there now: the imported parts, some 300,000 objects.

        Called once, before the first office is opened; a window that is there by then would
        never be collected if it lay in a circle.
        """
        gc.freeze()
