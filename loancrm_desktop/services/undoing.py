"""Takes back a journal entry: edits, bulk edits, imports, merges, moves, deletions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from loancrm_desktop.changes import Change
from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.models.stored import (
    columns_of,
    from_stored,
    mapper_of,
    references_to,
    to_stored,
)
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.journal import Unpacked, entry, numbers_touching, unpack
from loancrm_desktop.services.office import BulkWrite, Work
from loancrm_desktop.texts import say

BOOKKEEPING = frozenset({"revision", "updated_at"})
"""Columns that count changes; taking back is itself a change, so they go on counting."""

SUMMARIES = {
    "customer": frozenset(
        {
            "last_contact_at",
            "next_follow_up_at",
            "deal_id",
            "deal_stage",
            "deal_stage_entered_at",
            "deal_due_at",
            "deal_amount_fen",
            "status",
        }
    ),
    "deal": frozenset({"last_contact_at"}),
}
"""Columns kept by services out of other rows: a later value of these is no obstacle."""

NEVER_UNDONE = frozenset({"office.found", "people.add", "people.disable"})

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Undone:
    """The entry that took another back.

    Attributes:
        undid: the number of the entry taken back.
        rows: how many rows were put back.
        touched_customers: customers whose summaries may have to be worked out again.
    """

    undid: int
    rows: int
    touched_customers: tuple[int, ...] = ()


@operation("journal.undo")
def undo(work: Work, seq: int) -> Undone:
    """Put back what an entry changed.

    Args:
        work: the operation.
        seq: the entry's number.

    Raises:
        Invalid: there is no such entry.
        Refused: it was taken back already, cannot be, or a later change stands in the way.
    """
    access.require(work, "journal.undo")
    found = entry(work.session, seq)
    if found is None:
        raise Invalid(say("There is no history entry number {seq}.", seq=seq))
    _require_undoable(work, found)
    contents = unpack(found.changes)
    obstacle = _Obstacles(work, found, contents)
    for bulk in reversed(contents.bulk):
        _undo_bulk(work, bulk, obstacle)
    for change in reversed(contents.changes):
        _undo_change(work, change, obstacle)
        work.session.flush()
    work.undoes = seq
    rows = len(contents.changes) + sum(len(bulk.rows) for bulk in contents.bulk)
    return Undone(seq, rows, tuple(sorted(_customers(contents.changes))))


def _require_undoable(work: Work, found: JournalEntry) -> None:
    again = work.session.execute(
        select(JournalEntry.seq).where(JournalEntry.undoes == found.seq)
    ).scalars()
    takers = list(again)
    if takers and not _all_taken_back(work, takers):
        raise Refused(
            say(
                "Entry {seq} was already taken back by entry {by}.",
                seq=found.seq,
                by=takers[-1],
            )
        )
    if found.operation in NEVER_UNDONE:
        raise Refused(
            say(
                "Entry {seq} ({operation}) cannot be taken back.",
                seq=found.seq,
                operation=found.operation,
            )
        )
    if found.actor_id != work.actor.user_id and work.actor.rights.scope == "own":
        raise Refused(
            say("Entry {seq} is another person's act; ask them or your team lead.", seq=found.seq),
            forbidden=True,
        )


def _all_taken_back(work: Work, takers: list[int]) -> bool:
    chosen = select(JournalEntry.undoes).where(JournalEntry.undoes.in_(takers))
    return set(takers) == set(work.session.execute(chosen).scalars())


class _Obstacles:
    """Finds and names the later change that stands in the way."""

    def __init__(self, work: Work, found: JournalEntry, contents: Unpacked) -> None:
        self._work = work
        self._found = found
        self._own = {(change.table, change.record_id) for change in contents.changes}
        self._ranges = [
            (bulk.table, int(str(bulk.rows[0][0])), int(str(bulk.rows[-1][0])))
            for bulk in contents.bulk
            if bulk.rows
        ]

    def raise_for(self, table: str, record_id: int) -> None:
        """Refuse, naming the newest later entry that touched the record."""
        seqs = numbers_touching(self._work.session, table, record_id, after=self._found.seq)
        later = entry(self._work.session, seqs[-1]) if seqs else None
        if later is None:
            raise Refused(
                say(
                    "Entry {seq} cannot be taken back: record {id} of {table} is no longer as it "
                    "left it.",
                    seq=self._found.seq,
                    id=record_id,
                    table=table,
                )
            )
        raise Refused(
            say(
                "Entry {seq} cannot be taken back: entry {later} ({operation}, {at}) changed the "
                "same record afterwards. Take that one back first.",
                seq=self._found.seq,
                later=later.seq,
                operation=later.operation,
                at=later.at.astimezone(self._work.place.zone).strftime("%Y-%m-%d %H:%M"),
            )
        )

    def check_children(self, table: str, record_id: int) -> None:
        """Refuse when a row made later belongs to a row that is to vanish."""
        for child, column in references_to(table):
            model = mapper_of(child).class_
            rows = self._work.session.execute(
                select(model.id).where(getattr(model, column) == record_id).limit(_CHUNK)
            ).scalars()
            for row_id in rows:
                if not self._is_own(child, row_id):
                    self.raise_for(child, row_id)

    def check_children_of_range(self, table: str, first: int, last: int) -> None:
        """The same for a range of ids."""
        for child, column in references_to(table):
            model = mapper_of(child).class_
            key = getattr(model, column)
            rows = self._work.session.execute(
                select(model.id).where(key >= first, key <= last)
            ).scalars()
            for row_id in rows:
                if not self._is_own(child, row_id):
                    self.raise_for(child, row_id)

    def _is_own(self, table: str, row_id: int) -> bool:
        return (table, row_id) in self._own or any(
            name == table and first <= row_id <= last for name, first, last in self._ranges
        )


def _undo_change(work: Work, change: Change, obstacles: _Obstacles) -> None:
    model = mapper_of(change.table).class_
    row = work.session.get(model, change.record_id)
    if change.act == "delete":
        if row is not None:
            obstacles.raise_for(change.table, change.record_id)
        work.session.add(_rebuilt(change))
        return
    if row is None:
        obstacles.raise_for(change.table, change.record_id)
    _check_unchanged(change, row, obstacles)
    if change.act == "insert":
        obstacles.check_children(change.table, change.record_id)
        work.session.delete(row)
        return
    _put_back(change, row)


def _check_unchanged(change: Change, row: Any, obstacles: _Obstacles) -> None:
    lenient = BOOKKEEPING | SUMMARIES.get(change.table, frozenset())
    for name, value in change.new.items():
        if name not in lenient and to_stored(getattr(row, name)) != value:
            obstacles.raise_for(change.table, change.record_id)


def _put_back(change: Change, row: Any) -> None:
    columns = columns_of(change.table)
    for name, value in change.old.items():
        if name in BOOKKEEPING:
            continue
        now_there = to_stored(getattr(row, name))
        # A summary that moved on since belongs to the later change: leave it.
        if now_there == change.new.get(name):
            setattr(row, name, from_stored(columns[name], value))


def _rebuilt(change: Change) -> Any:
    mapper = mapper_of(change.table)
    columns = columns_of(change.table)
    row = mapper.class_.__new__(mapper.class_)
    mapper.class_.__init__(
        row,
        **{
            name: from_stored(columns[name], value)
            for name, value in change.old.items()
            if name != "id"
        },
    )
    row.id = change.record_id
    return row


def _undo_bulk(work: Work, bulk: BulkWrite, obstacles: _Obstacles) -> None:
    """Remove rows a bulk insert made; this named place writes its own journal piece."""
    if not bulk.rows or bulk.deleted:
        return
    model = mapper_of(bulk.table).class_
    first, last = int(str(bulk.rows[0][0])), int(str(bulk.rows[-1][0]))
    lenient = SUMMARIES.get(bulk.table, frozenset[str]())
    names = [name for name in bulk.columns if name not in BOOKKEEPING]
    positions = [bulk.columns.index(name) for name in names]
    there = {
        row[0]: row
        for row in work.session.execute(
            select(model.id, *(getattr(model, name) for name in names)).where(
                model.id >= first, model.id <= last
            )
        )
    }
    for stored in bulk.rows:
        record_id = int(str(stored[0]))
        row = there.get(record_id)
        if row is None:
            obstacles.raise_for(bulk.table, record_id)
        for index, (name, position) in enumerate(zip(names, positions, strict=True), start=1):
            if name not in lenient and to_stored(row[index]) != stored[position]:
                obstacles.raise_for(bulk.table, record_id)
    obstacles.check_children_of_range(bulk.table, first, last)
    work.session.execute(
        delete(model).where(model.id >= first, model.id <= last),
        execution_options={"synchronize_session": False},
    )
    if bulk.table == "customer":
        text_index.drop(work.session, range(first, last + 1))
    work.bulk.append(BulkWrite(bulk.table, bulk.columns, bulk.rows, deleted=True))


def _customers(changes: Iterable[Change]) -> set[int]:
    found: set[int] = set()
    for change in changes:
        if change.table == "customer":
            found.add(change.record_id)
        for side in (change.old, change.new):
            value = side.get("customer_id")
            if isinstance(value, int):
                found.add(value)
    return found
