"""Counts the seconds of a pause down."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop.errors import Problem

TICK_MS = 250


class Countdown(QObject):
    """A pause after wrong passwords.

    Signals:
        ticked: it goes on; so many whole seconds are left.
        ended: it is over.
    """

    ticked = Signal(int)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ends_at_s = 0.0
        self._told = -1
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def is_running(self) -> bool:
        """Whether the pause lasts."""
        return self._timer.isActive()

    def start(self, seconds: int) -> None:
        """Begin a pause."""
        self._ends_at_s = time.monotonic() + seconds
        self._told = -1
        self._timer.start()
        self._on_timer_timeout()

    def stop(self) -> None:
        """End the pause without telling."""
        self._timer.stop()

    def _on_timer_timeout(self) -> None:
        left_s = self._ends_at_s - time.monotonic()
        if left_s <= 0:
            self._timer.stop()
            self.ended.emit()
            return
        whole = int(left_s) + 1
        if whole != self._told:
            self._told = whole
            self.ticked.emit(whole)


def pause_of(problem: Problem) -> int:
    """Answer how many seconds a refused password costs; 0 when none are told."""
    if getattr(problem, "reason", "") not in ("wrong_password", "waiting"):
        return 0
    seconds = problem.text.values.get("seconds", 0)
    return int(seconds) if isinstance(seconds, int | float) else 0


def clock_text(seconds: int) -> str:
    """Write seconds as a clock does: 0:42."""
    return f"{seconds // 60}:{seconds % 60:02d}"
