"""What the clock did to records by itself; it goes with them when the act that made them does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, select

from loancrm_desktop.models.journal import JournalEntry, JournalRange, JournalTouch
from loancrm_desktop.models.rule_runs import Notice
from loancrm_desktop.models.stored import mapper_of, references_to
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services.journal import unpack
from loancrm_desktop.services.office import Work

BY_THE_CLOCK = frozenset(
    {"ownership.return_due", "process.run_limits", "rules.run", "tasks.remind_idle"}
)
"""What the program does at somebody's desk by itself."""

NOTES = frozenset({"contracts.note", "sight_log.reveal"})
"""Operations the history of a record shows though they change nothing of it."""

_SOFT = {"node_visit": (("limit_event", "visit_id"),)}
"""What belongs to a row though no key of the database says so."""

_CHUNK = 500


class ClockTraces:
    """Tells apart what people and what the clock did to rows after an entry."""

    def __init__(self, work: Work, since: int) -> None:
        self._session = work.session
        self._since = since
        self._live: dict[int, bool] = {}

    def only_clock(self, table: str, ids: Collection[int]) -> bool:
        """Say whether the clock alone changed the rows since, and each of them."""
        touched: set[int] = set()
        for some in _chunks(ids):
            chosen = (
                select(JournalTouch.record_id)
                .join(JournalEntry, JournalEntry.seq == JournalTouch.seq)
                .where(
                    JournalTouch.kind == table,
                    JournalTouch.record_id.in_(some),
                    JournalTouch.seq > self._since,
                    JournalEntry.operation.in_(BY_THE_CLOCK),
                )
            )
            touched.update(self._session.execute(chosen).scalars())
        return touched >= set(ids) and self.last_hand(table, ids) is None

    def last_hand(self, table: str, ids: Collection[int]) -> int | None:
        """Answer the newest later entry of a person that changed one of the rows and still holds."""
        wanted = set(ids)
        first, last = min(wanted), max(wanted)
        touching = select(JournalTouch.seq).where(
            JournalTouch.kind == table, JournalTouch.record_id.between(first, last)
        )
        ranged = select(JournalRange.seq).where(
            JournalRange.kind == table,
            JournalRange.first_id <= last,
            JournalRange.last_id >= first,
        )
        chosen = select(JournalEntry.seq, JournalEntry.changes).where(
            JournalEntry.seq.in_(touching.union(ranged)),
            JournalEntry.seq > self._since,
            JournalEntry.operation.not_in(BY_THE_CLOCK | NOTES),
        )
        for seq, packed in self._session.execute(chosen.order_by(JournalEntry.seq.desc())):
            if self.holds(seq) and _changes(packed, table, wanted):
                return seq
        return None

    def holds(self, seq: int) -> bool:
        """Say whether an entry still has an effect: not taken back, nor a mere taking back."""
        if seq not in self._live:
            undoes = self._session.execute(
                select(JournalEntry.undoes).where(JournalEntry.seq == seq)
            ).scalar_one()
            taken_back = taker(self._session, seq) is not None
            self._live[seq] = not taken_back and (undoes is None or undoes <= self._since)
        return self._live[seq]

    def made(self, table: str, ids: Collection[int]) -> set[int]:
        """Answer those of the rows that the clock made and nobody laid hands on."""
        by_clock: set[int] = set()
        by_hand: set[int] = set()
        for seq, operation, touched in self._touching(table, set(ids)):
            if operation not in NOTES and self.holds(seq):
                (by_clock if operation in BY_THE_CLOCK else by_hand).update(touched)
        return by_clock - by_hand

    def _touching(self, table: str, ids: set[int]) -> Iterator[tuple[int, str, set[int]]]:
        """Answer the entries that wrote some of the rows, each with the rows it wrote."""
        for some in _chunks(ids):
            chosen = (
                select(JournalTouch.record_id, JournalTouch.seq, JournalEntry.operation)
                .join(JournalEntry, JournalEntry.seq == JournalTouch.seq)
                .where(JournalTouch.kind == table, JournalTouch.record_id.in_(some))
            )
            for record_id, seq, operation in self._session.execute(chosen):
                yield seq, operation, {record_id}
        chosen = (
            select(JournalRange.first_id, JournalRange.last_id, JournalRange.seq)
            .add_columns(JournalEntry.operation)
            .join(JournalEntry, JournalEntry.seq == JournalRange.seq)
            .where(JournalRange.kind == table)
            .where(JournalRange.first_id <= max(ids, default=0))
            .where(JournalRange.last_id >= min(ids, default=0))
        )
        for first, last, seq, operation in self._session.execute(chosen):
            yield seq, operation, {each for each in ids if first <= each <= last}


def _changes(packed: bytes, table: str, ids: set[int]) -> bool:
    contents = unpack(packed)
    return any(
        change.table == table and change.record_id in ids for change in contents.changes
    ) or any(bulk.table == table for bulk in contents.bulk)


def taker(session: Any, seq: int) -> int | None:
    """Answer the entry that took this one back and was not taken back itself."""
    chosen = select(JournalEntry.seq).where(JournalEntry.undoes == seq)
    takers = list(session.execute(chosen.order_by(JournalEntry.seq.desc())).scalars())
    return next((each for each in takers if taker(session, each) is None), None)


def belonging(work: Work, table: str, ids: Sequence[int]) -> Iterator[tuple[str, set[int]]]:
    """Answer the rows that belong to some rows of a table, by their own table."""
    for child, column in (*references_to(table), *_SOFT.get(table, ())):
        model: Any = mapper_of(child).class_
        found: set[int] = set()
        for some in _chunks(ids):
            chosen = select(model.id).where(getattr(model, column).in_(some))
            found.update(work.session.execute(chosen).scalars())
        if found:
            yield child, found


def reminders(work: Work, events: Collection[int]) -> set[int]:
    """Answer the reminders some limit events made; for they are found by their occasion alone."""
    found: set[int] = set()
    for some in _chunks(events):
        model: Any = mapper_of("limit_event").class_
        occasions = select(model.occasion).where(model.id.in_(some))
        found.update(
            work.session.execute(select(Task.id).where(Task.occasion.in_(occasions))).scalars()
        )
    return found


def forget_told(work: Work, events: Collection[int]) -> None:
    """Take away what people were told of some limit events."""
    for some in _chunks(reminders(work, events)):
        told = select(Task.kind + " " + Task.occasion).where(Task.id.in_(some))
        work.session.execute(delete(Notice).where(Notice.once_key.in_(told)))


def forget_notices(work: Work, table: str, ids: Collection[int]) -> None:
    """Take away what people were told of records that are gone; the history is silent of it."""
    for some in _chunks(ids):
        work.session.execute(
            delete(Notice).where(Notice.record_kind == table, Notice.record_id.in_(some))
        )


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
