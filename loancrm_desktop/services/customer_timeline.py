"""Everything that happened with a customer, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from loancrm_desktop.models.base import from_ms, to_ms
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services import access, customers, history_sight, journal
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.field_shifts import FieldShift, shifts_of
from loancrm_desktop.services.lists import checked_limit
from loancrm_desktop.services.office import Work

KINDS = ("follow_up", "task", "stage", "document", "change")
"""What the timeline tells of, as its filter names them."""

MOST_ENTRIES = 2000
"""How far back the history of one record is looked through."""

_TOLD_ELSEWHERE = (
    *("follow_ups.log", "deals.move", "tasks.add", "tasks.done", "tasks.remind_idle"),
    "documents.add",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened.

    Attributes:
        kind: one of KINDS.
        id: of the row told of; of a change, the number of its history entry.
        word: follow_up: the method; task: added or done; stage: where the deal went;
            document: its kind; change: the operation.
        text: what was said, the task's title, the reason, the file's name, the note.
        outcome: of a follow-up.
        before: of a stage: where the deal came from.
        process_id: of a stage: the process that names it.
        next_at: of a follow-up the next step, of a task its time.
        shifts: of a change.
    """

    kind: str
    id: int
    at: datetime
    person_id: int | None
    word: str
    text: str = ""
    outcome: str | None = None
    before: str | None = None
    next_at: datetime | None = None
    shifts: tuple[FieldShift, ...] = ()
    process_id: int | None = None


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """A page of the timeline.

    Attributes:
        counts: how many there are in all: follow_up, task, deal.
        next: where to go on, None at the end.
    """

    moments: tuple[Moment, ...]
    counts: dict[str, int]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Asked:
    customer_id: int
    limit: int
    search: str
    cursor: tuple[int, int, int] | None

    def older(self, order: int, at: Any, row_id: Any) -> list[ColumnElement[bool]]:
        """Answer what is behind the cursor, for the source with this place among equals."""
        if self.cursor is None:
            return []
        at_ms, cursor_order, cursor_id = self.cursor
        moment = from_ms(at_ms)
        if order == cursor_order:
            return [or_(at < moment, and_(at == moment, row_id < cursor_id))]
        return [at <= moment if order > cursor_order else at < moment]

    def found(self, text: Any) -> list[ColumnElement[bool]]:
        """Answer that a column holds what is searched for."""
        return [func.instr(func.lower(text), self.search) > 0] if self.search else []


@reader("customers.timeline")
def timeline(
    work: Work,
    customer_id: int,
    kinds: tuple[str, ...] = KINDS,
    search: str = "",
    limit: int = 50,
    after: str | None = None,
) -> TimelinePage:
    """Answer what happened with a customer; what the role may not see is left out.

    Args:
        work: the reading.
        customer_id: who.
        kinds: what to tell of.
        search: only what holds this text, in small or capital letters.
        limit: how many at most.
        after: the `next` of the page before.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    customers.seen(work, customer_id)
    asked = _Asked(customer_id, checked_limit(limit), search.strip().lower(), _read(after))
    found: list[tuple[tuple[int, int, int], Moment]] = []
    for order, source in enumerate(_sources(work, kinds)):
        found += [
            ((to_ms(moment.at), -order, moment.id), moment) for moment in source(work, asked, order)
        ]
    found.sort(key=_place, reverse=True)
    page = found[: asked.limit]
    more = len(found) > asked.limit
    ahead = f"{page[-1][0][0]}.{-page[-1][0][1]}.{page[-1][0][2]}" if more else None
    return TimelinePage(tuple(moment for _, moment in page), _counts(work, customer_id), ahead)


def _place(found: tuple[tuple[int, int, int], Moment]) -> tuple[int, int, int]:
    return found[0]


def _read(after: str | None) -> tuple[int, int, int] | None:
    parts = (after or "").split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    at_ms, order, row_id = (int(part) for part in parts)
    return at_ms, order, row_id


def _sources(work: Work, kinds: Sequence[str]) -> list[Any]:
    may = work.actor.rights.allows
    every = (
        ("follow_up", "follow_ups.see", _follow_ups),
        ("task", "tasks.see", _tasks_done),
        ("task", "tasks.see", _tasks_added),
        ("stage", "deals.see", _stages),
        ("document", "documents.see", _documents),
        ("change", "customers.see", _changes),
    )
    # One that is not wanted keeps its place, or a cursor would mean something else.
    return [source if kind in kinds and may(act) else _nothing for kind, act, source in every]


def _nothing(work: Work, asked: _Asked, order: int) -> Iterator[Moment]:
    del work, asked, order
    return iter(())


def _counts(work: Work, customer_id: int) -> dict[str, int]:
    may = work.actor.rights.allows
    every: tuple[tuple[str, str, Any], ...] = (
        ("follow_up", "follow_ups.see", FollowUp),
        ("task", "tasks.see", Task),
        ("deal", "deals.see", Deal),
    )
    return {
        name: int(
            work.session.execute(
                select(func.count()).where(
                    model.customer_id == customer_id, model.deleted_at.is_(None)
                )
            ).scalar_one()
        )
        for name, act, model in every
        if may(act)
    }


def _rows(work: Work, asked: _Asked, chosen: Any, order: int, at: Any, row_id: Any) -> Any:
    chosen = chosen.where(*asked.older(order, at, row_id))
    return work.session.execute(chosen.order_by(at.desc(), row_id.desc()).limit(asked.limit + 1))


def _follow_ups(work: Work, asked: _Asked, order: int) -> Iterator[Moment]:
    chosen = select(FollowUp).where(
        FollowUp.customer_id == asked.customer_id,
        FollowUp.deleted_at.is_(None),
        *asked.found(FollowUp.text),
    )
    for row in _rows(work, asked, chosen, order, FollowUp.at, FollowUp.id).scalars():
        yield Moment(
            "follow_up",
            row.id,
            row.at,
            row.author_id,
            row.method,
            row.text,
            outcome=row.outcome,
            next_at=row.next_at,
        )


def _tasks_done(work: Work, asked: _Asked, order: int) -> Iterator[Moment]:
    chosen = select(Task).where(
        Task.customer_id == asked.customer_id,
        Task.deleted_at.is_(None),
        Task.done_at.is_not(None),
        *asked.found(Task.title),
    )
    for row in _rows(work, asked, chosen, order, Task.done_at, Task.id).scalars():
        yield Moment("task", row.id, row.done_at, row.done_by, "done", row.title)


def _tasks_added(work: Work, asked: _Asked, order: int) -> Iterator[Moment]:
    chosen = select(Task).where(
        Task.customer_id == asked.customer_id, Task.deleted_at.is_(None), *asked.found(Task.title)
    )
    for row in _rows(work, asked, chosen, order, Task.created_at, Task.id).scalars():
        yield Moment(
            "task", row.id, row.created_at, row.assignee_id, "added", row.title, next_at=row.due_at
        )


def _stages(work: Work, asked: _Asked, order: int) -> Iterator[Moment]:
    process_of: dict[int, int] = {
        row[0]: row[1]
        for row in work.session.execute(
            select(Deal.id, Deal.process_id).where(
                Deal.customer_id == asked.customer_id, Deal.deleted_at.is_(None)
            )
        )
    }
    chosen = select(StageVisit).where(
        StageVisit.deal_id.in_(process_of), *asked.found(StageVisit.reason)
    )
    for row in _rows(work, asked, chosen, order, StageVisit.entered_at, StageVisit.id).scalars():
        yield Moment(
            "stage",
            row.id,
            row.entered_at,
            row.entered_by,
            row.stage,
            row.reason or "",
            before=row.from_stage,
            process_id=process_of[row.deal_id],
        )


def _documents(work: Work, asked: _Asked, order: int) -> Iterator[Moment]:
    chosen = select(Document).where(
        Document.customer_id == asked.customer_id,
        Document.deleted_at.is_(None),
        *asked.found(Document.name),
    )
    for row in _rows(work, asked, chosen, order, Document.created_at, Document.id).scalars():
        yield Moment("document", row.id, row.created_at, row.added_by, row.kind, row.name)


def _changes(work: Work, asked: _Asked, order: int) -> Iterator[Moment]:
    history_sight.require_record(work, "customer", asked.customer_id)
    touching = journal.numbers_touching(work.session, "customer", asked.customer_id)
    for deal_id in work.session.execute(
        select(Deal.id).where(Deal.customer_id == asked.customer_id)
    ).scalars():
        touching += journal.numbers_touching(work.session, "deal", deal_id)
    chosen = select(JournalEntry).where(
        JournalEntry.seq.in_(sorted(set(touching))[-MOST_ENTRIES:]),
        JournalEntry.operation.not_in(_TOLD_ELSEWHERE),
        *asked.found(JournalEntry.note),
    )
    for entry in _rows(work, asked, chosen, order, JournalEntry.at, JournalEntry.seq).scalars():
        shifts = _own_shifts(work, asked.customer_id, entry)
        yield Moment(
            "change",
            entry.seq,
            entry.at,
            entry.actor_id,
            entry.operation,
            entry.note or "",
            shifts=shifts,
        )


def _own_shifts(work: Work, customer_id: int, entry: JournalEntry) -> tuple[FieldShift, ...]:
    """Answer what an entry changed on this customer and its deals, of many it may have changed."""
    changes = journal.unpack(entry.changes).changes
    own = tuple(
        change
        for change in changes
        if (change.table == "customer" and change.record_id == customer_id)
        or (change.table == "deal" and _is_of(work, change.record_id, customer_id))
    )
    return shifts_of(work, own)


def _is_of(work: Work, deal_id: int, customer_id: int) -> bool:
    deal = work.session.get(Deal, deal_id)
    return deal is not None and deal.customer_id == customer_id
