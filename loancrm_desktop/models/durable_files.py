"""Small files that must be there after a power cut: written once, read whole."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from pathlib import Path

READ_LIMIT_BYTES = 1 << 20
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT) if sys.platform != "win32" else (errno.ENOSPC,)
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ESTALE) if sys.platform != "win32" else (errno.ENOENT,)


def write_once(path: Path, content: bytes) -> None:
    """Create a file that did not exist, and return only when the disk has it.

    A file that could not be written whole is taken away again.

    Raises:
        FileExistsError: somebody else made it first.
        Unavailable: disk full, folder read-only, folder gone.
    """
    try:
        with path.open("xb") as stream:
            try:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            except OSError:
                stream.close()
                path.unlink(missing_ok=True)
                raise
        sync_folder(path.parent)
    except FileExistsError:
        raise
    except OSError as error:
        raise trouble_with(path, error) from error


def write_again(path: Path, content: bytes) -> float:
    """Write a file in place that only we write; answer the file server's time of writing.

    In place, because a file replaced by rename is read in an old version by other desks of
    a share (security.md 2.5).

    Raises:
        Unavailable: disk full, folder read-only, folder gone.
    """
    try:
        with path.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            return os.fstat(stream.fileno()).st_mtime
    except OSError as error:
        raise trouble_with(path, error) from error


def read_whole(path: Path, limit_bytes: int = READ_LIMIT_BYTES) -> bytes | None:
    """Read a small file; None when it is not there. More than the limit is cut off.

    Raises:
        Unavailable: the file is there and cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(limit_bytes + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise trouble_with(path, error) from error


def make_folder(path: Path) -> None:
    """Make a folder and those above it, if they are not there.

    Raises:
        Unavailable: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble_with(path, error) from error


def sync_folder(folder: Path) -> None:
    """Write a folder's list of names to the disk, where the system can do that."""
    if sys.platform == "win32":
        return  # NTFS journals names itself, and a folder cannot be opened for writing
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some file servers refuse to flush a folder; the file itself is flushed already.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def trouble_with(path: Path, error: OSError) -> Unavailable:
    """Say an operating system's error on a file or folder so that a person can mend it."""
    if error.errno in _FULL:
        return Unavailable(
            say(
                "The disk with {path} is full. Free some space and try again; nothing was changed.",
                path=str(path.parent),
            ),
            "disk_full",
        )
    if error.errno in _DENIED:
        return Unavailable(
            say(
                "{path} cannot be read or written: access was denied."
                " Check the folder's rights and that the disk is not write-protected.",
                path=str(path),
            ),
            "read_only",
        )
    if error.errno in _GONE:
        return Unavailable(
            say(
                "{path} cannot be reached any more. Check that the disk or the network share"
                " is connected, then try again.",
                path=str(path),
            ),
            "missing",
        )
    return Unavailable(
        say(
            "{path} cannot be read or written (the system says: {reason})."
            " Check the disk or the network share, then try again.",
            path=str(path),
            reason=error.strerror or errno.errorcode.get(error.errno or 0, "?"),
        ),
        "unavailable",
    )
