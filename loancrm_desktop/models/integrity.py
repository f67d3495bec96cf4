"""Asks the database file itself whether it is sound: pages, their seals, links between rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.orm import Session

from loancrm_desktop.models.database import Database, translated

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class PageProblem:
    """What the file itself says is wrong.

    Attributes:
        code: `page` (structure), `seal` (a page is not as SQLCipher wrote it), `link` (a row
            points at one that is not there).
        words: the library's own words; they name pages, tables and row ids, never contents.
    """

    code: Literal["page", "seal", "link"]
    words: str


def problems(database: Database) -> tuple[PageProblem, ...]:
    """Answer what is wrong with the file; both checks always run, each finds what the other does not.

    `cipher_integrity_check` reports nothing on a file cut short, `integrity_check` nothing on a
    page altered where no row lies (security.md 0.11).

    Raises:
        Unavailable: the file cannot be opened at all.
    """
    connection = database.raw()
    try:
        return (*_structure(connection), *_seals(connection), *_links(connection))
    finally:
        connection.close()


def _structure(connection: sqlcipher.Connection) -> list[PageProblem]:
    try:
        rows = connection.execute(f"PRAGMA integrity_check({MOST_PROBLEMS})").fetchall()
    except sqlcipher.DatabaseError as fault:
        return [_unreadable(fault)]
    return [PageProblem("page", str(row[0])) for row in rows if row[0] != "ok"]


def _seals(connection: sqlcipher.Connection) -> list[PageProblem]:
    try:
        rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    except sqlcipher.DatabaseError as fault:
        return [_unreadable(fault)]
    return [PageProblem("seal", str(row[0])) for row in rows[:MOST_PROBLEMS]]


def _links(connection: sqlcipher.Connection) -> list[PageProblem]:
    try:
        rows = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlcipher.DatabaseError as fault:
        return [_unreadable(fault)]
    return [PageProblem("link", f"{row[0]} {row[1]} -> {row[2]}") for row in rows[:MOST_PROBLEMS]]


def _unreadable(fault: sqlcipher.DatabaseError) -> PageProblem:
    return PageProblem("page", translated(fault).reason)


def schema_number(session: Session) -> int:
    """Answer the schema number the file carries."""
    return int(session.connection().exec_driver_sql("PRAGMA user_version").scalar_one())
