"""The function `text_key` inside a database: for text that has no stored key beside it."""

from __future__ import annotations

import sys
import unicodedata

from loancrm_desktop.text_keys import text_key

FUNCTION_NAME = "text_key"


def sql_text_key(value: object) -> str | None:
    """Answer the key of a database value; register this as `text_key` on each connection.

    With SQLite: `connection.create_function(FUNCTION_NAME, 1, sql_text_key, deterministic=True)`.
    """
    return text_key(value) if isinstance(value, str) else None


def postgresql_function() -> str:
    """Answer the statement that gives a PostgreSQL database the same function.

    It is built from this Python's own tables and made of constants only. The database must be
    in UTF8.
    """
    single, several = _folded_characters()
    folded = f"translate(normalize($1, NFKC), {_quoted(''.join(single))}, "
    folded += f"{_quoted(''.join(single.values()))})"
    for character, replacement in several.items():
        folded = f"replace({folded}, {_quoted(character)}, {_quoted(replacement)})"
    return (
        f"CREATE OR REPLACE FUNCTION {FUNCTION_NAME}(text) RETURNS text "
        "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
        f"AS $body$ SELECT normalize({folded}, NFKC) $body$"
    )


def _folded_characters() -> tuple[dict[str, str], dict[str, str]]:
    single: dict[str, str] = {}
    several: dict[str, str] = {}
    for point in range(sys.maxunicode + 1):
        if 0xD800 <= point <= 0xDFFF:
            continue
        character = chr(point)
        folded = character.casefold()
        if folded != character and unicodedata.is_normalized("NFKC", character):
            (single if len(folded) == 1 else several)[character] = folded
    return single, several


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
