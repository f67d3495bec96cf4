"""What was settled at earlier imports: columns by heading set, and what words mean; per office."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from loancrm_desktop.models.journal import ImportMapping
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.exchange.header_words import bare_heading
from loancrm_desktop.services.office import Work

_WORDS = "words"
"""The row that holds what words mean; marks of heading sets are hexadecimal."""
_MOST_SETS = 60
_MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered for one set of headings.

    Attributes:
        columns: heading → field, None for a column left out; None for headings never seen.
        words: per field, what a cell's text means.
    """

    columns: dict[str, str | None] | None
    words: dict[str, dict[str, str]]


@reader("importing.recall")
def recall(work: Work, header: list[str]) -> Remembered:
    """Answer how a table with these headings was mapped last time, and the words settled so far.

    Raises:
        Refused: the actor may not import.
    """
    access.require(work, "customers.import")
    columns = _body(work, _mark(header)).get("columns")
    words = cast("dict[str, dict[str, str]]", _body(work, _WORDS))
    return Remembered(cast("dict[str, str | None] | None", columns), words)


@operation("importing.remember")
def remember(work: Work, columns: dict[str, str | None], words: dict[str, dict[str, str]]) -> bool:
    """Remember how the columns of a table were mapped, and what words mean.

    Answers whether anything of it was new.

    Raises:
        Refused: the actor may not import.
    """
    access.require(work, "customers.import")
    known = cast("dict[str, dict[str, str]]", _body(work, _WORDS))
    fresh = [
        _put(work, _mark(list(columns)), {"columns": columns}),
        _put(work, _WORDS, _joined(known, words)),
    ]
    _make_room(work)
    return any(fresh)


def _row(work: Work, mark: str) -> ImportMapping | None:
    chosen = select(ImportMapping).where(ImportMapping.header_hash == mark)
    return work.session.execute(chosen).scalars().first()


def _body(work: Work, mark: str) -> dict[str, Any]:
    row = _row(work, mark)
    return {} if row is None else row.body


def _put(work: Work, mark: str, body: dict[str, Any]) -> bool:
    """Write a body down; a set used again is not written again, so the history is not filled."""
    row = _row(work, mark)
    if row is None:
        if any(body.values()):
            work.session.add(ImportMapping(header_hash=mark, body=body, used_at=work.now))
            return True
        return False
    if row.body == body:
        return False
    row.body, row.used_at = body, work.now
    return True


def _make_room(work: Work) -> None:
    """Let the oldest sets go."""
    work.session.flush()
    old = (
        select(ImportMapping)
        .where(ImportMapping.header_hash != _WORDS)
        .order_by(ImportMapping.used_at.desc(), ImportMapping.id.desc())
        .offset(_MOST_SETS)
    )
    for row in work.session.execute(old).scalars():
        work.session.delete(row)


def _joined(
    there: Mapping[str, Mapping[str, str]], fresh: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    joined = {field: dict(each) for field, each in there.items()}
    for field, each in fresh.items():
        if each:
            both = {**joined.get(field, {}), **each}
            joined[field] = dict(list(both.items())[-_MOST_WORDS:])
    return joined


def _mark(header: Sequence[str]) -> str:
    """Answer what a set of headings is known by, in any order and however it is spaced."""
    written = "\n".join(sorted(bare_heading(each) for each in header))
    return hashlib.sha256(written.encode()).hexdigest()[:24]
