"""Takes back a journal entry: edits, bulk edits, imports, merges, moves, deletions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from loancrm_desktop.changes import Change
from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.services import access, summaries
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.clock_traces import taker
from loancrm_desktop.services.journal import Unpacked, entry, unpack
from loancrm_desktop.services.obstacles import Obstacles
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.putting_back import KEPT, put_back
from loancrm_desktop.terms import text_of
from loancrm_desktop.texts import say

NEVER_UNDONE = frozenset(
    {
        *("office.found", "people.add", "people.disable", "people.withdraw"),
        *("people.note_password", "people.note_recovery", "people.note_seen"),
        *("contracts.note", "sight_log.reveal", "exporting.note", "trash.purge"),
        *("documents.add", "documents.hand_out"),
        *("rules.claim_paper", "rules.settle_paper"),
        *("messages.claim", "messages.settle", "messages.by_hand", "messages.take"),
    }
)
"""What no change of rows takes back: keys to the office, a paper, a message, what was seen."""

_OF_CUSTOMERS = frozenset(
    {
        "customer",
        "deal",
        "stage_visit",
        "submission",
        "follow_up",
        "task",
        "document",
        "related_person",
        "outbox_message",
        "message_stop",
        "owner_change",
        "node_visit",
        "approval",
        "limit_event",
        "collaborator",
        "own_record",
    }
)
"""Tables whose rows belong to a customer; who may see the customer may take back a change."""

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Undone:
    """The entry that took another back.

    Attributes:
        undid: the number of the entry taken back.
        rows: how many rows were put back.
        touched_customers: customers whose kept columns were worked out again.
    """

    undid: int
    rows: int
    touched_customers: tuple[int, ...] = ()


@operation("journal.undo")
def undo(work: Work, seq: int) -> Undone:
    """Put back what an entry changed, and work out again what follows from it.

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
    contents = unpack(found.changes)
    _require_undoable(work, found, contents)
    customers = _customers(work, contents.changes)
    _require_right(work, found, contents, customers)
    try:
        put_back(work, contents, Obstacles(work, found, contents))
    except IntegrityError as fault:
        raise Refused(
            say(
                "Entry {seq} cannot be taken back: a record it needs is gone, or another one has "
                "taken its place since.",
                seq=seq,
            )
        ) from fault
    refreshed = _refresh(work, contents, customers)
    work.undoes = seq
    rows = len(contents.changes) + sum(len(bulk.rows) for bulk in contents.bulk)
    return Undone(seq, rows, refreshed)


def _require_undoable(work: Work, found: JournalEntry, contents: Unpacked) -> None:
    if found.operation in NEVER_UNDONE:
        raise Refused(
            say(
                "Entry {seq} ({operation}) cannot be taken back.",
                seq=found.seq,
                operation=text_of("operation", found.operation),
            )
        )
    if not (contents.changes or contents.bulk):
        raise Refused(
            say("Entry {seq} changed no record; there is nothing to take back.", seq=found.seq)
        )
    by = taker(work.session, found.seq)
    if by is not None:
        raise Refused(
            say("Entry {seq} was already taken back by entry {by}.", seq=found.seq, by=by)
        )


def _require_right(
    work: Work, found: JournalEntry, contents: Unpacked, customers: set[int]
) -> None:
    """Let people take back their own acts, and others' where they may see all that is touched."""
    if found.actor_id == work.actor.user_id:
        return
    tables = {each.table for each in (*contents.changes, *contents.bulk)}
    if not tables <= _OF_CUSTOMERS:
        access.require(work, "users.manage")
    if work.actor.rights.scope == "all":
        return
    if work.actor.rights.scope == "own" or contents.bulk or not _all_visible(work, customers):
        raise Refused(
            say("Entry {seq} is another person's act; ask them or your team lead.", seq=found.seq),
            forbidden=True,
        )


def _all_visible(work: Work, customers: set[int]) -> bool:
    seen: set[int] = set()
    for some in _chunks(customers):
        chosen = select(Customer.id).where(
            Customer.id.in_(some), access.scope_sql(work.actor, Customer)
        )
        seen.update(work.session.execute(chosen).scalars())
    return bool(customers) and seen == customers


def _customers(work: Work, changes: Iterable[Change]) -> set[int]:
    """Answer the customers an entry's rows belong to, then and now."""
    found: set[int] = set()
    deals: set[int] = set()
    for change in changes:
        if change.table == "customer":
            found.add(change.record_id)
        elif change.table == "deal":
            deals.add(change.record_id)
        for side in (change.old, change.new):
            _add_id(found, side.get("customer_id"))
            _add_id(deals, side.get("deal_id") if change.table != "customer" else None)
    for some in _chunks(deals):
        chosen = select(Deal.customer_id).where(Deal.id.in_(some))
        found.update(work.session.execute(chosen).scalars())
    return found


def _add_id(ids: set[int], value: object) -> None:
    if isinstance(value, int):
        ids.add(value)


def _chunks(ids: set[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))


def _refresh(work: Work, contents: Unpacked, customers: set[int]) -> tuple[int, ...]:
    """Work the kept columns out again where a row they come from was put back."""
    if not any(_feeds_summaries(change) for change in contents.changes):
        return ()
    # The customers as they are after putting back: a deal may have changed hands.
    everybody = customers | _customers(work, contents.changes)
    alive: list[int] = []
    for some in _chunks(everybody):
        chosen = select(Customer.id).where(Customer.id.in_(some), Customer.deleted_at.is_(None))
        alive.extend(work.session.execute(chosen).scalars())
    for customer_id in alive:
        summaries.refresh(work, customer_id)
    work.session.flush()
    return tuple(alive)


def _feeds_summaries(change: Change) -> bool:
    if change.table in ("deal", "follow_up"):
        return True
    touched: set[Any] = {*change.old, *change.new}
    return change.table == "customer" and bool(touched & (KEPT["customer"] | {"deleted_at"}))
