"""Starts the reading process, bounds it, listens to it, and ends it."""

from __future__ import annotations

import dataclasses
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import loancrm_desktop
from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.exchange import memory_bounds
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.texts import say

CHILD_FLAG = "--sheet-child"
_CHILD_MODULE = "loancrm_desktop.services.exchange.sheet_child"
_LINES_AHEAD = 16
_PATIENCE_SECONDS = 0.1


class TimeOver(Exception):  # noqa: N818 - it is told apart from errors by its catcher
    """The reading process took longer than it may."""


class Stopped(Exception):  # noqa: N818 - as above
    """The person who waits asked to stop."""


class ReadingChild:
    """A running reading process; use it in a `with`, which ends it in any case."""

    def __init__(self, path: Path, sheet: str | None, limits: ReadingLimits) -> None:
        self._limits = limits
        self._lines: queue.Queue[bytes | None] = queue.Queue(_LINES_AHEAD)
        self._started = time.monotonic()
        self._process = _start()
        self._bounds = memory_bounds.bound(self._process, limits.memory_bytes)
        self._listener = threading.Thread(target=self._listen, name="sheet-child", daemon=True)
        self._listener.start()
        request = {"path": str(path), "sheet": sheet, "limits": dataclasses.asdict(limits)}
        self._ask(json.dumps(request).encode() + b"\n")

    def __enter__(self) -> ReadingChild:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lines(self, cancelled: Callable[[], bool] | None) -> Iterator[bytes]:
        """Answer what the process says, line by line, until it ends.

        Raises:
            TimeOver: it is still busy at the end of its time.
            Stopped: `cancelled` answered True.
        """
        while True:
            if cancelled is not None and cancelled():
                raise Stopped
            left = self._started + self._limits.seconds - time.monotonic()
            if left <= 0 or self._bounds.exceeded():
                raise TimeOver
            try:
                line = self._lines.get(timeout=min(left, _PATIENCE_SECONDS))
            except queue.Empty:
                continue
            if line is None:
                return
            yield line

    def close(self) -> None:
        """End the process, however it is doing."""
        self._process.kill()
        while self._listener.is_alive():
            try:
                self._lines.get(timeout=0.01)
            except queue.Empty:
                continue
        self._process.wait()
        self._bounds.release()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close_quietly(pipe.close)

    def _ask(self, request: bytes) -> None:
        pipe = self._process.stdin
        if pipe is None:
            return
        try:
            pipe.write(request)
            pipe.flush()
        except OSError:
            return  # it is gone already; that it says nothing will be noticed

    def _listen(self) -> None:
        """Run in a thread of its own: reading a pipe cannot be interrupted."""
        pipe = self._process.stdout
        if pipe is not None:
            for line in pipe:
                self._lines.put(line)
        self._lines.put(None)


def _close_quietly(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:
        return  # unsent bytes to a process that is gone


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    return [sys.executable, "-X", "utf8", "-m", _CHILD_MODULE]


def _start() -> subprocess.Popen[bytes]:
    root = str(Path(loancrm_desktop.__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    hidden = subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0
    try:
        return subprocess.Popen(  # noqa: S603 - our own program; the path travels by pipe
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            creationflags=hidden,
        )
    except OSError as error:
        raise Unavailable(
            say("Reading could not be started. Close some programs and try again."), "busy"
        ) from error
