"""Keeps the reading process within its memory where the process cannot bound itself.

Linux: the process sets its own limit, nothing is done here. Windows: a job object. macOS: its
kernel takes the limit and ignores it, so the size is looked up now and then.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Protocol


class MemoryBounds(Protocol):
    """What is held while a bounded process runs."""

    def exceeded(self) -> bool:
        """Say whether the process has grown too large and must be ended from here."""
        ...

    def release(self) -> None:
        """Let go of what the bound needed; the process has ended."""
        ...


class _SelfBound:
    """For a process that bounds itself."""

    def exceeded(self) -> bool:
        return False

    def release(self) -> None:
        return


class _Watched:
    """For macOS: asks `ps` for the resident size, four times a second at most."""

    _INTERVAL_SECONDS = 0.25

    def __init__(self, process_id: int, memory_bytes: int) -> None:
        self._process_id = process_id
        self._memory_bytes = memory_bytes
        self._looked = time.monotonic()

    def exceeded(self) -> bool:
        if time.monotonic() - self._looked < self._INTERVAL_SECONDS:
            return False
        self._looked = time.monotonic()
        answer = subprocess.run(  # noqa: S603 - a fixed program with a number
            ["/bin/ps", "-o", "rss=", "-p", str(self._process_id)],
            capture_output=True,
            check=False,
        )
        kilobytes = answer.stdout.strip()
        return kilobytes.isdigit() and int(kilobytes) * 1024 > self._memory_bytes

    def release(self) -> None:
        return


def bound(process: subprocess.Popen[bytes], memory_bytes: int) -> MemoryBounds:
    """Put a process that waits for its request under a memory bound."""
    if sys.platform == "win32":
        from loancrm_desktop.services.exchange.windows_job import WindowsJob  # noqa: PLC0415 - Windows only

        return WindowsJob(process, memory_bytes)
    if sys.platform == "darwin":
        return _Watched(process.pid, memory_bytes)
    return _SelfBound()
