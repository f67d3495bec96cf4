"""Notices when the windows stand still: every stretch in which the GUI thread answered nobody.

Not running in an office's daily work: tests, the bench and `LOANCRM_STALLS=1` start it.
"""

from __future__ import annotations

import math
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QTimer, Signal

STALL_MS = 50
_BEAT_MS = 10
_OURS = str(Path(__file__).resolve().parents[1])
_PROGRAM = "loancrm_desktop/"


@dataclass(frozen=True, slots=True)
class Stall:
    """A stretch without an answer.

    Attributes:
        ms: how long it lasted, rounded up: never less than what counts as one.
        where: our own innermost lines at that time, the innermost first; empty when it was
            somebody else's work (a test's own, the system's).
        reckoned_ms: how much of it the GUI thread reckoned; in the rest it waited for another
            thread or another program.
    """

    ms: int
    where: tuple[str, ...]
    reckoned_ms: int = 0


class StallWatch(QObject):
    """A pulse on the GUI thread, and a thread that looks where it stays away.

    Signals:
        stalled: the pulse is back after a stretch over the limit (Stall).

    Runs: GUI thread; looking runs on a thread of its own, which only reads.
    """

    stalled = Signal(object)

    def __init__(self, over_ms: int = STALL_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stalls: list[Stall] = []
        self._over_s = over_ms / 1000
        self._watched = threading.get_ident()
        self._beat = time.perf_counter()
        self._reckoned = time.thread_time()
        self._where: tuple[str, ...] = ()
        self._ended = threading.Event()
        self._looker: threading.Thread | None = None
        self._pulse = QTimer(self)
        self._pulse.setInterval(_BEAT_MS)
        self._pulse.timeout.connect(self._on_pulse_timeout)

    def begin(self) -> None:
        """Watch from now on."""
        if self._looker is not None:
            return
        self._ended.clear()
        self._beat, self._reckoned = time.perf_counter(), time.thread_time()
        self._looker = threading.Thread(target=self._look, name="stalls", daemon=True)
        self._looker.start()
        self._pulse.start()

    def end(self) -> None:
        """Watch no longer; a stretch that still lasts counts."""
        if self._looker is None:
            return
        self._on_pulse_timeout()
        self._pulse.stop()
        self._ended.set()
        self._looker.join()
        self._looker = None

    def _on_pulse_timeout(self) -> None:
        now, reckoned = time.perf_counter(), time.thread_time()
        lasted, self._beat = now - self._beat, now
        used, self._reckoned = reckoned - self._reckoned, reckoned
        where, self._where = self._where, ()
        if lasted > self._over_s:
            stall = Stall(math.ceil(lasted * 1000), where, round(used * 1000))
            self.stalls.append(stall)
            self.stalled.emit(stall)

    def _look(self) -> None:
        while not self._ended.wait(_BEAT_MS / 1000):
            if not self._where and time.perf_counter() - self._beat > self._over_s:
                found = sys._current_frames()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - public use
                frame = found.get(self._watched)
                self._where = _own_lines(frame)


def _own_lines(frame: FrameType | None) -> tuple[str, ...]:
    """Answer the innermost lines of our own code; a running frame is only read."""
    lines: list[str] = []
    while frame is not None and len(lines) < 4:
        path = frame.f_code.co_filename
        if path.startswith(_OURS) and path != __file__:
            short = _PROGRAM + Path(path).relative_to(_OURS).as_posix()
            lines.append(f"{short}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return tuple(lines)
