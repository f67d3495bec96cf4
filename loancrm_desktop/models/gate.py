"""The write gate: everybody who writes to an office's database passes here, one at a time."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.file_lock import ByteLock
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a desk waits at the gate, and how.

    Attributes:
        limit_s: after this the person is told that another desk is writing.
        first_pause_s: the first wait between two tries; it doubles up to `longest_pause_s`,
            each time shortened at random, so that desks do not knock in step.
        clock: seconds that never go back.
        sleep: waits so many seconds.
    """

    limit_s: float = 15.0
    first_pause_s: float = 0.002
    longest_pause_s: float = 0.05
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class WriteGate:
    """Lets one writer through: one thread, of one program, of one desk.

    It gives order and a good message; the database's own locks still give safety. The lock
    file stays open between uses, so that an open gate costs a few microseconds.

    Runs: any thread; not twice in one thread.
    """

    def __init__(self, path: Path, patience: Patience | None = None) -> None:
        self._lock = ByteLock(path)
        self._patience = patience or Patience()
        self._thread: int | None = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    @property
    def held(self) -> bool:
        """True while somebody of this gate is inside."""
        return self._thread is not None

    def acquire(self) -> None:
        """Wait for the gate and go through.

        Raises:
            Unavailable: `busy` when another desk did not come out in time; `missing`,
                `read_only` and the like when the lock file cannot be reached.
        """
        if self._thread == threading.get_ident():
            raise RuntimeError("a thread inside the write gate knocked at it again")
        if not self._lock.try_acquire():
            self._wait()
        self._thread = threading.get_ident()

    def release(self) -> None:
        """Come out; the next one may go in."""
        self._thread = None
        self._lock.release()

    def rest(self) -> None:
        """Close the lock file until somebody knocks again; a drive with it can be taken away."""
        self._lock.rest()

    def _wait(self) -> None:
        patience = self._patience
        end = patience.clock() + patience.limit_s
        pause = patience.first_pause_s
        while (left := end - patience.clock()) > 0:
            if self._lock.try_acquire(thread_wait_s=min(pause, left)):
                return
            patience.sleep(min(left, pause * random.uniform(0.5, 1.0)))  # noqa: S311 - keeps desks out of step, guards no secret
            pause = min(pause * 2, patience.longest_pause_s)
        raise Unavailable(
            say(
                "Another desk has been saving for more than {seconds} seconds, so this could"
                " not be saved yet. Your input is still here: wait a moment and save again. If"
                " it stays so, look which desk is busy and close the program there.",
                seconds=round(patience.limit_s),
            ),
            "busy",
        )
