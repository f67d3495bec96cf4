"""What the office has drawn is done with its rights, whoever sets it going, and marked as such."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

from loancrm_desktop.services.actor import Rights
from loancrm_desktop.services.collecting import collector_of
from loancrm_desktop.services.office import Work

_EVERYTHING = Rights("all", frozenset({"*"}))


@contextmanager
def acting_for_the_office(work: Work, design_id: int | None) -> Generator[None]:
    """Act with the office's rights; what is changed is marked with the design that asked for it.

    Args:
        work: the operation.
        design_id: of the drawn version; None where there is none to name.
    """
    person, collector = work.actor, collector_of(work.session)
    cause = collector.cause
    # What the person changed before is that person's own.
    work.session.flush()
    work.actor = replace(person, rights=_EVERYTHING, granted=None)
    collector.cause = design_id if design_id is not None else cause
    try:
        yield
        work.session.flush()
    finally:
        collector.cause = cause
        work.actor = person


def acts_for_the_office(work: Work) -> bool:
    """Say whether what is done just now was drawn by the office, not done by a hand."""
    return collector_of(work.session).cause is not None
