"""Reads CSV, TSV and other separated text of any encoding."""

from __future__ import annotations

import csv
import io
import re
import zlib
from itertools import islice
from pathlib import Path

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange import cell_cleaning
from loancrm_desktop.services.exchange.csv_sniffing import decode, separator_of
from loancrm_desktop.services.exchange.raw_tables import Cell, Outline, RawFile, RawSheet
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.sheet_guard import too_many_columns, too_many_rows
from loancrm_desktop.texts import Text, say

# A cell longer than Excel can hold, or with this many line breaks, is a quote nobody closed.
_LONGEST_CELL = 32_767
_MOST_LINE_BREAKS = 30
_FIELD_LIMIT = 10_000_000
# A line break at the end of a cell stands in quotes only.
_SPACES_OR_QUOTES = ' \t\u3000\u200c\u200d"'
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\n', re.IGNORECASE)


def read_text_table(path: Path, limits: ReadingLimits) -> RawFile:
    """Read a separated text file.

    Raises:
        Invalid: it is no text, or larger than the limits.
    """
    return table_of_text(path.read_bytes(), path.stem, limits)


def read_gzip_table(path: Path, limits: ReadingLimits) -> RawFile:
    """Read a separated text file packed with gzip, as some systems deliver it.

    Raises:
        Invalid: it is damaged, unfolds to too much, or holds no text.
    """
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(path.read_bytes(), limits.file_bytes)
    except zlib.error as error:
        raise Invalid(_damaged_gzip_text()) from error
    if unpacker.unconsumed_tail:
        raise Invalid(
            say(
                "Unpacked, the file is larger than {limit} MB. Split the list into several files.",
                limit=limits.file_bytes >> 20,
            )
        )
    if not unpacker.eof:
        raise Invalid(_damaged_gzip_text())
    return table_of_text(content, Path(path.stem).stem, limits)


def table_of_text(content: bytes, name: str, limits: ReadingLimits) -> RawFile:
    """Read separated text that is already in memory; `name` is what the sheet is called."""
    decoded = decode(content)
    text = cell_cleaning.without_invisible(decoded.text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    declared = _SEPARATOR_LINE.match(text)
    separator = declared[1] if declared else separator_of(text)
    notes = {"unreadable_characters": decoded.unreadable} if decoded.unreadable else {}
    rows, open_quotes = _read_records(text, separator, limits)
    if open_quotes:
        notes["open_quotes"] = 1
    if declared:
        rows[0] = []
    width = max(map(len, rows), default=0)
    if width > limits.columns:
        width = max((_filled_width(row) for row in rows), default=0)
    if width > limits.columns:
        raise Invalid(too_many_columns(limits))
    outline = Outline(name, len(rows), width)
    return RawFile("csv", (outline,), RawSheet(name, rows, notes=notes), decoded.encoding)


def _damaged_gzip_text() -> Text:
    return say("The packed file is damaged. Download or copy it again, or unpack it first.")


def _filled_width(row: list[Cell]) -> int:
    return max((place for place, cell in enumerate(row, start=1) if cell is not None), default=0)


def _read_records(
    text: str, separator: str, limits: ReadingLimits
) -> tuple[list[list[Cell]], bool]:
    """Split into records; a file whose quotes do not close is read again without quotes."""
    csv.field_size_limit(_FIELD_LIMIT)
    odd = text.count('"') % 2 == 1
    try:
        rows = _records(text, separator, limits, heed_quotes=True)
    except csv.Error:
        odd, rows = True, []
    if odd and (not rows or _swallowed_lines(rows)):
        return _records(text, separator, limits, heed_quotes=False), True
    return rows, False


def _records(
    text: str, separator: str, limits: ReadingLimits, *, heed_quotes: bool
) -> list[list[Cell]]:
    quoting = csv.QUOTE_MINIMAL if heed_quotes else csv.QUOTE_NONE
    records = islice(
        csv.reader(io.StringIO(text), delimiter=separator, quoting=quoting), limits.rows + 1
    )
    clean = cell_cleaning.clean_word
    rows: list[list[Cell]]
    if not heed_quotes:
        rows = [[clean(word.strip().strip('"')) for word in record] for record in records]
    elif cell_cleaning.needs_care(text):
        rows = [[clean(word) for word in record] for record in records]
    elif any(space in text for space in _SPACES_OR_QUOTES):
        rows = [
            [word.strip(cell_cleaning.AT_ENDS) or None for word in record] for record in records
        ]
    else:
        rows = [[word or None for word in record] for record in records]
    if len(rows) > limits.rows:
        raise Invalid(too_many_rows(limits))
    return rows


def _swallowed_lines(rows: list[list[Cell]]) -> bool:
    return any(
        len(cell) > _LONGEST_CELL or cell.count("\n") > _MOST_LINE_BREAKS
        for row in rows
        for cell in row
        if isinstance(cell, str) and "\n" in cell
    )
