"""Makes a cell that a spreadsheet program would run harmless, and takes the guard off again.

Threat T8: such a program takes a cell that begins with `=` for a formula. In CSV the cell then
begins with an apostrophe; what began with one before gets another, so that nothing is ambiguous.
"""

from __future__ import annotations

import re

# What a cell begins with that is taken for a formula; or that the import would take off again.
_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]|'+\d")
_NUMBERLIKE = re.compile(r"[+-]?[0-9][0-9 ()./-]*")


def for_csv(text: str, *, numeric: bool) -> str:
    """Answer a CSV cell that no spreadsheet program takes for a formula."""
    if not text or not _RUNS.match(text):
        return text
    return text if numeric and _NUMBERLIKE.fullmatch(text) else f"'{text}"


def for_sheet(text: str) -> str:
    """Answer a text cell, which nothing runs, whose own apostrophe is not taken for a guard."""
    return f"'{text}" if text.startswith("'") and _RUNS.match(text) else text


def without(text: str) -> str:
    """Answer what was guarded, either way."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text
