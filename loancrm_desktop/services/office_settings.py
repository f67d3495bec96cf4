"""What the office has settled for itself, one document for each subject, kept in the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from loancrm_desktop.models.designs import Design
from loancrm_desktop.services.office import Work

_KIND = "settings"


def read(work: Work, subject: str) -> dict[str, Any]:
    """Answer what is settled about a subject; empty when nothing is."""
    row = _row(work, subject)
    return {} if row is None else dict(row.body)


def write(work: Work, subject: str, body: Mapping[str, Any]) -> int:
    """Settle a subject anew; answers the number of the document."""
    row = _row(work, subject)
    if row is None:
        row = Design(
            kind=_KIND,
            key=subject,
            version=1,
            state="published",
            body=dict(body),
            made_at=work.now,
            made_by=work.actor.user_id,
        )
        work.session.add(row)
    else:
        row.body = dict(body)
    work.session.flush()
    return row.id


def _row(work: Work, subject: str) -> Design | None:
    chosen = select(Design).where(Design.kind == _KIND, Design.key == subject)
    return work.session.execute(chosen).scalars().first()
