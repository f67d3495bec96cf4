"""What the database library complains of, as a sentence with a way out, or as a bug of ours."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from loancrm_desktop.errors import Refused, Unavailable
from loancrm_desktop.texts import say

FAULTS = (DBAPIError, sqlcipher.Error)
"""What the database library raises, through SQLAlchemy or past it."""


def missing_database(path: Path) -> Unavailable:
    """Say that the database file is not there."""
    return Unavailable(
        say(
            "The database {file} is missing in the office folder. Connect the drive it lies on, "
            "or restore the office from a backup.",
            file=path.name,
        ),
        "missing",
    )


_FAULTS = (
    ("locked", "busy"),
    ("busy", "busy"),
    ("disk is full", "disk_full"),
    ("full", "disk_full"),
    ("readonly", "read_only"),
    ("read-only", "read_only"),
    ("malformed", "damaged"),
    ("not a database", "damaged"),
    ("disk i/o", "io"),
    ("unable to open", "missing"),
)


def unavailable(reason: str) -> Unavailable:
    """Say one of the reasons why a database does not answer."""
    return Unavailable(_SENTENCES[reason], reason)


def translated(fault: BaseException) -> Unavailable:
    """Turn a fault of the database library into a sentence; never shows its parameters."""
    words = str(getattr(fault, "orig", None) or fault).lower()
    reason = next((name for word, name in _FAULTS if word in words), "unavailable")
    return unavailable(reason)


_OUR_FAULTS = frozenset({1, 2, 18, 20, 21, 23, 25})
"""SQLite's codes for what only our own code can do wrong: a bad statement or value, misuse."""


def is_bug(fault: BaseException) -> bool:
    """Say whether a fault of the database library is ours and none of the environment."""
    code = getattr(getattr(fault, "orig", None) or fault, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF) in _OUR_FAULTS


def clash_of(fault: BaseException) -> Refused | None:
    """Turn a broken rule of the tables into a sentence; None when it is a bug of ours.

    Services ask beforehand; between asking and writing another desk may have been faster.
    """
    words = str(getattr(fault, "orig", None) or fault).lower()
    if "unique constraint" in words or "unique index" in words:
        return Refused(
            say(
                "Somebody else has just saved the same value that only one record may have. "
                "Nothing was changed; look at it again, then repeat what you did."
            )
        )
    if "foreign key" in words:
        return Refused(
            say(
                "A record this belongs to is no longer there, or others still need this one. "
                "Nothing was changed; look at it again."
            )
        )
    return None


_SENTENCES = {
    "busy": say(
        "Another desk is writing to this office right now. Nothing was changed; try again in "
        "a few seconds."
    ),
    "disk_full": say(
        "The disk of the office folder is full. Nothing was changed; free some space and try again."
    ),
    "read_only": say(
        "The office folder cannot be written to. Check the folder's permissions or the drive's "
        "write protection; nothing was changed."
    ),
    "damaged": say(
        "The database of this office is damaged. Nothing was changed; restore the newest backup "
        "or copy the folder and ask for help before trying anything else."
    ),
    "io": say(
        "The drive of the office folder reports an error. Nothing was changed; check the cable, "
        "the network or the disk, then open the office again."
    ),
    "missing": say(
        "The office folder cannot be reached. Connect the drive or network it lies on and open "
        "the office again; what was saved is safe."
    ),
    "unavailable": say(
        "The database of this office does not answer. Close the program and open the office again."
    ),
}
