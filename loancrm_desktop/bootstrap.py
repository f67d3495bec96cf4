"""Puts the house together once: database, reactions, recorder → an open office."""

from __future__ import annotations

from loancrm_desktop.models.database import Database
from loancrm_desktop.services import journal
from loancrm_desktop.services.office import Clock, Office, OfficePlace, system_clock


def assemble(database: Database, place: OfficePlace, clock: Clock = system_clock) -> Office:
    """Answer an office whose operations keep the search words and the journal."""
    from loancrm_desktop.services import search

    return Office(
        database, place, reactions=(search.keep_words,), recorder=journal.record, clock=clock
    )
