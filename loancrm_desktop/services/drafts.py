"""What I began to write and have not saved: kept for me alone, through lock and crash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.database import json_text
from loancrm_desktop.models.drafts import Draft as DraftRow
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text, say

MOST_CHARACTERS = 200_000
MOST_DRAFTS = 200

READ_MARK = "news:"
"""Begins the key of what a person has read so far; nothing that could be gone on with."""

_KEY = re.compile(r"[a-z_]{1,30}:[\w.-]{1,30}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Draft:
    """Something unsaved.

    Attributes:
        key: what it is a draft of: `customer:new`, `customer:<id>`, `follow_up:<customer id>`,
            `design:<id>`.
        body: what the window put there; every window reads only its own.
    """

    key: str
    body: dict[str, Any]
    kept_at: datetime


@operation("drafts.keep")
def keep(work: Work, key: str, body: dict[str, Any], *, over: bool = True) -> datetime:
    """Keep a draft in place of the one before; answers when. Not `over`, one before stays.

    Of more than MOST_DRAFTS the oldest is let go. The history is told nothing: a draft is not
    yet anybody's word.

    Raises:
        Invalid: the key is none of a draft, or the draft is too long.
    """
    _check_key(key)
    if len(json_text(body)) > MOST_CHARACTERS:
        text = say("This draft is too long to be kept. Save it, or shorten it.")
        raise _invalid("body", "too_long", text)
    row = _row(work, key)
    if row is None:
        if not key.startswith(READ_MARK):
            _make_room(work)
        row = DraftRow(person_id=work.me, key=key, body=body, kept_at=work.now)
        work.session.add(row)
    elif not over:
        return row.kept_at
    row.body = body
    row.kept_at = work.now
    return work.now


@operation("drafts.drop")
def drop(work: Work, key: str) -> bool:
    """Let a draft go; answers whether there was one."""
    row = _row(work, key)
    if row is None:
        return False
    work.session.delete(row)
    return True


def drop_with(work: Work, key: str | None) -> None:
    """Let a draft go in the transaction that stores what it was of; None has none."""
    if key is not None:
        drop(work, key)


@reader("drafts.read")
def read(work: Work, key: str) -> Draft | None:
    """Answer the actor's own draft, None when there is none."""
    row = _row(work, key)
    return None if row is None else Draft(row.key, row.body, row.kept_at)


@reader("drafts.mine")
def mine(work: Work) -> tuple[Draft, ...]:
    """Answer all drafts of the actor, the newest first; marks where reading ended are none."""
    rows = work.session.execute(
        select(DraftRow)
        .where(DraftRow.person_id == work.me, ~DraftRow.key.startswith(READ_MARK))
        .order_by(DraftRow.kept_at.desc(), DraftRow.id.desc())
    ).scalars()
    return tuple(Draft(row.key, row.body, row.kept_at) for row in rows)


def _row(work: Work, key: str) -> DraftRow | None:
    chosen = select(DraftRow).where(DraftRow.person_id == work.me, DraftRow.key == key)
    return work.session.execute(chosen).scalars().first()


def _make_room(work: Work) -> None:
    kept = (
        select(DraftRow.id)
        .where(DraftRow.person_id == work.me, ~DraftRow.key.startswith(READ_MARK))
        .order_by(DraftRow.kept_at.desc(), DraftRow.id.desc())
        .offset(MOST_DRAFTS - 1)
    )
    old = list(work.session.execute(kept).scalars())
    if old:
        # Past the session: nobody is to be told of it, neither the history nor the windows.
        work.session.execute(delete(DraftRow).where(DraftRow.id.in_(old)))


def _check_key(key: str) -> None:
    if not _KEY.fullmatch(key):
        text = say("“{key}” does not name a draft.", key=key)
        raise _invalid("key", "form", text)


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])
