"""Finds and names what stands in the way of taking a journal entry back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, UniqueConstraint, select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.models.tables import metadata
from loancrm_desktop.services.clock_traces import BY_THE_CLOCK, NOTES, ClockTraces
from loancrm_desktop.services.journal import Unpacked, entry, numbers_touching
from loancrm_desktop.services.office import BulkWrite, Work
from loancrm_desktop.terms import text_of
from loancrm_desktop.texts import say

_CHUNK = 500


class Obstacles:
    """Finds and names the later change that stands in the way of taking an entry back."""

    def __init__(self, work: Work, found: JournalEntry, contents: Unpacked) -> None:
        self._work = work
        self._found = found
        self._own = {(change.table, change.record_id) for change in contents.changes}
        self.traces = ClockTraces(work, found.seq)
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
        at = later.at.astimezone(self._work.place.zone).strftime("%Y-%m-%d %H:%M")
        operation = text_of("operation", later.operation)
        if later.operation in BY_THE_CLOCK:
            # Taken back, the clock would do it again within the minute.
            text = say(
                "Entry {seq} cannot be taken back: the clock went on from it by itself (entry "
                "{later}, {operation}, {at}). Open the record and change it by hand instead.",
                seq=self._found.seq,
                later=later.seq,
                operation=operation,
                at=at,
            )
        else:
            text = say(
                "Entry {seq} cannot be taken back: entry {later} ({operation}, {at}) changed the "
                "same record afterwards. Take that one back first.",
                seq=self._found.seq,
                later=later.seq,
                operation=operation,
                at=at,
            )
        raise Refused(text)

    def _later(self, table: str, record_id: int) -> JournalEntry | None:
        """Answer the newest later entry that changed the record, a person's before the clock's."""
        seqs = numbers_touching(self._work.session, table, record_id, after=self._found.seq)
        by_clock: JournalEntry | None = None
        for seq in reversed(seqs):
            later = entry(self._work.session, seq)
            if later is None or later.operation in NOTES:
                continue
            if later.operation not in BY_THE_CLOCK:
                return later
            by_clock = by_clock or later
        return by_clock

    def not_own(self, table: str, ids: Iterable[int]) -> set[int]:
        """Answer those of some rows that the entry did not write itself."""
        return {each for each in ids if not self._is_own(table, each)}

    def check_clock_made(self, table: str, ids: Collection[int]) -> None:
        """Refuse unless the clock alone made the rows, and nobody laid hands on them."""
        by_people = set(ids) - self.traces.made(table, ids)
        if by_people:
            self.raise_for(table, min(by_people))

    def check_clock_changed(self, table: str, ids: Collection[int]) -> None:
        """Refuse unless the clock alone changed the rows since; they are to vanish anyway."""
        if ids and not self.traces.only_clock(table, ids):
            self.raise_for(table, min(ids))

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


def range_of(bulk: BulkWrite) -> tuple[int, int]:
    """Answer the first and last id of a bulk piece."""
    return int(str(bulk.rows[0][0])), int(str(bulk.rows[-1][0]))


def _single_unique_columns(table: Table) -> list[str]:
    return [
        next(iter(constraint.columns)).name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and len(constraint.columns) == 1
    ]


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
