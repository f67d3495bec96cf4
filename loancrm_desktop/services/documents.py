"""Documents of customers and deals: kept, found, looked at with a purpose; every look is written down.

A file is staged first, outside any transaction; a small operation then names what was staged. Its
content is only read after the look was written into the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid, Problem, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.documents import Document, DocumentAccess
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.services import access, customers, deals
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.file_names import kept_name
from loancrm_desktop.services.lists import checked_limit
from loancrm_desktop.services.office import OfficePlace, Work
from loancrm_desktop.services.vault import blobs
from loancrm_desktop.services.vault.blobs import Blob, Cabinet
from loancrm_desktop.terms import name_of, terms_of
from loancrm_desktop.texts import Text, say

KIND = "document_kind"
SENSITIVE = frozenset({"id_card", "credit_report", "bank_statement"})
"""Kinds that are looked at only with a purpose."""
MOST_PURPOSE = 200
MOST_LOG = 500

Act = Literal["viewed", "copied"]


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that lies encrypted in the office, but is no document yet.

    Attributes:
        name: as it is shown.
        blob: as `vault.blobs` has it.
    """

    name: str
    media_type: str | None
    blob: Blob


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a document without looking into it."""

    id: int
    revision: int
    customer_id: int | None
    deal_id: int | None
    kind: str
    name: str
    media_type: str | None
    size_bytes: int
    sha256: str
    valid_until: date | None
    added_by: int | None
    created_at: datetime
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A look that was written down: with this the file can be read."""

    id: int
    name: str
    blob: Blob


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One line of a document's log.

    Attributes:
        act: a key of the terms `document_act`.
    """

    id: int
    at: datetime
    user_id: int
    act: str
    purpose: str | None


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which documents are wanted; None leaves out a condition.

    Attributes:
        search: a part of the name.
        valid_before: only those that are no longer valid on this day.
    """

    customer_id: int | None = None
    kind: str | None = None
    search: str = ""
    valid_before: date | None = None
    limit: int = 50
    after: int | None = None


_COLUMNS = tuple(getattr(Document, name) for name in Paper.__dataclass_fields__)
_LOG = tuple(getattr(DocumentAccess, name) for name in AccessRow.__dataclass_fields__)


def cabinet_of(place: OfficePlace) -> Cabinet:
    """Answer where an office's files lie."""
    return Cabinet(place.folder, place.office_id, place.documents_key)


@operation("documents.add")
def add(
    work: Work,
    staged: Staged,
    kind: str,
    customer_id: int | None = None,
    deal_id: int | None = None,
    valid_until: date | None = None,
) -> int:
    """Make a staged file a document; answers its number.

    Without customer and deal it belongs to nobody yet: only who added it sees it, and the record
    it is put on takes it along.

    Args:
        work: the operation.
        staged: what `document_files.stage` answered.
        kind: a key of the terms `document_kind`.
        customer_id: whose it is.
        deal_id: of which deal; its customer follows.
        valid_until: the last day it counts.

    Raises:
        Invalid: there is no such customer, deal or kind, or the file was never staged here.
        Refused: the actor may not add documents, or not there.
    """
    access.require(work, "documents.add")
    if deal_id is not None:
        customer_id = _deal_customer(work, customer_id, deal_id)
    elif customer_id is not None:
        customers.get(work, customer_id)
    _check_kind(kind)
    _check_staged(work, staged.blob)
    row = Document(
        customer_id=customer_id,
        deal_id=deal_id,
        kind=kind,
        name=kept_name(staged.name),
        media_type=staged.media_type,
        size_bytes=staged.blob.size_bytes,
        sha256=staged.blob.sha256,
        blob=staged.blob.blob,
        key_wrapped=staged.blob.key_wrapped,
        valid_until=valid_until,
        added_by=work.me,
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _write(work, row.id, "added", None)
    work.note = row.name
    return row.id


@operation("documents.edit")
def edit(
    work: Work,
    document_id: int,
    name: str,
    kind: str,
    valid_until: date | None = None,
) -> int:
    """Name a document anew, sort it under another kind, say until when it counts.

    Raises:
        Invalid: there is no such document or kind, or the name is empty.
        Refused: the actor may not, or it belongs to somebody else.
    """
    row = _to_change(work, document_id, "documents.edit")
    _check_kind(kind)
    if not name.strip():
        raise _invalid("name", "required", say("A document needs a name."))
    row.name, row.kind, row.valid_until = kept_name(name), kind, valid_until
    work.session.flush()
    return row.id


@operation("documents.remove")
def remove(work: Work, document_id: int) -> int:
    """Put a document into the trash; its file stays until the customer is removed for good.

    Raises:
        Invalid: there is no such document.
        Refused: the actor may not, or it belongs to somebody else.
    """
    row = _to_change(work, document_id, "documents.remove")
    row.deleted_at = work.now
    _write(work, row.id, "removed", None)
    work.note = row.name
    return row.id


@operation("documents.restore")
def restore(work: Work, document_id: int) -> int:
    """Take a document out of the trash.

    Raises:
        Invalid: there is no such document in the trash.
        Refused: the actor may not, or it belongs to somebody else.
    """
    row = _to_change(work, document_id, "documents.remove", trash=True)
    row.deleted_at = None
    _write(work, row.id, "restored", None)
    work.note = row.name
    return row.id


@operation("documents.hand_out")
def hand_out(work: Work, document_id: int, act: Act, purpose: str | None = None) -> HandedOut:
    """Write down that somebody looks into a document and why; only then its file can be read.

    A refused attempt is written down, too.

    Args:
        work: the operation.
        document_id: which.
        act: `viewed` on the screen, or `copied` out of the office.
        purpose: a key of the terms `look_reason`, or other words; needed for kinds in SENSITIVE.

    Raises:
        Invalid: there is no such document, or no purpose is given.
        Refused: the actor may not see documents, or it belongs to somebody else.
    """
    row = _there(work, document_id)
    said = _checked_purpose(purpose, row.kind)
    work.touches += _touches(row)
    work.note = " · ".join(part for part in (row.name, said) if part)
    try:
        access.require(work, "documents.see")
        _require_reach(work, row, to_look=True)
    except Refused as refusal:
        work.refusal = refusal  # told to the person only once the attempt is kept
        _write(work, row.id, "refused", said)
        return HandedOut(row.id, "", Blob("", "", 0, ""))
    _write(work, row.id, act, said)
    return HandedOut(row.id, row.name, _blob(row))


@reader("documents.of")
def of(work: Work, kind: str, record_id: int, *, trash: bool = False) -> tuple[Paper, ...]:
    """Answer the documents of a customer or a deal, the newest first.

    Raises:
        Invalid: there is no such customer or deal.
        Refused: the actor may not see documents, or it belongs to somebody else.
    """
    access.require(work, "documents.see")
    if kind == "customer":
        column, number = Document.customer_id, customers.seen(work, record_id).id
    elif kind == "deal":
        column, number = Document.deal_id, deals.get(work, record_id, to_look=True).id
    else:
        raise _invalid("kind", "unknown", say("Documents belong to customers and deals."))
    in_trash = Document.deleted_at.is_not(None) if trash else Document.deleted_at.is_(None)
    chosen = select(*_COLUMNS).where(column == number, in_trash).order_by(Document.id.desc())
    return _papers(work, chosen)


@reader("documents.some")
def some(work: Work, document_ids: list[int]) -> tuple[Paper, ...]:
    """Answer documents by their numbers; those out of reach or in the trash are left out.

    Raises:
        Refused: the actor may not see documents.
    """
    access.require(work, "documents.see")
    found: list[Paper] = []
    for document_id in dict.fromkeys(document_ids):
        row = row_of(work.session, Document, document_id)
        if row is not None and row.deleted_at is None and _reaches(work, row, to_look=True):
            found.append(Paper(*(getattr(row, each) for each in Paper.__dataclass_fields__)))
    return tuple(found)


@reader("documents.page")
def page(work: Work, query: DocumentQuery) -> tuple[Paper, ...]:
    """Answer documents of the customers the actor sees, the newest first.

    Raises:
        Invalid: a page has no such size.
        Refused: the actor may not see documents.
    """
    access.require(work, "documents.see")
    chosen = (
        select(*_COLUMNS)
        .join(Customer, Customer.id == Document.customer_id)
        .where(
            Document.deleted_at.is_(None),
            Customer.deleted_at.is_(None),
            access.visible_sql(work.actor, "customer", Customer),
        )
    )
    if query.customer_id is not None:
        chosen = chosen.where(Document.customer_id == customers.seen(work, query.customer_id).id)
    if query.kind is not None:
        _check_kind(query.kind)
        chosen = chosen.where(Document.kind == query.kind)
    if query.search.strip():
        chosen = chosen.where(Document.name.icontains(query.search.strip(), autoescape=True))
    if query.valid_before is not None:
        chosen = chosen.where(Document.valid_until < query.valid_before)
    if query.after is not None:
        chosen = chosen.where(Document.id < query.after)
    return _papers(work, chosen.order_by(Document.id.desc()).limit(checked_limit(query.limit)))


@reader("documents.log")
def log(work: Work, document_id: int) -> tuple[AccessRow, ...]:
    """Answer who added, looked at, copied or was refused a document, the newest first.

    Raises:
        Invalid: there is no such document.
        Refused: the actor may not see documents, or it belongs to somebody else.
    """
    access.require(work, "documents.see")
    row = _there(work, document_id, trash=None)
    _require_reach(work, row, to_look=True)
    chosen = (
        select(*_LOG)
        .where(DocumentAccess.document_id == row.id)
        .order_by(DocumentAccess.id.desc())
        .limit(MOST_LOG)
    )
    return tuple(AccessRow(*each) for each in work.session.execute(chosen))


def _papers(work: Work, chosen: Any) -> tuple[Paper, ...]:
    return tuple(Paper(*row) for row in work.session.execute(chosen))


def _blob(row: Document) -> Blob:
    return Blob(row.blob, row.sha256, row.size_bytes, row.key_wrapped)


def _write(work: Work, document_id: int, act: str, purpose: str | None) -> None:
    entry = DocumentAccess(
        document_id=document_id, at=work.now, user_id=work.me, act=act, purpose=purpose
    )
    work.session.add(entry)
    work.session.flush()


def _touches(row: Document) -> list[tuple[str, int]]:
    found = [("document", row.id)]
    if row.customer_id is not None:
        found.append(("customer", row.customer_id))
    if row.deal_id is not None:
        found.append(("deal", row.deal_id))
    return found


def _there(work: Work, document_id: int, *, trash: bool | None = False) -> Document:
    row = row_of(work.session, Document, document_id)
    if row is None or (trash is not None and (row.deleted_at is not None) != trash):
        raise Invalid(say("There is no document number {id}.", id=document_id))
    return row


def _to_change(work: Work, document_id: int, act: str, *, trash: bool = False) -> Document:
    """Answer a document the actor may change: by the role, or because the actor added it."""
    access.require(work, "documents.see")
    row = _there(work, document_id, trash=trash)
    own = row.added_by == work.actor.user_id and work.actor.rights.allows("documents.add")
    if not own:
        access.require(work, act)
    _require_reach(work, row, to_look=False)
    return row


def _reaches(work: Work, row: Document, *, to_look: bool) -> bool:
    try:
        _require_reach(work, row, to_look=to_look)
    except Problem:
        return False
    return True


def _require_reach(work: Work, row: Document, *, to_look: bool) -> None:
    """Let those pass who reach the customer, or the deal, a document belongs to."""
    if row.customer_id is None:
        if row.added_by != work.actor.user_id:
            raise Refused(say("This document belongs to another person."), forbidden=True)
        return
    if row.deal_id is not None and _reaches_deal(work, row.deal_id, to_look=to_look):
        return
    if to_look:
        customers.seen(work, row.customer_id)
    else:
        customers.get(work, row.customer_id)


def _reaches_deal(work: Work, deal_id: int, *, to_look: bool) -> bool:
    try:
        deals.get(work, deal_id, to_look=to_look)
    except Problem:
        return False  # then it is the customer that counts
    return True


def _deal_customer(work: Work, customer_id: int | None, deal_id: int) -> int:
    deal = deals.get(work, deal_id)
    if customer_id not in (None, deal.customer_id):
        text = say("There is no deal number {id} of this customer.", id=deal_id)
        raise _invalid("deal_id", "unknown", text)
    return deal.customer_id


def _check_kind(kind: str) -> None:
    known = [word.name for word in terms_of(KIND)]
    if kind not in known:
        text = say(
            "There is no kind of document {kind}; known are {known}.",
            kind=kind,
            known=", ".join(known),
        )
        raise _invalid("kind", "unknown", text)


def _check_staged(work: Work, blob: Blob) -> None:
    cabinet = cabinet_of(work.place)
    taken = select(Document.id).where(Document.blob == blob.blob)
    fits = blob.size_bytes > 0 and blobs.vouches(cabinet, blob)
    if not fits or work.session.execute(taken).first() is not None:
        raise _invalid("staged", "unknown", say("This file was not put here. Add it again."))
    if not cabinet.path_of(blob.blob).is_file():
        raise _invalid("staged", "gone", say("This file is gone meanwhile. Add it again."))


def _checked_purpose(purpose: str | None, kind: str) -> str | None:
    given = " ".join((purpose or "").split())
    if not given:
        if kind in SENSITIVE:
            raise _invalid("purpose", "required", say("Say why you need to see it."))
        return None
    if len(given) > MOST_PURPOSE:
        text = say("A reason has at most {count} characters.", count=MOST_PURPOSE)
        raise _invalid("purpose", "too_long", text)
    return name_of("look_reason", given)


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])
