"""Puts rows back as they were before a journal entry; names the later change in the way.

Rows an entry deleted come back first, then changed values, then the rows it made vanish: so
that nothing ever points at a row that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from loancrm_desktop.changes import Change
from loancrm_desktop.models import text_index
from loancrm_desktop.models.base import UtcTime
from loancrm_desktop.models.stored import (
    columns_of,
    from_stored,
    mapper_of,
    to_stored,
)
from loancrm_desktop.models.tables import metadata
from loancrm_desktop.services import clock_traces, search
from loancrm_desktop.services.journal import Unpacked
from loancrm_desktop.services.obstacles import Obstacles, range_of
from loancrm_desktop.services.office import BulkWrite, Work

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
    "node_visit": frozenset({"timer_at"}),
}
"""Columns services keep out of other rows: a later value of these is no obstacle."""

_CHUNK = 500
_TABLES = tuple(table.name for table in metadata.sorted_tables)
"""Every table after those it points at."""


def put_back(work: Work, contents: Unpacked, obstacles: Obstacles) -> None:
    """Put every row of an entry back as it was before.

    What the clock made since of rows that vanish goes with them.

    Raises:
        Refused: a later change stands in the way.
    """
    written = _by_table(contents)
    for table in _TABLES:
        _bring_back(work, table, written.get((table, "delete"), ()), obstacles)
        for bulk in _bulks(contents, table, deleted=True):
            _bring_back_many(work, bulk, obstacles)
    updates = [change for change in reversed(contents.changes) if change.act == "update"]
    _change_back(work, updates, obstacles)
    for table in reversed(_TABLES):
        for bulk in _bulks(contents, table, deleted=False):
            _take_out_many(work, bulk, obstacles)
        _take_out(work, table, written.get((table, "insert"), ()), obstacles)


def _by_table(contents: Unpacked) -> dict[tuple[str, str], list[Change]]:
    found: dict[tuple[str, str], list[Change]] = {}
    for change in reversed(contents.changes):
        found.setdefault((change.table, change.act), []).append(change)
    return found


def _bulks(contents: Unpacked, table: str, *, deleted: bool) -> list[BulkWrite]:
    return [
        bulk
        for bulk in reversed(contents.bulk)
        if bulk.rows and bulk.table == table and bulk.deleted is deleted
    ]


def _bring_back(work: Work, table: str, changes: Sequence[Change], obstacles: Obstacles) -> None:
    for some in _chunks(changes):
        model = mapper_of(table).class_
        wanted = [change.record_id for change in some]
        there = work.session.execute(select(model.id).where(model.id.in_(wanted))).scalars().all()
        if there:
            obstacles.raise_for(table, min(there))
        stored = [change.old for change in some]
        obstacles.check_parents(table, stored)
        obstacles.check_places(table, stored)
        work.session.add_all([_rebuilt(change) for change in some])
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


def _take_out(work: Work, table: str, changes: Sequence[Change], obstacles: Obstacles) -> None:
    for some in _chunks(changes):
        rows = _rows(work, some)
        moved_on: list[int] = []
        for change in some:
            row = rows.get((table, change.record_id))
            if row is None:
                obstacles.raise_for(table, change.record_id)
            if not _as_left(change, row):
                moved_on.append(change.record_id)
        obstacles.check_clock_changed(table, moved_on)
        _sweep(work, table, [change.record_id for change in some], obstacles)
        for row in rows.values():
            work.session.delete(row)
        work.session.flush()


def _sweep(work: Work, table: str, ids: Sequence[int], obstacles: Obstacles) -> None:
    """Take out what the clock made of rows that are to vanish; refuse where people made it."""
    for child, found in clock_traces.belonging(work, table, ids):
        others = obstacles.not_own(child, found)
        obstacles.check_clock_made(child, others)
        _take_clock_made(work, child, others, obstacles)
    clock_traces.forget_notices(work, table, ids)


def _take_clock_made(work: Work, table: str, ids: set[int], obstacles: Obstacles) -> None:
    for some in _chunks(sorted(ids)):
        if table == "limit_event":
            clock_traces.forget_told(work, some)
            untouched = obstacles.traces.made("task", clock_traces.reminders(work, some))
            _take_clock_made(work, "task", obstacles.not_own("task", untouched), obstacles)
        _sweep(work, table, some, obstacles)
        model = mapper_of(table).class_
        for row in work.session.execute(select(model).where(model.id.in_(some))).scalars():
            work.session.delete(row)
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
    if not _as_left(change, row):
        obstacles.raise_for(change.table, change.record_id)


def _as_left(change: Change, row: Any) -> bool:
    """Say whether a row still stands as the entry left it."""
    lenient = BOOKKEEPING | KEPT.get(change.table, frozenset())
    return all(
        name in lenient or to_stored(getattr(row, name)) == value
        for name, value in change.new.items()
    )


def _put_values_back(change: Change, row: Any) -> None:
    columns = columns_of(change.table)
    for name, value in change.old.items():
        if name in BOOKKEEPING:
            continue
        # A kept value that moved on since belongs to the later change: leave it.
        if to_stored(getattr(row, name)) == change.new.get(name):
            setattr(row, name, from_stored(columns[name], value))


def _bring_back_many(work: Work, bulk: BulkWrite, obstacles: Obstacles) -> None:
    """Write rows of a bulk insert again; this named place writes its own journal piece."""
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
    table = metadata.tables[bulk.table]
    first, last = range_of(bulk)
    there = _stored_range(work, table, first, last)
    lenient = KEPT.get(bulk.table, frozenset[str]()) | BOOKKEEPING
    compared = [column.name for column in table.columns if column.name not in lenient]
    moved_on: list[int] = []
    for row in bulk.rows:
        wrote = dict(zip(bulk.columns, row, strict=True))
        record_id = int(str(row[0]))
        now = there.get(record_id)
        if now is None:
            obstacles.raise_for(bulk.table, record_id)
        # A column the insert did not name was left empty; it too may have been filled since.
        elif any(now[name] != wrote.get(name) for name in compared):
            moved_on.append(record_id)
    obstacles.check_clock_changed(bulk.table, moved_on)
    _sweep(work, bulk.table, range(first, last + 1), obstacles)
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


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
