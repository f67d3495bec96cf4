"""Builds what takes long piece by piece, a turn of the event loop for each."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer


class Piecemeal(QObject):
    """Goes through steps; the window looks after everything else between two of them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] = iter(())
        self._turn = QTimer(self)
        self._turn.setInterval(1)  # with 0 some systems go on in the same turn
        self._turn.timeout.connect(self._on_turn_timeout)

    @property
    def is_done(self) -> bool:
        """Whether no step is left."""
        return not self._turn.isActive()

    def begin(self, steps: Iterator[None]) -> None:
        """Take the first step now and the others in the turns that follow."""
        self.finish()
        self._steps = steps
        self._turn.start()
        self._on_turn_timeout()

    def finish(self) -> None:
        """Take all steps that are left."""
        while self._turn.isActive():
            self._on_turn_timeout()

    def stop(self) -> None:
        """Take none of the steps that are left."""
        self._turn.stop()
        self._steps = iter(())

    def _on_turn_timeout(self) -> None:
        if next(self._steps, self) is self:
            self._turn.stop()
