"""Encrypted files under `files/`: a fresh key for each, bound to its office and its own name.

A file is written beside its place, flushed, renamed, read back, opened and compared before anybody
hears of it. Its key is wrapped by the documents' key and lies in the database, so a row removed
for good leaves nothing that opens the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.durable_files import (
    make_folder,
    read_whole,
    sync_folder,
    trouble_with,
    write_once,
)
from loancrm_desktop.services.vault.canonical import canonical
from loancrm_desktop.services.vault.secrets_of_office import (
    KEY_BYTES,
    NONCE_BYTES,
    locked,
    opened,
)
from loancrm_desktop.texts import say

FOLDER = "files"
LARGEST_BYTES = 100 * 1024 * 1024
LARGEST_MB = LARGEST_BYTES // (1024 * 1024)
VERSION = 1
MAGIC = b"LCRMDOC"
OVERHEAD_BYTES = len(MAGIC) + 1 + NONCE_BYTES + 16
PART = ".part"
_NAME_BYTES = 16


@dataclass(frozen=True, slots=True, repr=False)
class Cabinet:
    """Where an office's files lie, and what wraps their keys."""

    folder: Path
    office_id: str
    key: bytes

    def __repr__(self) -> str:
        return "Cabinet(hidden)"

    def path_of(self, blob: str) -> Path:
        """Answer where a file lies.

        Raises:
            Unavailable: this is no name we gave.
        """
        if len(blob) != 2 * _NAME_BYTES or not set(blob) <= set("0123456789abcdef"):
            raise damaged()
        return self.folder / FOLDER / blob


@dataclass(frozen=True, slots=True)
class Blob:
    """A file in the cabinet, as its row keeps it.

    Attributes:
        blob: its random name.
        sha256: of the plain content, hex.
        key_wrapped: its own key, wrapped, hex; it opens only for this name, size and content.
    """

    blob: str
    sha256: str
    size_bytes: int
    key_wrapped: str


def put(cabinet: Cabinet, content: bytes) -> Blob:
    """Encrypt a file into the cabinet; it is on the disk and was read back when this returns.

    Raises:
        Unavailable: disk full, folder read-only or gone, or what was read back is not the same.
    """
    name = secrets.token_hex(_NAME_BYTES)
    key = secrets.token_bytes(KEY_BYTES)
    sha256 = hashlib.sha256(content).hexdigest()
    made = Blob(name, sha256, len(content), _wrapped(cabinet, key, name, sha256, len(content)))
    path = cabinet.path_of(name)
    part = path.with_name(name + PART)
    make_folder(path.parent)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = MAGIC + bytes([VERSION]) + nonce + locked(key, nonce, content, _bound(cabinet, name))
    try:
        write_once(part, sealed)
        try:
            part.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            raise trouble_with(path, error) from error
        del sealed
        get(cabinet, made)
    except BaseException:  # Ctrl+C too: no half a file stays
        for left in (part, path):
            with contextlib.suppress(OSError):  # the reason why it failed is told, not this
                left.unlink(missing_ok=True)
        raise
    return made


def get(cabinet: Cabinet, wanted: Blob) -> bytes:
    """Answer a file's plain content, proved to be what was put in.

    Raises:
        Unavailable: `missing`, `damaged` or `too_new`, or the disk.
    """
    sealed = read_whole(cabinet.path_of(wanted.blob), LARGEST_BYTES + OVERHEAD_BYTES)
    if sealed is None:
        text = say(
            "The file of this document is missing from the office folder. Restore it from a backup."
        )
        raise Unavailable(text, "missing")
    key = _unwrapped(cabinet, wanted)
    head = len(MAGIC) + 1
    if sealed[: len(MAGIC)] != MAGIC or len(sealed) < OVERHEAD_BYTES or key is None:
        raise damaged()
    if sealed[len(MAGIC)] > VERSION:
        text = say("This document was kept by a newer version of the program. Update this one.")
        raise Unavailable(text, "too_new")
    if sealed[len(MAGIC)] != VERSION:
        raise damaged()
    nonce, body = sealed[head : head + NONCE_BYTES], sealed[head + NONCE_BYTES :]
    del sealed
    content = opened(key, nonce, body, _bound(cabinet, wanted.blob))
    if content is None or not hmac.compare_digest(
        hashlib.sha256(content).hexdigest(), wanted.sha256
    ):
        raise damaged()
    return content


def vouches(cabinet: Cabinet, claimed: Blob) -> bool:
    """Say whether a blob was put in by this office with just this size and content."""
    return _unwrapped(cabinet, claimed) is not None


def discard(cabinet: Cabinet, blob: str) -> None:
    """Take away a file no row speaks of; one that cannot be removed now is swept later."""
    with contextlib.suppress(OSError):  # found again by the sweep
        cabinet.path_of(blob).unlink(missing_ok=True)


def left_over(cabinet: Cabinet, before_s: float) -> list[str]:
    """Answer the files in the cabinet last written before a time (seconds since 1970)."""
    folder = cabinet.folder / FOLDER
    if not folder.is_dir():
        return []
    found: list[str] = []
    for path in folder.iterdir():
        name = path.name.removesuffix(PART)
        ours = len(name) == 2 * _NAME_BYTES and set(name) <= set("0123456789abcdef")
        with contextlib.suppress(OSError):  # gone meanwhile
            if ours and path.stat().st_mtime < before_s:
                found.append(path.name)
    return found


def damaged() -> Unavailable:
    """Answer what is said of a file that does not open."""
    return Unavailable(
        say(
            "This document cannot be opened: its encrypted file was altered or is damaged."
            " Restore it from a backup."
        ),
        "damaged",
    )


def _bound(cabinet: Cabinet, name: str) -> bytes:
    return canonical({"blob": name, "office": cabinet.office_id, "version": VERSION})


def _bound_key(cabinet: Cabinet, name: str, sha256: str, size_bytes: int) -> bytes:
    return canonical(
        {
            "blob": name,
            "office": cabinet.office_id,
            "sha256": sha256,
            "size": size_bytes,
            "version": VERSION,
        }
    )


def _wrapped(cabinet: Cabinet, key: bytes, name: str, sha256: str, size_bytes: int) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    bound = _bound_key(cabinet, name, sha256, size_bytes)
    return (bytes([VERSION]) + nonce + locked(cabinet.key, nonce, key, bound)).hex()


def _unwrapped(cabinet: Cabinet, of: Blob) -> bytes | None:
    try:
        raw = bytes.fromhex(of.key_wrapped)
    except ValueError:
        return None
    if not raw or raw[0] != VERSION:
        return None
    bound = _bound_key(cabinet, of.blob, of.sha256, of.size_bytes)
    nonce, body = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
    return opened(cabinet.key, nonce, body, bound) if len(body) == KEY_BYTES + 16 else None
