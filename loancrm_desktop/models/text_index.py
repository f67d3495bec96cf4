"""The search index's own SQL, one small part per dialect: words in, row ids out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import column, func, literal_column, select, table
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

CREATE_SQLITE = (
    "CREATE VIRTUAL TABLE customer_words USING fts5(words, content='', contentless_delete=1, "
    'columnsize=1, detail=none, tokenize="unicode61 remove_diacritics 0")'
)
"""App-made words in one contentless column: measured best in performance.md 6.5."""

_words = table("customer_words", column("rowid"), column("words"))


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


def drop(session: Session, ids: Iterable[int]) -> None:
    """Take customers out of the index."""
    chosen = [(customer_id,) for customer_id in ids]
    if chosen:
        session.connection().exec_driver_sql("DELETE FROM customer_words WHERE rowid = ?", chosen)


def tidy(session: Session) -> None:
    """Merge the index's parts after a bulk write."""
    session.connection().exec_driver_sql(
        "INSERT INTO customer_words(customer_words) VALUES ('optimize')"
    )


def matching(words: Sequence[str]) -> Select[Any]:
    """Answer a select of customer ids whose words contain all the given ones.

    Args:
        words: each an index word, or the beginning of one with a `*` behind it.
    """
    question = " ".join(_quoted(word) for word in words)
    return select(_words.c.rowid).where(literal_column("customer_words").op("MATCH")(question))


def count_words(session: Session) -> int:
    """Answer how many customers the index knows."""
    return session.execute(select(func.count()).select_from(_words)).scalar_one()


def _quoted(word: str) -> str:
    begins = word.endswith("*")
    core = word[:-1] if begins else word
    escaped = core.replace('"', '""')
    return f'"{escaped}"*' if begins else f'"{escaped}"'
