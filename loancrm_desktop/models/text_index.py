"""The search index's own SQL, one small part per dialect: words in, row ids out.

What services ask is the same everywhere: a question is a tree of three floors, all of (any of
(all of these words)), each word whole or, with a `*` behind it, the beginning of one. Here it is
said to SQLite FTS5. PostgreSQL says the same with a table `customer_words(rowid bigint primary
key, words tsvector)` under a GIN index: `put` is an upsert of `array_to_tsvector`, `matching` is
`words @@ to_tsquery('simple', …)` with `&`, `|` and `:*`, `tidy` and `forget_all` are `VACUUM`
and `TRUNCATE`. Words hold only letters and digits, so that no tokenizer ever splits one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnClause, String, bindparam, column, func, literal_column, select, table
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from loancrm_desktop.models.database import DRIVER

Question = Sequence[Sequence[Sequence[str]]]
"""All of these; each any of these; each all of these words."""

CREATE_SQLITE = (
    "CREATE VIRTUAL TABLE customer_words USING fts5(words, content='', contentless_delete=1, "
    'columnsize=1, detail=none, tokenize="unicode61 remove_diacritics 0")'
)
"""App-made words in one contentless column: measured best in performance.md 6.5."""

_words = table("customer_words", column("rowid"), column("words"))
_matches: ColumnClause[Any] = literal_column("customer_words")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many customers have a word, the sum of their ids and of the ids' scattered marks."""

    count: int
    ids: int
    marks: int


def mark(customer_id: int) -> int:
    """Answer an id's mark: ids next to each other have marks far apart."""
    return customer_id * 48271 % 1_000_003


def put(session: Session, rows: Sequence[tuple[int, str]]) -> None:
    """Store the words of customers, replacing what was there.

    Args:
        session: the operation's session.
        rows: (customer id, words separated by spaces).
    """
    if not rows:
        return
    connection = session.connection()
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO customer_words(rowid, words) VALUES (?, ?)", list(rows)
    )


def add(session: Session, rows: Sequence[tuple[int, str]]) -> None:
    """Store the words of customers the index does not know yet; cheaper than `put`."""
    if rows:
        session.connection().exec_driver_sql(
            "INSERT INTO customer_words(rowid, words) VALUES (?, ?)", list(rows)
        )


def drop(session: Session, ids: Iterable[int]) -> None:
    """Take customers out of the index."""
    chosen = [(customer_id,) for customer_id in ids]
    if chosen:
        session.connection().exec_driver_sql("DELETE FROM customer_words WHERE rowid = ?", chosen)


def forget_all(session: Session) -> None:
    """Empty the index, before it is made anew."""
    session.connection().exec_driver_sql(
        "INSERT INTO customer_words(customer_words) VALUES ('delete-all')"
    )


def tidy(session: Session) -> None:
    """Merge the index's parts after a bulk write."""
    session.connection().exec_driver_sql(
        "INSERT INTO customer_words(customer_words) VALUES ('optimize')"
    )


def given_ids(name: str) -> Select[Any]:
    """Answer a select of ids that are given later, under a name, as a JSON list.

    PostgreSQL says `json_array_elements`.
    """
    given = func.json_each(bindparam(name, type_=String())).table_valued("value")
    return select(given.c.value)


def matching(question: Question) -> Select[Any]:
    """Answer a select of the ids of customers for whom the question holds."""
    return select(_words.c.rowid).where(_matches.op("MATCH")(said(question)))


def matching_named(name: str) -> Select[Any]:
    """Answer the same select for a question given later, as `said` says it, under a name."""
    return select(_words.c.rowid).where(_matches.op("MATCH")(bindparam(name, type_=String())))


def how_many(session: Session, question: Question, most: int) -> int:
    """Answer for how many customers the question holds; stops counting at `most`."""
    found = session.info[DRIVER].execute(
        "SELECT count(*) FROM (SELECT 1 FROM customer_words WHERE customer_words MATCH ? LIMIT ?)",
        (said(question), most),
    )
    return int(found.fetchone()[0])


def some_ids(session: Session, question: Question, most: int) -> list[int]:
    """Answer the ids of customers for whom the question holds; stops at `most`."""
    # The limit is written out: SQLite plans a statement with `LIMIT ?` anew at every call.
    found = session.info[DRIVER].execute(
        f"SELECT rowid FROM customer_words WHERE customer_words MATCH ? LIMIT {most:d}",  # noqa: S608 - a whole number
        (said(question),),
    )
    return [row[0] for row in found.fetchall()]


def count_words(session: Session) -> int:
    """Answer how many customers the index knows."""
    return session.execute(select(func.count()).select_from(_words)).scalar_one()


def known_ids(session: Session) -> set[int]:
    """Answer the ids of all customers the index knows."""
    return set(session.execute(select(_words.c.rowid)).scalars())


def tallies(session: Session, words: Iterable[str]) -> Iterator[Tally]:
    """Answer for each word who has it, folded into three numbers, to compare with the rows."""
    # Hundreds of thousands of words are asked for: straight to the driver.
    driver: Any = session.connection().connection.driver_connection
    for word in words:
        found = driver.execute(
            "SELECT count(*), coalesce(sum(rowid), 0), coalesce(sum(rowid * 48271 % 1000003), 0) "
            "FROM customer_words WHERE customer_words MATCH ?",
            (_quoted(word),),
        )
        yield Tally(*found.fetchone())


def holders(session: Session, word: str) -> set[int]:
    """Answer the ids of everybody who has a word."""
    return set(session.execute(matching([[[word]]])).scalars())


def said(question: Question) -> str:
    """Say a question in FTS5's words; each part must offer an alternative."""
    return " AND ".join(
        "(" + " OR ".join(f"({' AND '.join(map(_quoted, words))})" for words in part) + ")"
        for part in question
    )


def _quoted(word: str) -> str:
    begins = word.endswith("*")
    core = word[:-1] if begins else word
    escaped = core.replace('"', '""')
    return f'"{escaped}"*' if begins else f'"{escaped}"'
