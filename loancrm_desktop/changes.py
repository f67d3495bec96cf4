"""What an operation touched, old and new, and who is told of it afterwards; no Qt."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

_log = logging.getLogger(__name__)

Act = Literal["insert", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was written.

    Attributes:
        table: the table's name, which is also the record kind where it is one.
        record_id: its primary key.
        act: `insert`, `update` or `delete`.
        old: column values before (only the changed ones for an update), in stored form.
        new: column values after, in stored form.
        cause: the rule that caused it, or None when the person's own act did.
    """

    table: str
    record_id: int
    act: Act
    old: Mapping[str, object] = field(default_factory=dict[str, object])
    new: Mapping[str, object] = field(default_factory=dict[str, object])
    cause: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything one operation touched.

    Attributes:
        operation: the operation's name, such as `deals.move`.
        changes: in the order they were made; one per row.
        initiator: the desk and window that asked, so that it may ignore its own echo.
        ranges: bulk inserts as (table, first id, last id), not listed row by row.
        seq: the journal entry's number once it is written, else 0.
        undoes: the journal entry it took back, else 0.
    """

    operation: str
    changes: tuple[Change, ...] = ()
    initiator: str = ""
    ranges: tuple[tuple[str, int, int], ...] = ()
    seq: int = 0
    undoes: int = 0

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __bool__(self) -> bool:
        return bool(self.changes or self.ranges)

    def ids(self, table: str) -> frozenset[int]:
        """Answer which rows of a table were touched, bulk inserts included."""
        single = {change.record_id for change in self.changes if change.table == table}
        for name, first, last in self.ranges:
            if name == table:
                single.update(range(first, last + 1))
        return frozenset(single)

    def touches(self, *tables: str) -> bool:
        """Say whether any of the tables was written."""
        return any(change.table in tables for change in self.changes) or any(
            name in tables for name, _, _ in self.ranges
        )


Listener = Callable[[ChangeSet], None]


class ChangeFeed:
    """Tells listeners of every committed change set, in the order of commits."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; answers the function that removes it."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def publish(self, changes: ChangeSet) -> None:
        """Tell every listener; called once per commit, on the committing thread.

        What is committed stays so: a listener that fails spoils it neither for the one who acted
        nor for the other listeners.
        """
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(changes)
            except Exception as fault:  # noqa: BLE001 - the edge between a commit and who is told
                _log.error("a listener failed: %s", type(fault).__name__)


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Fold several writes of one row into one change; a row made and removed vanishes."""
    folded: dict[tuple[str, int], Change] = {}
    for change in changes:
        key = (change.table, change.record_id)
        before = folded.get(key)
        after = change if before is None else _fold(before, change)
        if after is None:
            del folded[key]
        else:
            folded[key] = after
    return tuple(change for change in folded.values() if change.act != "update" or change.new)


def _fold(first: Change, second: Change) -> Change | None:
    if first.act == "insert" and second.act == "delete":
        return None
    if first.act == "insert":
        new = {**first.new, **second.new}
        return Change(first.table, first.record_id, "insert", {}, new, first.cause)
    if second.act == "delete":
        old = {**second.old, **first.old}
        return Change(first.table, first.record_id, "delete", old, {}, second.cause)
    if first.act == "delete":
        old = first.old
        new = {name: value for name, value in second.new.items() if old.get(name) != value}
        was = {name: old.get(name) for name in new}
        return Change(first.table, first.record_id, "update", was, new, second.cause)
    old = {**second.old, **first.old}
    new = {**first.new, **second.new}
    same = [name for name in new if name in old and old[name] == new[name]]
    for name in same:
        del old[name], new[name]
    return Change(first.table, first.record_id, "update", old, new, second.cause or first.cause)
