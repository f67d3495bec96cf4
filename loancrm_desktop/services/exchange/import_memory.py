"""What was settled at earlier imports: columns by heading set, and what words mean; per office."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from loancrm_desktop.services import access, office_settings
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.exchange.header_words import bare_heading
from loancrm_desktop.services.office import Work

_SUBJECT = "imports"
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
    kept = office_settings.read(work, _SUBJECT)
    columns = cast("dict[str, dict[str, str | None]]", kept.get("sets", {})).get(_mark(header))
    return Remembered(columns, cast("dict[str, dict[str, str]]", kept.get("words", {})))


@operation("importing.remember")
def remember(work: Work, columns: dict[str, str | None], words: dict[str, dict[str, str]]) -> int:
    """Remember how the columns of a table were mapped, and what words mean.

    Answers the number of the office's document, 0 when all of it was known already.

    Raises:
        Refused: the actor may not import.
    """
    access.require(work, "customers.import")
    kept = office_settings.read(work, _SUBJECT)
    sets = dict(cast("dict[str, Any]", kept.get("sets", {})))
    mark = _mark(list(columns))
    same = sets.pop(mark, None) == columns
    sets[mark] = columns
    fresh = {
        "sets": dict(list(sets.items())[-_MOST_SETS:]),
        "words": _joined(cast("dict[str, dict[str, str]]", kept.get("words", {})), words),
    }
    if same and fresh["words"] == kept.get("words", {}):
        return 0
    return office_settings.write(work, _SUBJECT, fresh)


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
