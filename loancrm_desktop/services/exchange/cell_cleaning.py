"""Takes the invisible dirt off cells: spaces, zero-width marks, apostrophes, `1380.0`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from loancrm_desktop.services.exchange.raw_tables import Cell

# Control characters, zero-width and direction marks: never meant by whoever typed the cell.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACES = re.compile("[\u00a0\u2007\u202f]")
# One search tells for a whole file, or a cell, that there is nothing to do.
_INVISIBLE_OR_SPACES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00a0\u00ad\u2007\u200b-\u206f\ufeff]"
)
AT_ENDS = " \t\r\n\u3000\u200c\u200d"
# What Excel and export programs put around a number to keep it text: ="138…" and '138…
_GUARDED = re.compile(r'="([^"]*)"\Z')
_APOSTROPHE = re.compile(r"'+[=+\-@\d\t\r\n＝＋－＠]")
_LONG_WITH_POINT = re.compile(r"\d{7,}\.0+\Z")
_EXCEL_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)
_LONG_WITH_POINT_INSIDE = re.compile(r"(?<=\d{7})\.0")
_EXACT_FLOAT = 10**21
_TEXTS_REMEMBERED = 20_000


def without_invisible(text: str) -> str:
    """Answer a whole text without invisible characters, special spaces made plain."""
    if _INVISIBLE_OR_SPACES.search(text) is None:
        return text
    return _SPACES.sub(" ", _INVISIBLE.sub("", text))


def needs_care(text: str) -> bool:
    """Say whether any cell inside a whole text has to go through `clean_word`."""
    if '="' in text or "'" in text or "#" in text:
        return True
    return ".0" in text and _LONG_WITH_POINT_INSIDE.search(text) is not None


def clean_word(word: str) -> str | None:
    """Answer one text cell, invisible characters already gone; None when nothing is left."""
    word = word.strip(AT_ENDS)
    if not word:
        return None
    first = word[0]
    if first == "=" and (guarded := _GUARDED.match(word)):
        return guarded[1].strip(AT_ENDS) or None
    if first == "'" and _APOSTROPHE.match(word):
        return word[1:].strip(AT_ENDS) or None
    if first == "#" and word in _EXCEL_ERRORS:
        return None
    if word[-1] == "0" and _LONG_WITH_POINT.match(word):
        return word.partition(".")[0]
    return word


def is_excel_error(word: str) -> bool:
    """Say whether a text is one of Excel's error values, such as `#N/A`."""
    return word in _EXCEL_ERRORS


class RowCleaner:
    """Cleans rows as a workbook reader gives them; remembers texts it has met."""

    def __init__(self) -> None:
        self._met: dict[str, str | None] = {"": None}

    def clean(self, row: Iterable[object]) -> list[Cell]:
        """Answer the cells of a row, cleaned; whole floats become ints."""
        met = self._met
        return [
            met[cell] if type(cell) is str and cell in met else self._clean_cell(cell)
            for cell in row
        ]

    def _clean_cell(self, cell: object) -> Cell:
        if isinstance(cell, str):
            cleaned = clean_text(cell)
            if len(self._met) < _TEXTS_REMEMBERED:
                self._met[cell] = cleaned
            return cleaned
        if isinstance(cell, float):
            return _clean_float(cell)
        if isinstance(cell, bool | int | date | datetime):
            return cell
        if isinstance(cell, time):
            return cell.isoformat("seconds")
        return str(cell) if isinstance(cell, timedelta) else None


def clean_text(text: str) -> str | None:
    """Answer a text cell as it came, cleaned; None when nothing is left."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return clean_word(without_invisible(text))


def _clean_float(value: float) -> int | float | None:
    if value.is_integer():
        return int(value) if abs(value) < _EXACT_FLOAT else value
    return value if math.isfinite(value) else None
