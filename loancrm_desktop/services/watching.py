"""Notices what other desks and programs wrote: a cheap look at the journal's tail."""

from __future__ import annotations

import threading

from sqlalchemy import func, select

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.journal import unpack
from loancrm_desktop.services.office import SHELVED, Office, Work

OTHER_DESK = "another desk"
MOST_AT_ONCE = 200


@reader("journal.newest_number")
def newest_number(work: Work) -> int:
    """Answer the number of the newest entry, 0 in an empty journal."""
    return work.session.execute(select(func.max(JournalEntry.seq))).scalar() or 0


class Watcher:
    """Publishes foreign entries to the office's feed; ask it to look about once a second.

    Runs: `look` on the read lane, one call at a time.
    """

    def __init__(self, office: Office, actor: Actor) -> None:
        self._office = office
        self._actor = actor
        self._own: set[int] = set()
        self._lock = threading.Lock()
        self._unsubscribe = office.feed.subscribe(self._note_own)
        self._seen = office.ask(actor, newest_number)

    def look(self) -> int:
        """Publish what others wrote since the last look; answers how many entries.

        However far behind, no entry is left out; each is published once.
        """
        newest = self._office.ask(self._actor, newest_number)
        if newest < self._seen:
            # The journal is shorter than it was: a backup was put in the file's place.
            self._seen = newest
            self._office.forget_shelf()
        published = 0
        while self._seen < newest:
            foreign = self._office.ask(self._actor, _entries_after, self._seen)
            if not foreign:
                break
            self._seen = foreign[-1].seq
            with self._lock:
                own = {seq for seq in self._own if seq <= self._seen}
                self._own -= own
            published += self._publish([each for each in foreign if each.seq not in own])
        return published

    def _publish(self, fresh: list[ChangeSet]) -> int:
        if any(changes.touches(*SHELVED) for changes in fresh):
            self._office.forget_shelf()
        for changes in fresh:
            self._office.feed.publish(changes)
        return len(fresh)

    def stop(self) -> None:
        """Stop listening to the office's own entries."""
        self._unsubscribe()

    def _note_own(self, changes: ChangeSet) -> None:
        if changes.initiator != OTHER_DESK:
            with self._lock:
                self._own.add(changes.seq)


def _entries_after(work: Work, seen: int) -> list[ChangeSet]:
    rows = work.session.execute(
        select(JournalEntry)
        .where(JournalEntry.seq > seen)
        .order_by(JournalEntry.seq)
        .limit(MOST_AT_ONCE)
    ).scalars()
    found: list[ChangeSet] = []
    for row in rows:
        contents = unpack(row.changes)
        ranges = tuple(
            (bulk.table, int(str(bulk.rows[0][0])), int(str(bulk.rows[-1][0])))
            for bulk in contents.bulk
            if bulk.rows
        )
        found.append(
            ChangeSet(
                row.operation,
                contents.changes,
                OTHER_DESK,
                ranges,
                row.seq,
                row.undoes or 0,
            )
        )
    return found
