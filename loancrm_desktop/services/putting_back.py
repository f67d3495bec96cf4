"""Puts rows back as they were before a journal entry; names the later change in the way.

Rows an entry deleted come back first, then changed values, then the rows it made vanish: so
that nothing ever points at a row that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from loancrm_desktop.changes import Change
from loancrm_desktop.errors import Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.models.base import UtcTime
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.models.stored import (
    columns_of,
    from_stored,
    mapper_of,
    references_to,
    to_stored,
)
from loancrm_desktop.models.tables import metadata
from loancrm_desktop.services import search
from loancrm_desktop.services.journal import Unpacked, entry, numbers_touching
from loancrm_desktop.services.office import BulkWrite, Work
from loancrm_desktop.terms import text_of
from loancrm_desktop.texts import say

BOOKKEEPING = frozenset({"revision", "updated_at"})
"""Columns that count changes; taking back is itself a change, so they go on counting."""

KEPT: Mapping[str, frozenset[str]] = {
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
"""Columns services keep out of other rows: a later value of these is no obstacle."""

NOTES = frozenset({"contracts.note", "sight_log.reveal"})
"""Operations the history of a record shows though they change nothing of it."""

_CHUNK = 500


class Obstacles:
    """Finds and names the later change that stands in the way of taking an entry back."""

    def __init__(self, work: Work, found: JournalEntry, contents: Unpacked) -> None:
        self._work = work
        self._found = found
        self._own = {(change.table, change.record_id) for change in contents.changes}
        self._ranges = [(bulk.table, *range_of(bulk)) for bulk in contents.bulk if bulk.rows]

    def raise_for(self, table: str, record_id: int) -> None:
        """Refuse, naming the newest later entry that touched the record."""
        later = self._later(table, record_id)
        if later is None:
            raise Refused(
                say(
                    "Entry {seq} cannot be taken back: record {id} of {table} is no longer as it "
                    "left it.",
                    seq=self._found.seq,
                    id=record_id,
                    table=text_of("kind", table),
                )
            )
        raise Refused(
            say(
                "Entry {seq} cannot be taken back: entry {later} ({operation}, {at}) changed the "
                "same record afterwards. Take that one back first.",
                seq=self._found.seq,
                later=later.seq,
                operation=text_of("operation", later.operation),
                at=later.at.astimezone(self._work.place.zone).strftime("%Y-%m-%d %H:%M"),
            )
        )

    def _later(self, table: str, record_id: int) -> JournalEntry | None:
        """Answer the newest later entry that changed the record, not one that only noted a look."""
        seqs = numbers_touching(self._work.session, table, record_id, after=self._found.seq)
        for seq in reversed(seqs):
            later = entry(self._work.session, seq)
            if later is not None and later.operation not in NOTES:
                return later
        return None

    def check_children(self, table: str, first: int, last: int) -> None:
        """Refuse when a row made later belongs to one of the rows that are to vanish."""
        for child, column in references_to(table):
            model = mapper_of(child).class_
            key = getattr(model, column)
            chosen = select(model.id).where(key >= first, key <= last)
            for row_id in self._work.session.execute(chosen).scalars():
                if not self._is_own(child, row_id):
                    self.raise_for(child, row_id)

    def check_parents(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Refuse when a row that is to come back belongs to one that is gone."""
        for column in metadata.tables[table].columns:
            for key in column.foreign_keys:
                if key.column.name != "id":
                    continue
                wanted = {row.get(column.name) for row in rows} - {None}
                for record_id in sorted(wanted - self._there(key.column, wanted), key=str):
                    self.raise_for(key.column.table.name, int(str(record_id)))

    def check_places(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Refuse when another row has since taken a value that may stand only once."""
        for name in _single_unique_columns(metadata.tables[table]):
            column = metadata.tables[table].c[name]
            wanted = {row.get(name) for row in rows} - {None}
            taken = self._there(column, wanted)
            if taken:
                holder = select(metadata.tables[table].c.id).where(column == min(taken, key=str))
                self.raise_for(table, int(self._work.session.execute(holder).scalar_one()))

    def _there(self, column: Any, wanted: Iterable[Any]) -> set[Any]:
        there: set[Any] = set()
        for some in _chunks(sorted(wanted, key=str)):
            chosen = select(column).where(column.in_(some))
            there.update(self._work.session.execute(chosen).scalars())
        return there

    def _is_own(self, table: str, row_id: int) -> bool:
        return (table, row_id) in self._own or any(
            name == table and first <= row_id <= last for name, first, last in self._ranges
        )


def put_back(work: Work, contents: Unpacked, obstacles: Obstacles) -> None:
    """Put every row of an entry back as it was before.

    Raises:
        Refused: a later change stands in the way.
    """
    by_act: dict[str, list[Change]] = {"insert": [], "update": [], "delete": []}
    for change in reversed(contents.changes):
        by_act[change.act].append(change)
    for change in by_act["delete"]:
        _bring_back(work, change, obstacles)
    for bulk in reversed(contents.bulk):
        if bulk.deleted:
            _bring_back_many(work, bulk, obstacles)
    _change_back(work, by_act["update"], obstacles)
    for bulk in reversed(contents.bulk):
        if not bulk.deleted:
            _take_out_many(work, bulk, obstacles)
    _take_out(work, by_act["insert"], obstacles)


def _bring_back(work: Work, change: Change, obstacles: Obstacles) -> None:
    model = mapper_of(change.table).class_
    if work.session.get(model, change.record_id) is not None:
        obstacles.raise_for(change.table, change.record_id)
    obstacles.check_parents(change.table, [change.old])
    obstacles.check_places(change.table, [change.old])
    work.session.add(_rebuilt(change))
    work.session.flush()


def _rebuilt(change: Change) -> Any:
    model: Any = mapper_of(change.table).class_
    columns = columns_of(change.table)
    row = model(
        **{
            name: from_stored(columns[name], value)
            for name, value in change.old.items()
            if name != "id"
        }
    )
    row.id = change.record_id
    return row


def _change_back(work: Work, changes: Sequence[Change], obstacles: Obstacles) -> None:
    for some in _chunks(changes):
        rows = _rows(work, some)
        for change in some:
            row = rows.get((change.table, change.record_id))
            if row is None:
                obstacles.raise_for(change.table, change.record_id)
            _check_unchanged(change, row, obstacles)
            obstacles.check_parents(change.table, [change.old])
            _put_values_back(change, row)
        work.session.flush()


def _take_out(work: Work, changes: Sequence[Change], obstacles: Obstacles) -> None:
    for some in _chunks(changes):
        rows = _rows(work, some)
        for change in some:
            row = rows.get((change.table, change.record_id))
            if row is None:
                obstacles.raise_for(change.table, change.record_id)
            _check_unchanged(change, row, obstacles)
            obstacles.check_children(change.table, change.record_id, change.record_id)
            work.session.delete(row)
            # One after the other: the unit of work knows no order between tables.
            work.session.flush()


def _rows(work: Work, changes: Sequence[Change]) -> dict[tuple[str, int], Any]:
    """Load the rows of some changes, one statement per table."""
    ids: dict[str, list[int]] = {}
    for change in changes:
        ids.setdefault(change.table, []).append(change.record_id)
    return {
        (table, row.id): row
        for table, wanted in ids.items()
        for row in work.session.execute(
            select(mapper_of(table).class_).where(mapper_of(table).class_.id.in_(wanted))
        ).scalars()
    }


def _check_unchanged(change: Change, row: Any, obstacles: Obstacles) -> None:
    lenient = BOOKKEEPING | KEPT.get(change.table, frozenset())
    for name, value in change.new.items():
        if name not in lenient and to_stored(getattr(row, name)) != value:
            obstacles.raise_for(change.table, change.record_id)


def _put_values_back(change: Change, row: Any) -> None:
    columns = columns_of(change.table)
    for name, value in change.old.items():
        if name in BOOKKEEPING:
            continue
        # A kept value that moved on since belongs to the later change: leave it.
        if to_stored(getattr(row, name)) == change.new.get(name):
            setattr(row, name, from_stored(columns[name], value))


def range_of(bulk: BulkWrite) -> tuple[int, int]:
    """Answer the first and last id of a bulk piece."""
    return int(str(bulk.rows[0][0])), int(str(bulk.rows[-1][0]))


def _bring_back_many(work: Work, bulk: BulkWrite, obstacles: Obstacles) -> None:
    """Write rows of a bulk insert again; this named place writes its own journal piece."""
    if not bulk.rows:
        return
    table = metadata.tables[bulk.table]
    first, last = range_of(bulk)
    there = select(table.c.id).where(table.c.id >= first, table.c.id <= last).limit(1)
    taken = work.session.execute(there).scalar()
    if taken is not None:
        obstacles.raise_for(bulk.table, int(taken))
    stored = [dict(zip(bulk.columns, row, strict=True)) for row in bulk.rows]
    obstacles.check_parents(bulk.table, stored)
    obstacles.check_places(bulk.table, stored)
    places = {name: bindparam(name, type_=_stored_type(table.c[name])) for name in bulk.columns}
    written = insert(table).values(places)
    for some in _chunks(stored):
        work.session.connection().execute(written, list(some))
    if bulk.table == "customer":
        fresh = (Change("customer", each, "insert") for each in range(first, last + 1))
        search.keep_words(work, tuple(fresh))
    work.bulk.append(BulkWrite(bulk.table, bulk.columns, bulk.rows))


def _take_out_many(work: Work, bulk: BulkWrite, obstacles: Obstacles) -> None:
    """Remove rows a bulk insert made; this named place writes its own journal piece."""
    if not bulk.rows:
        return
    table = metadata.tables[bulk.table]
    first, last = range_of(bulk)
    there = _stored_range(work, table, first, last)
    lenient = KEPT.get(bulk.table, frozenset[str]()) | BOOKKEEPING
    compared = [column.name for column in table.columns if column.name not in lenient]
    for row in bulk.rows:
        wrote = dict(zip(bulk.columns, row, strict=True))
        record_id = int(str(row[0]))
        now = there.get(record_id)
        # A column the insert did not name was left empty; it too may have been filled since.
        if now is None or any(now[name] != wrote.get(name) for name in compared):
            obstacles.raise_for(bulk.table, record_id)
    obstacles.check_children(bulk.table, first, last)
    gone = delete(table).where(table.c.id >= first, table.c.id <= last)
    work.session.connection().execute(gone)
    if bulk.table == "customer":
        text_index.drop(work.session, range(first, last + 1))
    columns = ("id", *(column.name for column in table.columns if column.name != "id"))
    rows = [[there[each][name] for name in columns] for each in sorted(there)]
    work.bulk.append(BulkWrite(bulk.table, columns, rows, deleted=True))


def _stored_range(work: Work, table: Table, first: int, last: int) -> dict[int, dict[str, object]]:
    names = [column.name for column in table.columns]
    chosen = select(*(_as_stored(column) for column in table.columns)).where(
        table.c.id >= first, table.c.id <= last
    )
    rows = work.session.connection().execute(chosen)
    return {row.id: dict(zip(names, map(to_stored, row), strict=True)) for row in rows}


def _as_stored(column: Column[Any]) -> ColumnElement[Any]:
    """Answer a column that gives and takes times and dates as they lie in the file: many rows."""
    return type_coerce(column, _stored_type(column)).label(column.name)


def _stored_type(column: Column[Any]) -> TypeEngine[Any]:
    if isinstance(column.type, UtcTime):
        return BigInteger()
    return String() if isinstance(column.type, Date) else column.type


def _single_unique_columns(table: Table) -> list[str]:
    return [
        next(iter(constraint.columns)).name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and len(constraint.columns) == 1
    ]


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
