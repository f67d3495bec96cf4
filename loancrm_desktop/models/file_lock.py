"""A lock on the first byte of a file, held by at most one desk of the office at a time."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from typing import TYPE_CHECKING, BinaryIO
from weakref import WeakValueDictionary

from loancrm_desktop.models.durable_files import trouble_with

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take_byte(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

    def _free_byte(stream: BinaryIO) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take_byte(stream: BinaryIO) -> None:
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0)

    def _free_byte(stream: BinaryIO) -> None:
        fcntl.lockf(stream, fcntl.LOCK_UN, 1, 0)


_HELD_BY_ANOTHER = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class _SharedFile:
    """One open lock file of this process.

    POSIX drops a process's lock as soon as *any* of its handles on the file is closed, and
    never refuses a second lock of the same process; so one file has one handle here, and
    threads order themselves by `turn`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.turn = threading.Lock()
        self._stream: BinaryIO | None = None

    def take(self) -> bool:
        """Take the byte; False when another process holds it. The caller has the turn."""
        while True:
            stream = self._stream or self._open()
            try:
                _take_byte(stream)
            except OSError as error:
                if error.errno in _HELD_BY_ANOTHER:
                    return False
                self.close()
                raise trouble_with(self.path, error) from error
            if os.fstat(stream.fileno()).st_nlink:
                return True
            self.close()  # somebody deleted the file: a lock on it would shut nobody out

    def free(self) -> None:
        """Give the byte back."""
        if self._stream is None:
            return
        try:
            _free_byte(self._stream)
        except OSError:
            self.close()  # closing frees the byte as well, even when the share is gone

    def close(self) -> None:
        """Close the handle; the next taking opens it anew."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _open(self) -> BinaryIO:
        try:
            # `a+b` makes the file if needed and never cuts it short.
            self._stream = self.path.open("a+b", buffering=0)  # type: ignore[assignment]  # raw stream is a BinaryIO in all we use
        except OSError as error:
            raise trouble_with(self.path, error) from error
        return self._stream

    def __del__(self) -> None:
        self.close()


_files: WeakValueDictionary[str, _SharedFile] = WeakValueDictionary()
_files_turn = threading.Lock()


class ByteLock:
    """A lock that shuts out other threads, other programs and other desks alike.

    The operating system, or the file server, frees it when its holder dies. Runs on any
    thread; whoever took it gives it back.
    """

    def __init__(self, path: Path) -> None:
        name = os.path.normcase(path.resolve())
        with _files_turn:
            shared = _files.get(name)
            if shared is None:
                shared = _SharedFile(path)
                _files[name] = shared
        self._shared = shared
        self._held = False

    @property
    def held(self) -> bool:
        """True while this lock is ours."""
        return self._held

    def try_acquire(self, thread_wait_s: float = 0.0) -> bool:
        """Take the lock if nobody has it.

        Args:
            thread_wait_s: how long to wait for another thread of this program; another
                program is never waited for.

        Raises:
            Unavailable: the file cannot be opened or locked at all.
        """
        turn = self._shared.turn
        if (
            not turn.acquire(timeout=thread_wait_s)
            if thread_wait_s > 0
            else not turn.acquire(blocking=False)
        ):
            return False
        try:
            self._held = self._shared.take()
        finally:
            if not self._held:
                turn.release()
        return self._held

    def release(self) -> None:
        """Give the lock back; does nothing when it is not ours."""
        if not self._held:
            return
        self._held = False
        try:
            self._shared.free()
        finally:
            self._shared.turn.release()

    def rest(self) -> None:
        """Close the file until the lock is next asked for, so that its folder can be moved.

        Does nothing while anybody of this program holds the lock.
        """
        if self._shared.turn.acquire(blocking=False):
            try:
                self._shared.close()
            finally:
                self._shared.turn.release()

    def remove(self) -> None:
        """Close and delete the lock file; only for one that nobody else uses."""
        self.release()
        self._shared.close()
        with contextlib.suppress(OSError):
            self._shared.path.unlink(missing_ok=True)
