"""Reads the web page tables that Chinese web systems export under an .xls name."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange import cell_cleaning
from loancrm_desktop.services.exchange.csv_sniffing import Decoded, decode
from loancrm_desktop.services.exchange.raw_tables import Cell, Merge, Outline, RawFile, RawSheet
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.sheet_guard import check_box
from loancrm_desktop.texts import say

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_CHUNK_CHARACTERS = 1 << 16
_WIDEST_SPAN = 1000


def read_html_table(path: Path, limits: ReadingLimits) -> RawFile:
    """Read the largest table of a web page.

    Raises:
        Invalid: the page has no table, or one larger than the limits.
    """
    decoded = _decoded(path.read_bytes())
    reader = _TableReader(limits)
    for start in range(0, len(decoded.text), _CHUNK_CHARACTERS):
        reader.feed(decoded.text[start : start + _CHUNK_CHARACTERS])
    reader.close()
    reader.finish()
    if not reader.tables:
        raise Invalid(
            say("This is a web page without a table. Export the list as .xlsx or .csv instead.")
        )
    table = max(reader.tables, key=_Table.filled)
    width = max(map(len, table.rows), default=0)
    check_box(len(table.rows), width, limits)
    sheet = RawSheet(path.stem, table.rows, table.merges)
    return RawFile("html", (Outline(path.stem, len(table.rows), width),), sheet, decoded.encoding)


def _decoded(content: bytes) -> Decoded:
    """Believe the page about its encoding when it holds, and look for ourselves when not."""
    named = _CHARSET.search(content[:4096])
    if named:
        charset = named[1].decode("ascii").lower()
        encoding = _CHINESE.get(charset, charset)
        try:
            return Decoded(content.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            return decode(content)
    return decode(content)


class _Table:
    """One table while it is read."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[Merge] = []
        self._reserved: dict[int, int] = {}

    def filled(self) -> int:
        """Count the filled cells, by which the tables of a page are compared."""
        return sum(cell is not None for row in self.rows for cell in row)

    def open_row(self) -> None:
        """Begin a row."""
        self.rows.append([])
        self._reserved = {column: left - 1 for column, left in self._reserved.items() if left > 1}

    def add(self, cell: Cell, across: int, down: int) -> None:
        """Put a cell into the open row, right of cells that reach down from above."""
        if not self.rows:
            self.open_row()
        row = self.rows[-1]
        while len(row) in self._reserved:
            row.append(None)
        left, top = len(row), len(self.rows) - 1
        row.append(cell)
        row.extend([None] * (across - 1))
        if down > 1:
            for column in range(left, left + across):
                self._reserved[column] = down
        if across > 1 or down > 1:
            self.merges.append((top, left, top + down - 1, left + across - 1))


class _TableReader(HTMLParser):
    """Collects the tables of a page; forgives what browsers forgive."""

    def __init__(self, limits: ReadingLimits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._limits = limits
        self._open: list[_Table] = []
        self._words: list[str] | None = None
        self._span = (1, 1)
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow the start of an element."""
        if tag == "table":
            self._close_cell()
            self._open.append(_Table())
        elif tag in ("script", "style"):
            self._silent += 1
        elif not self._open:
            return
        elif tag == "tr":
            self._close_cell()
            self._open[-1].open_row()
            if len(self._open[-1].rows) > self._limits.rows:
                check_box(len(self._open[-1].rows), 1, self._limits)
        elif tag in ("td", "th"):
            self._close_cell()
            self._words = []
            found = dict(attrs)
            self._span = (_span(found.get("colspan")), _span(found.get("rowspan")))
        elif tag in ("br", "p") and self._words:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Follow the end of an element."""
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr"):
            self._close_cell()
        elif tag == "table" and self._open:
            self._close_cell()
            self.tables.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        """Take in text between tags."""
        if self._words is not None and not self._silent:
            self._words.append(data)

    def finish(self) -> None:
        """Close what the page left open."""
        self._close_cell()
        self.tables.extend(self._open)

    def _close_cell(self) -> None:
        if self._words is None or not self._open:
            return
        lines = [" ".join(line.split()) for line in "".join(self._words).split("\n")]
        cell = cell_cleaning.clean_text("\n".join(line for line in lines if line))
        self._open[-1].add(cell, *self._span)
        self._words = None


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _WIDEST_SPAN) if value and value.strip().isdecimal() else 1
