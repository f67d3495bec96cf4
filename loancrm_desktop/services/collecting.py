"""Reads off a session what was inserted, changed and deleted, so that nobody can forget to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, event
from sqlalchemy import inspect as inspected
from sqlalchemy.orm import InstanceState, LoaderCallableStatus, Session

from loancrm_desktop.changes import Change, merged
from loancrm_desktop.models.base import Base, Record
from loancrm_desktop.models.stored import columns_of, mapper_of, to_stored

SILENT = frozenset(
    {"journal_entry", "journal_touch", "journal_range", "draft", "number_series"}
    | {"rule_run", "rule_turn", "notice", "message_secret", "message_dispatch"}
)
"""Tables the history says nothing of: the journal itself, what nobody has saved yet, counts of
numbers and turns, which are never counted back, what rules note and tell, secrets of channels,
and which desk is sending what."""


_COLLECTOR = "collector"


@dataclass(frozen=True, slots=True)
class CollectorMark:
    """Where collecting stood."""

    changes: int
    counted: frozenset[tuple[str, int]]
    inserted: frozenset[tuple[str, int]]


class Collector:
    """Listens to one session for the length of one operation.

    It also counts revisions: a changed record gets the next one, once per operation.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._changes: list[Change] = []
        self._counted: set[tuple[str, int]] = set()
        self._inserted: set[tuple[str, int]] = set()
        self.cause: int | None = None
        session.info[_COLLECTOR] = self

    def take(self) -> tuple[Change, ...]:
        """Answer what was collected so far, one change per row."""
        return merged(self._changes)

    def add(self, changes: Iterable[Change]) -> None:
        """Add changes written past the session by one of the named bulk places."""
        self._changes.extend(changes)

    def mark(self) -> CollectorMark:
        """Answer where collecting stands, to come back to when what follows is rolled back."""
        return CollectorMark(
            len(self._changes), frozenset(self._counted), frozenset(self._inserted)
        )

    def back_to(self, mark: CollectorMark) -> None:
        """Forget what was collected since a mark: it was rolled back."""
        del self._changes[mark.changes :]
        self._counted = set(mark.counted)
        self._inserted = set(mark.inserted)

    def stop(self) -> None:
        """Stop listening."""
        self._session.info.pop(_COLLECTOR, None)

    def count_revisions(self, session: Session) -> None:
        """Give each changed record its next revision and time; called before a flush."""
        for row in session.dirty:
            # Known by table and id: the object itself may be gone, and its address another's.
            if isinstance(row, Record) and _name(row) not in self._counted:
                if not _is_changed(row):
                    continue
                self._counted.add(_name(row))
                row.revision += 1
                row.updated_at = self._now

    def note(self, session: Session) -> None:
        """Note what was written; called after a flush."""
        for row in session.new:
            self._note_insert(row)
        for row in session.dirty:
            self._note_update(row)
        for row in session.deleted:
            self._note_delete(row)

    def _note_insert(self, row: Any) -> None:
        table = row.__tablename__
        if table in SILENT:
            return
        self._counted.add((table, row.id))
        self._inserted.add((table, row.id))
        self._changes.append(Change(table, row.id, "insert", {}, _values(row, table), self.cause))

    def _note_update(self, row: Any) -> None:
        table = row.__tablename__
        if table in SILENT:
            return
        state: InstanceState[Any] = inspected(row)
        columns = columns_of(table)
        old: dict[str, object] = {}
        new: dict[str, object] = {}
        for name in state.committed_state:
            column = columns.get(name)
            if column is None:
                continue
            before, after = _before_after(
                state, column, name, fresh=(table, row.id) in self._inserted
            )
            if before != after:
                old[name], new[name] = before, after
        if new:
            self._changes.append(Change(table, row.id, "update", old, new, self.cause))

    def _note_delete(self, row: Any) -> None:
        table = row.__tablename__
        if table not in SILENT:
            self._changes.append(
                Change(table, row.id, "delete", _values(row, table), {}, self.cause)
            )


def collector_of(session: Session) -> Collector:
    """Answer who listens to a session, for a named bulk place to tell what it wrote.

    Raises:
        KeyError: nobody does; it is no operation.
    """
    return session.info[_COLLECTOR]


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    collector: Collector | None = session.info.get(_COLLECTOR)
    if collector is not None:
        collector.count_revisions(session)


def _after_flush(session: Session, _context: object) -> None:
    collector: Collector | None = session.info.get(_COLLECTOR)
    if collector is not None:
        collector.note(session)


# Once for all sessions: to listen to each one takes longer than to write a row.
event.listen(Session, "before_flush", _before_flush)
event.listen(Session, "after_flush", _after_flush)


def _is_changed(row: Any) -> bool:
    state: InstanceState[Any] = inspected(row)
    given = state.dict
    return any(given.get(name) != old for name, old in state.committed_state.items())


def _name(row: Any) -> tuple[str, int]:
    return row.__tablename__, row.id


def _before_after(
    state: InstanceState[Any], column: Column[Any], name: str, *, fresh: bool
) -> tuple[object, object]:
    # What was loaded stands in the committed state until the flush is over.
    before: Any = state.committed_state[name]
    after = to_stored(state.dict.get(name))
    if not isinstance(before, LoaderCallableStatus):
        return to_stored(before), after
    if fresh:
        # Made in this very operation: the insert is what the journal keeps.
        return None, after
    message = f"the old value of {column} was not loaded before it was replaced"
    raise AssertionError(message)


def _values(row: Base, table: str) -> dict[str, object]:
    return {name: to_stored(getattr(row, key)) for name, key in _attributes(table)}


@cache
def _attributes(table: str) -> tuple[tuple[str, str], ...]:
    """Answer each column of a table with the attribute that holds it."""
    mapper = mapper_of(table)
    return tuple(
        (name, mapper.get_property_by_column(column).key)
        for name, column in columns_of(table).items()
    )
