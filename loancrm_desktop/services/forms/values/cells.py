"""The plain text of a cell, a form field or a JSON value, whatever type it came in."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

EXACT_FLOAT_LIMIT = 2**53

# Words people put where a number is missing; in a choice `无` may be an answer, so only the
# readers of numbers ask for these.
NOTHING = frozenset({"无", "暂无", "没有", "未知", "不详", "未提供", "空", "none", "-", "--", "/"})

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Control signs no document or sheet can hold, and halves of characters no file can.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\", "#N/A", "N/A", "NULL", "null", "None"})


def cell_text(raw: object) -> str:
    """Write a cell as one trimmed text: full-width forms made plain, `138.0` as `138`.

    Empty cells become the empty text; lines inside a cell are kept.
    """
    if raw is None:
        return ""
    if isinstance(raw, str):
        text = raw
        if not text.isascii():
            text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        if not text.isprintable():
            text = _UNWRITABLE.sub("", text)
        return text.strip(" \t\r\n\xa0\u3000").removeprefix("'")
    return _written(raw)


def is_blank(raw: object) -> bool:
    """Tell whether a cell says nothing: empty, blanks, or a dash in its place."""
    if raw is None:
        return True
    return isinstance(raw, str) and (not raw or cell_text(raw) in _BLANKS)


def plain_text(raw: object) -> str:
    """Keep a text as written but for invisible marks and outer blanks."""
    if isinstance(raw, str):
        cleaned = raw if raw.isascii() else _INVISIBLE.sub("", raw)
        if not cleaned.isprintable():
            cleaned = _UNWRITABLE.sub("", cleaned)
        return cleaned.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\xa0\u3000")
    return cell_text(raw)


def one_line(raw: object) -> str:
    """Put a text on one line."""
    text = plain_text(raw)
    return " ".join(text.split()) if "\n" in text or "\t" in text else text


def _written(raw: object) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, Decimal):
        return format(raw, "f")
    if isinstance(raw, datetime):
        return raw.isoformat(" ")
    if isinstance(raw, (date, time)):
        return raw.isoformat()
    return str(raw).strip()
