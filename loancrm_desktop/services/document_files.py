"""Files on their way into the office and out of it; runs outside any session.

What leaves goes through `documents.hand_out` first: without a written look there is no content.
"""

from __future__ import annotations

import contextlib
import mimetypes
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid, Problem, Unavailable
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.durable_files import trouble_with
from loancrm_desktop.services import documents, own_folder
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.documents import Act, HandedOut, Staged, cabinet_of
from loancrm_desktop.services.file_names import kept_name, written_name
from loancrm_desktop.services.office import Office, OfficePlace, Work
from loancrm_desktop.services.vault import blobs
from loancrm_desktop.services.vault.blobs import LARGEST_BYTES, LARGEST_MB, Blob
from loancrm_desktop.texts import Text, say

LEFT_OVER_AFTER = timedelta(days=1)
"""How long a staged file may wait for its row before it is swept."""
_LONGEST_MEDIA_TYPE = 100


@dataclass(frozen=True, slots=True)
class FileWish:
    """What a file becomes."""

    kind: str
    customer_id: int | None = None
    deal_id: int | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was added."""

    id: int
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Look:
    """Which document is wanted, how and why."""

    document_id: int
    act: Act
    purpose: str | None = None


def stage(place: OfficePlace, path: Path) -> Staged:
    """Encrypt a file into the office; it becomes a document by `documents.add`.

    Runs: outside lane.

    Raises:
        Invalid: there is no such file, it is no plain file, empty, or too large.
        Unavailable: it cannot be read, or the office's disk is full.
    """
    own_folder.refuse_inside(place.folder, path)
    content = _read(path)
    media_type, _ = mimetypes.guess_type(path.name)
    blob = blobs.put(cabinet_of(place), content)
    return Staged(kept_name(path.name), (media_type or "")[:_LONGEST_MEDIA_TYPE] or None, blob)


def add(office: Office, actor: Actor, path: Path, wish: FileWish) -> Added:
    """Keep a file as a document; a file that may not be added leaves nothing behind.

    Runs: outside lane.

    Raises:
        Invalid: the file or what it should become does not hold.
        Refused: the actor may not.
        Unavailable: the disk.
    """
    staged = stage(office.place, path)
    try:
        number = office.do(
            actor,
            documents.add,
            staged=staged,
            kind=wish.kind,
            customer_id=wish.customer_id,
            deal_id=wish.deal_id,
            valid_until=wish.valid_until,
        )
    except Problem:
        blobs.discard(cabinet_of(office.place), staged.blob.blob)
        raise
    return Added(number, staged.name, staged.blob.sha256, staged.blob.size_bytes)


def content(office: Office, actor: Actor, look: Look) -> tuple[HandedOut, bytes]:
    """Answer a document's content, once the look is written down.

    Runs: outside lane.

    Raises:
        Invalid: there is no such document, or no purpose is given.
        Refused: the actor may not; the attempt was written down.
        Unavailable: the file is missing or damaged.
    """
    handed = office.do(
        actor,
        documents.hand_out,
        document_id=look.document_id,
        act=look.act,
        purpose=look.purpose,
    )
    return handed, blobs.get(cabinet_of(office.place), handed.blob)


def save_copy(office: Office, actor: Actor, look: Look, out: Path) -> Path:
    """Write a document's content to a place outside the office; answers the file written.

    Runs: outside lane.

    Args:
        office: the office.
        actor: who.
        look: which document, why.
        out: the file, or a folder in which it gets its own name.

    Raises:
        Invalid: the place lies in the office's own folder; or as `content`.
        Refused: the actor may not.
        Unavailable: the place cannot be written; the document is missing or damaged.
    """
    own_folder.refuse_inside(office.place.folder, out)
    if not out.is_dir() and not out.parent.is_dir():
        raise _invalid(say("There is no folder {folder}.", folder=str(out.parent)), "missing")
    handed, found = content(office, actor, look)
    target = out / written_name(handed.name) if out.is_dir() else out
    _write(target, found)
    return target


def _write(target: Path, found: bytes) -> None:
    part = target.with_name(f"{target.name}.part")
    try:
        part.write_bytes(found)
        part.replace(target)
    except OSError as error:
        raise trouble_with(target, error) from error
    finally:
        with contextlib.suppress(OSError):  # the reason why it failed is told, not this
            part.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    try:
        size = _plain_size(path)
        if size > LARGEST_BYTES:
            raise _too_large(path)
        with path.open("rb") as stream:
            found = stream.read(LARGEST_BYTES + 1)  # it may grow while it is read
    except FileNotFoundError as error:
        text = say("{name} is not there any more. Choose the file again.", name=path.name)
        raise _invalid(text, "missing") from error
    except OSError as error:
        raise trouble_with(path, error) from error
    if len(found) > LARGEST_BYTES:
        raise _too_large(path)
    if not found:
        raise _invalid(say("{name} is empty; nothing was added.", name=path.name), "empty")
    return found


def _plain_size(path: Path) -> int:
    told = path.stat()
    if not stat.S_ISREG(told.st_mode):
        text = say("{name} is no file. Choose single files.", name=path.name)
        raise _invalid(text, "no_file")
    return told.st_size


def _too_large(path: Path) -> Invalid:
    text = say(
        "{name} is larger than {most} MB. Make it smaller, or split it, and add it again.",
        name=path.name,
        most=LARGEST_MB,
    )
    return _invalid(text, "too_large")


def _invalid(text: Text, code: str) -> Invalid:
    return Invalid(text, [FieldProblem("file", code, text)])


def _every_blob(work: Work) -> list[tuple[int, Blob]]:
    chosen = select(
        Document.id, Document.blob, Document.sha256, Document.size_bytes, Document.key_wrapped
    ).order_by(Document.id)
    return [(row[0], Blob(*row[1:])) for row in work.session.execute(chosen)]


def sweep(office: Office, actor: Actor) -> int:
    """Take away files whose row was never written, or is gone for good; answers how many.

    Runs: outside lane.

    Raises:
        Unavailable: the database cannot be read.
    """
    cabinet = cabinet_of(office.place)
    before = (office.clock() - LEFT_OVER_AFTER).timestamp()
    old = blobs.left_over(cabinet, before)
    if not old:
        return 0
    kept = {blob.blob for _, blob in office.ask(actor, _every_blob)}
    gone = [name for name in old if name not in kept]
    for name in gone:
        with contextlib.suppress(OSError):  # open elsewhere: the next sweep takes it
            (cabinet.folder / blobs.FOLDER / name).unlink(missing_ok=True)
    return len(gone)


def problems(
    office: Office, actor: Actor, told: Callable[[int, int], None] | None = None
) -> Iterable[Text]:
    """Open every document and compare it with its fingerprint; answer what does not fit.

    Runs: outside lane.

    Raises:
        Unavailable: the database cannot be read.
    """
    cabinet = cabinet_of(office.place)
    every = office.ask(actor, _every_blob)
    for done, (document_id, blob) in enumerate(every, 1):
        try:
            blobs.get(cabinet, blob)
        except Unavailable as fault:
            yield _said(document_id, fault)
        if told is not None:
            told(done, len(every))


def _said(document_id: int, fault: Unavailable) -> Text:
    if fault.reason == "missing":
        return say("Document {id}: its file is missing.", id=document_id)
    if fault.reason == "damaged":
        return say("Document {id}: its file was altered or is damaged.", id=document_id)
    return say("Document {id}: its file cannot be read.", id=document_id)
