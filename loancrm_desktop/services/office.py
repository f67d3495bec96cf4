"""The office: one operation is one transaction is one commit; the only commit there is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from loancrm_desktop.changes import Change, ChangeFeed, ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.models.database import Database
from loancrm_desktop.models.database_faults import FAULTS, clash_of, is_bug, translated
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.calls import call_of
from loancrm_desktop.services.collecting import Collector

P = ParamSpec("P")
R = TypeVar("R")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Answer the computer's time in UTC, cut to milliseconds as it is stored."""
    moment = datetime.fromtimestamp(time.time(), UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True, repr=False)
class OfficePlace:
    """What services need to know of the office around the database.

    Attributes:
        folder: the office folder.
        name: the office's name as printed on contracts.
        zone: the office's time zone.
        documents_key: wraps the documents' own keys.
        journal_key: keys the journal's hash chain.
    """

    folder: Path
    office_id: str
    name: str
    mode: str
    documents_key: bytes
    journal_key: bytes
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))


@dataclass(slots=True)
class BulkWrite:
    """Rows written past the session by a named bulk place, told to the journal in one piece.

    Attributes:
        table: the table's name.
        columns: names of the columns in `rows`; the first is `id`.
        rows: values in stored form; ids are consecutive.
        deleted: True when the rows were removed.
    """

    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    deleted: bool = False


class Work:
    """What a service function works with, for the length of one operation or reading.

    Attributes:
        session: the open session; flush freely, never commit.
        actor: who acts.
        now: the one time of this operation, UTC, whole milliseconds.
        place: the office around the database.
        bulk: bulk writes to be journaled.
        note: a sentence for the history, such as a reason.
        undoes: the journal entry this operation takes back.
        touches: records (kind, id) whose history shows this operation though no row changed.
        refusal: raised once what was written is on the disk: a refused attempt that is kept.
    """

    def __init__(
        self,
        session: Session,
        actor: Actor,
        now: datetime,
        place: OfficePlace,
        shelf: dict[str, Any],
    ) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.place = place
        self.shelf = shelf
        self.bulk: list[BulkWrite] = []
        self.note: str | None = None
        self.undoes: int | None = None
        self.caused_by: int | None = None
        self.touches: list[tuple[str, int]] = []
        self.refusal: Problem | None = None

    @property
    def me(self) -> int:
        """Answer the acting user's id."""
        if self.actor.user_id is None:
            message = "the founder acts for nobody"
            raise RuntimeError(message)
        return self.actor.user_id


class Reaction(Protocol):
    """Acts in the same transaction on what an operation changed."""

    def __call__(self, work: Work, changes: tuple[Change, ...]) -> None:
        """React; further changes made here are collected too."""
        ...


class Recorder(Protocol):
    """Writes the journal entry; runs last."""

    def __call__(self, work: Work, operation: str, changes: tuple[Change, ...]) -> int:
        """Write the entry and answer its number (0 when nothing was written)."""
        ...


class Office:
    """An open office; faces hold this and need not know where the data lies.

    Runs: any thread but the one named by `keep_off`.
    """

    def __init__(
        self,
        database: Database,
        place: OfficePlace,
        reactions: Sequence[Reaction],
        recorder: Recorder,
        clock: Clock = system_clock,
    ) -> None:
        self.place = place
        self.feed = ChangeFeed()
        self.clock = clock
        self._database = database
        self._reactions = tuple(reactions)
        self._recorder = recorder
        self._forbidden_thread: int | None = None
        self._shelf: dict[str, Any] = {}
        self._foreign_version = 0
        self._closing: list[Callable[[], None]] = []

    @property
    def database(self) -> Database:
        """Answer the open database, for backup and checks."""
        return self._database

    def keep_off(self, thread_id: int) -> None:
        """Name the thread (the window's) on which no session may ever be opened."""
        self._forbidden_thread = thread_id

    def do(
        self,
        actor: Actor,
        function: Callable[Concatenate[Work, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run one operation in one transaction, commit it, tell the feed.

        Raises:
            Refused, Invalid, Conflict: from the operation; nothing was written, but for a refused
                attempt that is itself kept.
            Unavailable: the environment failed; nothing was written.
        """
        name = call_of(function).name
        self._check_thread()
        try:
            with self._database.writing() as session:
                work = Work(session, actor, self.clock(), self.place, self._fresh_shelf(session))
                collector = Collector(session, work.now)
                try:
                    result = function(work, *args, **kwargs)
                    changes = self._react(work, collector)
                    seq = self._recorder(work, name, changes)
                finally:
                    collector.stop()
                self._database.commit(session)
                if any(change.table in SHELVED for change in changes):
                    # Still inside the gate: the next operation must not see the old copies.
                    self.forget_shelf()
        except IntegrityError as fault:
            raise clash_of(fault) or fault from fault
        except FAULTS as fault:
            raise fault if is_bug(fault) else translated(fault) from fault
        self._tell(work, name, changes, seq)
        if work.refusal is not None:
            raise work.refusal
        return result

    def ask(
        self,
        actor: Actor,
        function: Callable[Concatenate[Work, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run one reader on a connection that cannot write.

        Raises:
            Refused, Invalid: from the reader.
            Unavailable: the environment failed.
        """
        self._check_thread()
        try:
            with self._database.reading() as session:
                work = Work(session, actor, self.clock(), self.place, self._shelf)
                return function(work, *args, **kwargs)
        except FAULTS as fault:
            raise fault if is_bug(fault) else translated(fault) from fault

    def forget_shelf(self) -> None:
        """Load again what services keep: something of it was changed.

        A new shelf, not an emptied one: a reader that began before may still put back an old copy.
        """
        self._shelf = {}

    def _fresh_shelf(self, session: Session) -> dict[str, Any]:
        """Answer the shelf, a new one when another program wrote since the last operation."""
        version = self._database.foreign_version(session)
        if version != self._foreign_version:
            self._foreign_version = version
            self.forget_shelf()
        return self._shelf

    def when_closed(self, act: Callable[[], None]) -> None:
        """Have something done when the office is closed, the last added first."""
        self._closing.append(act)

    def close(self) -> None:
        """Close the database; the office object is dead afterwards."""
        try:
            while self._closing:
                self._closing.pop()()
        finally:
            self._database.close()

    def _react(self, work: Work, collector: Collector) -> tuple[Change, ...]:
        work.session.flush()
        changes = collector.take()
        for reaction in self._reactions:
            reaction(work, changes)
            work.session.flush()
            changes = collector.take()
        return changes

    def _tell(self, work: Work, name: str, changes: tuple[Change, ...], seq: int) -> None:
        ranges = tuple(
            (bulk.table, int(str(bulk.rows[0][0])), int(str(bulk.rows[-1][0])))
            for bulk in work.bulk
            if bulk.rows
        )
        if not changes and not ranges:
            return
        window, undoes = work.actor.window, work.undoes or 0
        self.feed.publish(ChangeSet(name, changes, window, ranges, seq, undoes))

    def _check_thread(self) -> None:
        if self._forbidden_thread == threading.get_ident():
            message = "a session was opened on the window's thread"
            raise RuntimeError(message)


SHELVED = frozenset(
    {"custom_field", "role", "app_user", "team", "channel", "process", "stage", "design"}
    | {"collaborator"}
)
"""Tables of which services keep a copy on the shelf until one of them changes."""


def later(moment: datetime, **by: float) -> datetime:
    """Answer a moment moved by days, hours or minutes."""
    return moment + timedelta(**by)
