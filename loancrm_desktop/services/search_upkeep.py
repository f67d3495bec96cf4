"""Keeps the search index in step with the customers; compares the two; makes it anew."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from loancrm_desktop.changes import Change
from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.search_words import words_of

SEARCHED = ("name", "phone", "phone2", "id_number", "company", "tags")
"""The columns words are made of."""

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class IndexProblem:
    """Where the search index does not say what the rows say.

    Attributes:
        code: `missing` (a customer nobody can find), `stray` (words of nobody), `words` (a
            customer found by the wrong words).
    """

    code: str
    customer_id: int


@reader("search.check")
def check_index(work: Work, limit: int = 100) -> tuple[IndexProblem, ...]:
    """Compare every word of every customer with the index; answers what differs."""
    expected: dict[str, array[int]] = {}
    ids: set[int] = set()
    for customer_id, words in _all_words(work):
        ids.add(customer_id)
        for word in words.split():
            expected.setdefault(word, array("q")).append(customer_id)
    known = text_index.known_ids(work.session)
    problems = [IndexProblem("missing", each) for each in sorted(ids - known)]
    problems += [IndexProblem("stray", each) for each in sorted(known - ids)]
    wrong: set[int] = set()
    told = text_index.tallies(work.session, expected)
    for (word, holders), tally in zip(expected.items(), told, strict=True):
        marks = sum(map(text_index.mark, holders))
        if tally != text_index.Tally(len(holders), sum(holders), marks):
            wrong |= (set(holders) ^ text_index.holders(work.session, word)) & ids & known
            if len(wrong) >= limit:
                break
    problems += [IndexProblem("words", each) for each in sorted(wrong)]
    return tuple(problems[:limit])


@operation("search.rebuild")
def rebuild(work: Work) -> int:
    """Make the whole index anew from the rows; answers how many customers it knows."""
    access.require(work, "office.repair")
    text_index.forget_all(work.session)
    count = 0
    batch: list[tuple[int, str]] = []
    for pair in _all_words(work):
        batch.append(pair)
        if len(batch) == _CHUNK:
            text_index.put(work.session, batch)
            count += len(batch)
            batch.clear()
    text_index.put(work.session, batch)
    text_index.tidy(work.session)
    return count + len(batch)


def keep_words(work: Work, changes: tuple[Change, ...]) -> None:
    """Reaction: keep the search words in step with what changed."""
    gone = [each.record_id for each in changes if each.table == "customer" and each.act == "delete"]
    text_index.drop(work.session, gone)
    fresh = [
        each.record_id
        for each in changes
        if each.table == "customer"
        and (each.act == "insert" or any(name in each.new for name in SEARCHED))
    ]
    for start in range(0, len(fresh), _CHUNK):
        chosen = _words_select().where(Customer.id.in_(fresh[start : start + _CHUNK]))
        text_index.put(work.session, [_row_words(row) for row in work.session.execute(chosen)])


def _words_select() -> Any:
    return select(Customer.id, *(getattr(Customer, name) for name in SEARCHED))


def _row_words(row: Any) -> tuple[int, str]:
    words = words_of(row.name, row.phone, row.phone2, row.id_number, row.company, row.tags or ())
    return row.id, words


def _all_words(work: Work) -> Iterator[tuple[int, str]]:
    chosen = _words_select().order_by(Customer.id).execution_options(yield_per=_CHUNK)
    for row in work.session.execute(chosen):
        yield _row_words(row)
