"""Writes the journal's chain from what an operation changed; reads and verifies it."""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from loancrm_desktop.changes import Change
from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import LARGEST_ID
from loancrm_desktop.models.journal import JournalEntry, JournalRange, JournalTouch
from loancrm_desktop.models.people import User
from loancrm_desktop.models.prepared import Prepared, PreparedInsert, fixed
from loancrm_desktop.services import access, causes, history_sight, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import BulkWrite, Work
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.texts import Text

GENESIS = b"\0" * 32
"""What the first entry is chained to."""

_OWNERS = ("customer_id", "deal_id")
_KINDS = {"customer_id": "customer", "deal_id": "deal"}

_last_entry = (
    select(JournalEntry.seq, JournalEntry.hash).order_by(JournalEntry.seq.desc()).limit(fixed(1))
)
_last = Prepared(_last_entry)
_new_entry = PreparedInsert(
    JournalEntry.__table__,
    [
        *("seq", "at", "actor_id", "desk", "operation", "note", "undoes", "caused_by"),
        *("changes", "prev_hash", "hash"),
    ],
)
_new_touches = PreparedInsert(JournalTouch.__table__, ["kind", "record_id", "seq"])
_new_ranges = PreparedInsert(JournalRange.__table__, ["kind", "first_id", "last_id", "seq"])


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the history.

    Attributes:
        undone_by: the entry that took this one back, or None.
    """

    seq: int
    at: datetime
    actor: str
    desk: str
    operation: str
    note: str | None
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's change in stored form (money in fen, times in ms).

    Attributes:
        by: the process or rule that made it; None when a person's own act did.
    """

    table: str
    record_id: int
    field: str
    old: str | int | float | bool | None
    new: str | int | float | bool | None
    by: Text | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying the chain found.

    Attributes:
        head: the newest entry's fingerprint, hex.
        first_bad: the first entry that does not hold, or None.
    """

    events: int
    head: str
    intact: bool
    first_bad: int | None


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A journal entry's contents."""

    changes: tuple[Change, ...]
    bulk: tuple[BulkWrite, ...]


def record(work: Work, operation: str, changes: tuple[Change, ...]) -> int:
    """Write one entry for an operation; answers its number, 0 when nothing was changed."""
    if not changes and not work.bulk and work.note is None:
        return 0
    session = work.session
    last = _last.first(session)
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    packed = pack(changes, work.bulk)
    values: dict[str, Any] = {
        "seq": seq,
        "at": work.now,
        "actor_id": work.actor.user_id,
        "desk": work.actor.desk,
        "operation": operation,
        "note": work.note,
        "undoes": work.undoes,
        "caused_by": work.caused_by,
        "changes": packed,
        "prev_hash": previous,
    }
    values["hash"] = _fingerprint(work.place.journal_key, values)
    _new_entry.write(session, [values])
    touching = dict.fromkeys((*_touched(changes), *work.touches))
    _new_touches.write(
        session, [{"kind": kind, "record_id": rid, "seq": seq} for kind, rid in touching]
    )
    ranges = [
        {"kind": bulk.table, "first_id": bulk.rows[0][0], "last_id": bulk.rows[-1][0], "seq": seq}
        for bulk in work.bulk
        if bulk.rows
    ]
    _new_ranges.write(session, ranges)
    return seq


def _touched(changes: Iterable[Change]) -> list[tuple[str, int]]:
    found: dict[tuple[str, int], None] = {}
    for change in changes:
        found[(change.table, change.record_id)] = None
        for owner in _OWNERS:
            for side in (change.new, change.old):
                value = side.get(owner)
                if isinstance(value, int):
                    found[(_KINDS[owner], value)] = None
    return list(found)


def _fingerprint(key: bytes, values: Mapping[str, Any]) -> bytes:
    head = [
        values["seq"],
        to_ms(values["at"]),
        values["actor_id"],
        values["desk"],
        values["operation"],
        values["note"],
        values["undoes"],
        values["caused_by"],
    ]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    body = hashlib.sha256(values["changes"]).digest()
    return hmac.digest(key, text + body + values["prev_hash"], "sha256")


def pack(changes: Iterable[Change], bulk: Sequence[BulkWrite]) -> bytes:
    """Write a change set as compressed JSON."""
    body: dict[str, Any] = {
        "changes": [
            [each.table, each.record_id, each.act, dict(each.old), dict(each.new), each.cause]
            for each in changes
        ]
    }
    if bulk:
        body["bulk"] = [_bulk_written(each) for each in bulk]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 1)


def unpack(packed: bytes) -> Unpacked:
    """Read a change set back."""
    body = json.loads(zlib.decompress(packed))
    changes = tuple(Change(*each) for each in body["changes"])
    bulk = tuple(_bulk_read(each) for each in body.get("bulk", ()))
    return Unpacked(changes, bulk)


def _bulk_written(bulk: BulkWrite) -> dict[str, Any]:
    """Write a bulk piece; a value that all rows share is written once, in `alike` by its place."""
    rows = bulk.rows
    body = {"table": bulk.table, "columns": list(bulk.columns), "deleted": bulk.deleted}
    places = range(1, len(bulk.columns))
    alike = [at for at in places if len(rows) > 1 and _all_share(rows, at)]
    if not alike:
        return body | {"rows": rows}
    varying = itemgetter(*(at for at in range(len(bulk.columns)) if at not in alike))
    return body | {
        "alike": [[at, rows[0][at]] for at in alike],
        "rows": [varying(row) for row in rows],
    }


def _all_share(rows: Sequence[Sequence[object]], at: int) -> bool:
    shared = rows[0][at]
    if rows[-1][at] != shared:
        return False
    values = [row[at] for row in rows]
    # 1, 1.0 and True are equal, and not the same in JSON.
    return values.count(shared) == len(values) and len(set(map(type, values))) == 1


def _bulk_read(body: Mapping[str, Any]) -> BulkWrite:
    alike: list[tuple[int, Any]] = body.get("alike", [])
    rows: list[Any] = body["rows"]
    if alike:
        # Where the id alone varies, it stands in no list.
        rows = [_whole_row(row, alike) for row in rows]
    return BulkWrite(body["table"], body["columns"], rows, body["deleted"])


def _whole_row(varying: Any, alike: Iterable[tuple[int, Any]]) -> list[Any]:
    row: list[Any] = [*varying] if isinstance(varying, list) else [varying]
    for at, value in alike:
        row.insert(at, value)
    return row


def entry(session: Session, seq: int) -> JournalEntry | None:
    """Answer one entry."""
    return session.get(JournalEntry, seq)


@reader("journal.verify")
def verify(work: Work) -> Verdict:
    """Recompute every fingerprint of the chain."""
    key = work.place.journal_key
    previous, expected, first_bad = GENESIS, 1, None
    count = 0
    for row in _all_rows(work.session):
        holds = (
            row["seq"] == expected
            and row["prev_hash"] == previous
            and hmac.compare_digest(_fingerprint(key, row), row["hash"])
        )
        if not holds and first_bad is None:
            first_bad = row["seq"]
        previous, expected = row["hash"], row["seq"] + 1
        count += 1
    return Verdict(count, previous.hex(), first_bad is None, first_bad)


def _all_rows(session: Session) -> Iterator[Mapping[str, Any]]:
    table = JournalEntry.__table__
    chosen = select(*table.c).order_by(table.c.seq).execution_options(yield_per=500)
    for row in session.execute(chosen).mappings():
        yield {str(name): value for name, value in row.items()}


@reader("journal.head")
def head(work: Work) -> str:
    """Answer the newest fingerprint, hex; the anchor that desks and backups remember."""
    last = work.session.execute(_last_entry).first()
    return (last.hash if last else GENESIS).hex()


@reader("journal.latest")
def latest(work: Work, limit: int = 100, before: int | None = None) -> list[EntryRow]:
    """Answer the newest entries, newest first; `before` is a number to go on from.

    Raises:
        Refused: the actor may not read the history of the whole office.
    """
    access.require(work, history_sight.SEE_ALL)
    chosen = _entry_rows().order_by(JournalEntry.seq.desc()).limit(limit)
    if before is not None:
        chosen = chosen.where(JournalEntry.seq < before)
    return [EntryRow(*row) for row in work.session.execute(chosen)]


@reader("journal.of_record")
def of_record(work: Work, kind: str, record_id: int, limit: int = 50) -> list[EntryRow]:
    """Answer the entries that touched a record, newest first.

    Raises:
        Refused: the actor may not see the record.
    """
    history_sight.require_record(work, kind, record_id)
    if not 0 < record_id <= LARGEST_ID:
        return []
    seqs = numbers_touching(work.session, kind, record_id)
    chosen = _entry_rows().where(JournalEntry.seq.in_(seqs[-limit:]))
    return [
        EntryRow(*row) for row in work.session.execute(chosen.order_by(JournalEntry.seq.desc()))
    ]


def _entry_rows() -> Any:
    undoing = JournalEntry.__table__.alias("undoing")
    redoing = JournalEntry.__table__.alias("redoing")
    redone = select(redoing.c.seq).where(redoing.c.undoes == undoing.c.seq).exists()
    return select(
        JournalEntry.seq,
        JournalEntry.at,
        func.coalesce(User.name, ""),
        JournalEntry.desk,
        JournalEntry.operation,
        JournalEntry.note,
        JournalEntry.undoes,
        select(undoing.c.seq)
        .where(undoing.c.undoes == JournalEntry.seq, ~redone)
        .order_by(undoing.c.seq.desc())
        .limit(1)
        .scalar_subquery(),
    ).outerjoin(User, User.id == JournalEntry.actor_id)


def numbers_touching(session: Session, kind: str, record_id: int, after: int = 0) -> list[int]:
    """Answer the numbers of entries that touched a record, oldest first."""
    single = select(JournalTouch.seq).where(
        JournalTouch.kind == kind, JournalTouch.record_id == record_id, JournalTouch.seq > after
    )
    ranged = select(JournalRange.seq).where(
        JournalRange.kind == kind,
        JournalRange.first_id <= record_id,
        JournalRange.last_id >= record_id,
        JournalRange.seq > after,
    )
    return sorted(set(session.execute(single).scalars()) | set(session.execute(ranged).scalars()))


@reader("journal.changes")
def changes_of(work: Work, seq: int, limit: int = 500, masks: Masks = "role") -> list[FieldChange]:
    """Answer an entry's changes field by field, old → new, in stored form.

    Rows and fields that the actor may not see are left out, masked values are covered; `display`
    masks for everybody.
    """
    found = entry(work.session, seq)
    if found is None:
        return []
    listed: list[FieldChange] = []
    shown = sight.as_shown(work, masks)
    for change, fields in history_sight.visible(shown, unpack(found.changes).changes):
        row, by = (change.table, change.record_id), causes.cause_text(work, change.cause)
        for name, old, new in fields:
            listed.append(FieldChange(*row, name, _plain(old), _plain(new), by))
            if len(listed) >= limit:
                return listed
    return listed


def _plain(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)


def owner_scope(kind: str, record_id: int) -> Any:
    """Answer a select of the owner and team of a customer or deal, for permission checks."""
    model = Customer if kind == "customer" else Deal
    return select(model.owner_id, model.team_id).where(model.id == record_id)


def touching_any(session: Session, kinds: Sequence[str], after: int) -> list[int]:
    """Answer the numbers of entries after one that touched any record of the kinds."""
    chosen = select(JournalTouch.seq).where(
        JournalTouch.seq > after, or_(*(JournalTouch.kind == kind for kind in kinds))
    )
    return sorted(set(session.execute(chosen).scalars()))
