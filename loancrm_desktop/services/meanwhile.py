"""Who changed which fields of a customer since a face showed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loancrm_desktop.services import access, customers, journal
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.field_shifts import shifts_of
from loancrm_desktop.services.office import Work


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """The newest edit of one field.

    Attributes:
        person_id: who, None for the program itself.
    """

    field: str
    person_id: int | None
    at: datetime


@reader("customers.meanwhile")
def meanwhile(
    work: Work, customer_id: int, since: int, until: int | None = None
) -> tuple[FieldEdit, ...]:
    """Answer which fields of a customer were changed between two revisions, the newest first.

    Args:
        work: the reading.
        customer_id: who.
        since: the revision a face showed; edits that led to it are left out.
        until: the last revision to look at; None for the newest.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    customer = customers.get(work, customer_id)
    found: dict[str, FieldEdit] = {}
    for seq in reversed(journal.numbers_touching(work.session, "customer", customer.id)):
        entry = journal.entry(work.session, seq)
        if entry is None:
            continue
        for change in journal.unpack(entry.changes).changes:
            if change.table != "customer" or change.record_id != customer.id:
                continue
            reached = change.new.get("revision")
            if not isinstance(reached, int) or reached <= since:
                return tuple(found.values())
            if until is None or reached <= until:
                for shift in shifts_of(work, (change,)):
                    edit = FieldEdit(shift.field, entry.actor_id, entry.at)
                    found.setdefault(shift.field, edit)
    return tuple(found.values())
