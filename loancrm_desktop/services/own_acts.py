"""What the menu offers to take back or do again: the newest own act, said in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.models.prepared import Prepared, fixed
from loancrm_desktop.services import access, journal
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.clock_traces import BY_THE_CLOCK
from loancrm_desktop.services.journal import Unpacked
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.undoing import NEVER_UNDONE
from loancrm_desktop.terms import text_of
from loancrm_desktop.texts import say

LOOKED_BACK = 2000
"""How many of the newest entries are searched; an older act is taken back in the history."""
_MOST_OWN = 60
_MOST_READ_BYTES = 200_000
_CHAIN = 100

_entry = JournalEntry.__table__.c
_mine = Prepared(
    select(_entry.seq, _entry.at, _entry.operation, _entry.undoes, func.length(_entry.changes))
    .where(
        _entry.actor_id == bindparam("me"),
        _entry.seq > select(func.max(_entry.seq) - fixed(LOOKED_BACK)).scalar_subquery(),
    )
    .order_by(_entry.seq.desc())
    .limit(fixed(_MOST_OWN))
)
_takers = Prepared(select(_entry.seq).where(_entry.undoes == bindparam("seq")))
_undid = Prepared(select(_entry.undoes, _entry.operation).where(_entry.seq == bindparam("seq")))
_NOTHING_BYTES = len(journal.pack((), ()))


@dataclass(frozen=True, slots=True)
class Undoable:
    """An act that `journal.undo` takes back, or does again when it takes back a taking back.

    Attributes:
        seq: what to give to `journal.undo`.
        operation: the name of the act, such as `deals.move`.
        sentence: the act in a few words, in the language in force.
    """

    seq: int
    operation: str
    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class _Act:
    seq: int
    at: datetime
    operation: str
    undoes: int | None
    size_bytes: int


@reader("journal.undoable")
def undoable(work: Work, since: datetime | None = None) -> Undoable | None:
    """Answer the actor's own newest act that stands and can be taken back; None for none.

    Args:
        work: the reading.
        since: acts before this time are left to the history.
    """
    if not work.actor.rights.allows("journal.undo"):
        return None
    for act in _acts(work, since):
        if _is_alive(work, act.seq) and _depth(work, act.undoes) % 2 == 0:
            return _said(work, act, act.seq)
    return None


@reader("journal.redoable")
def redoable(work: Work, since: datetime | None = None) -> Undoable | None:
    """Answer what the actor took back last and may do again; None once something new was done.

    Args:
        work: the reading.
        since: what was taken back before this time is left to the history.
    """
    if not work.actor.rights.allows("journal.undo"):
        return None
    for act in _acts(work, since):
        if act.undoes is None:
            return None
        if _is_alive(work, act.seq) and _depth(work, act.undoes) % 2:
            return _said(work, act, act.undoes)
    return None


def _acts(work: Work, since: datetime | None) -> Iterator[_Act]:
    """Name the actor's newest entries that changed something, without what is never undone."""
    for row in _mine.rows(work.session, me=work.me):
        act = _Act(*row)
        if since is not None and act.at < since:
            return
        meant = act.operation not in NEVER_UNDONE and act.operation not in BY_THE_CLOCK
        if meant and act.size_bytes > _NOTHING_BYTES:
            yield act


def _is_alive(work: Work, seq: int) -> bool:
    """Say whether no entry took this one back that was not taken back itself."""
    takers = _takers.values(work.session, seq=seq)
    return not any(_is_alive(work, taker) for taker in takers)


def _depth(work: Work, undoes: int | None) -> int:
    """Answer how often an act was turned round: 1 is a taking back, 2 a doing again."""
    depth = 0
    while undoes is not None and depth < _CHAIN:
        depth += 1
        found = _undid.first(work.session, seq=undoes)
        undoes = found[0] if found else None
    return depth


def _said(work: Work, act: _Act, subject: int) -> Undoable:
    """Answer the act with its sentence, which speaks of the first act of the chain."""
    first = subject
    found = _undid.first(work.session, seq=first)
    for _ in range(_CHAIN):
        if found is None or found[0] is None:
            break
        first = found[0]
        found = _undid.first(work.session, seq=first)
    operation = found[1] if found else act.operation
    return Undoable(act.seq, act.operation, act.at, _sentence(work, first, operation, act))


def _sentence(work: Work, seq: int, operation: str, act: _Act) -> str:
    word = text_of("operation", operation)
    if act.size_bytes > _MOST_READ_BYTES:
        return word.read()
    entry = journal.entry(work.session, seq)
    customers = _customers(journal.unpack(entry.changes)) if entry is not None else set[int]()
    if len(customers) > 1:
        text = say("{operation}: {count} customers", operation=word, count=len(customers))
        return text.read()
    name = _name(work, customers.pop()) if customers else ""
    return say("{operation}: {name}", operation=word, name=name).read() if name else word.read()


def _customers(contents: Unpacked) -> set[int]:
    found: set[int] = set()
    for change in contents.changes:
        whose = change.record_id if change.table == "customer" else None
        for side in (change.new, change.old):
            whose = whose or side.get("customer_id")
        if isinstance(whose, int):
            found.add(whose)
    for bulk in contents.bulk:
        if bulk.table == "customer":
            found.update(int(str(row[0])) for row in bulk.rows)
    return found


def _name(work: Work, customer_id: int) -> str:
    row = row_of(work.session, Customer, customer_id)
    actor = work.actor
    covered = access.hidden(actor, "customer", "name") or access.masked(actor, "customer", "name")
    if row is None or covered or not access.sees_customer(actor, row):
        return ""
    return row.name
