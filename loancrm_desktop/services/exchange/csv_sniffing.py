"""Finds out in which encoding and with which separator a text table was written."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from loancrm_desktop.errors import Invalid
from loancrm_desktop.texts import say

_SAMPLE_BYTES = 400_000
_SAMPLE_RECORDS = 200
_SEPARATORS = ",\t;|"
_FOREIGN_BYTES = bytes(range(0x80, 0x100))
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Pairs of the plain GB2312 square, where nearly all written Chinese lives, and any GBK pair.
_PLAIN_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_ANY_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was understood.

    Attributes:
        encoding: Python's name, for people as well.
        unreadable: characters that did not fit the encoding and stand as U+FFFD.
    """

    text: str
    encoding: str
    unreadable: int = 0


def decode(content: bytes) -> Decoded:
    """Turn the bytes of a text file into text.

    Raises:
        Invalid: the bytes are no text at all.
    """
    decoded = _decode(content)
    sample = decoded.text[:_SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) > len(sample) // 50:
        raise Invalid(
            say(
                "The file is not a text or a table that can be read. Save the list as .xlsx or "
                ".csv and import that."
            )
        )
    return decoded


def separator_of(text: str) -> str:
    """Answer the character between the columns; a comma when there is one column only."""
    sample = text[:_SAMPLE_BYTES]
    best, best_score = ",", (0.0, 0.0)
    for separator in _SEPARATORS:
        if separator in sample:
            score = _evenness(sample, separator)
            if score > best_score:
                best, best_score = separator, score
    return best


def _decode(content: bytes) -> Decoded:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _forgiving(content.removeprefix(mark), encoding)
    if b"\0" in content:
        wide = _wide_encoding(content)
        if wide:
            return _forgiving(content, wide)
        content = content.replace(b"\0", b"")
    return _decode_narrow(content)


def _decode_narrow(content: bytes) -> Decoded:
    """Try UTF-8, then GB18030, then Latin-1, allowing a few damaged characters in the first two."""
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        sample = content[:_SAMPLE_BYTES]
    foreign = len(sample) - len(sample.translate(None, _FOREIGN_BYTES))
    damaged = _forgiving(sample, "utf-8").unreadable
    if damaged <= max(1, foreign // 100) and foreign > 3 * damaged:
        return _forgiving(content, "utf-8")
    if _looks_chinese(sample) and _forgiving(sample, "gb18030").unreadable <= foreign // 50 + 1:
        return _forgiving(content, "gb18030")
    return Decoded(content.decode("latin-1"), "latin-1")


def _forgiving(content: bytes, encoding: str) -> Decoded:
    kept = content.count("\ufffd".encode(encoding)) if encoding != "utf-32" else 0
    text = content.decode(encoding, "replace")
    return Decoded(text, encoding, max(0, text.count("\ufffd") - kept))


def _looks_chinese(sample: bytes) -> bool:
    """Tell GBK from Western text: of all byte pairs, enough lie where common characters are."""
    pairs = _ANY_PAIR.findall(sample)
    plain = sum(1 for pair in pairs if _PLAIN_PAIR.match(pair))
    return bool(pairs) and plain >= 0.4 * len(pairs)


def _wide_encoding(content: bytes) -> str | None:
    """Find UTF-16 without a mark by where the zero halves of separators and line ends stand."""
    sample = content[: _SAMPLE_BYTES & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 50 < len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _evenness(sample: str, separator: str) -> tuple[float, float]:
    """Score a separator: the share of records with the usual width, then that width."""
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(sample), delimiter=separator)
    try:
        for record in reader:
            if any(record):
                widths[len(record)] += 1
            if reader.line_num > _SAMPLE_RECORDS:
                break
    except csv.Error:
        return (0.0, 0.0)
    several = [(count, width) for width, count in widths.items() if width > 1]
    if not several:
        return (0.0, 0.0)
    count, width = max(several)
    # A title above the table or a stray separator in a remark must not tip the scale.
    return (round(count / sum(widths.values()), 1), float(width))
