"""Measures which rectangle the filled cells of a sheet span, without building the sheet.

A workbook reader keeps a whole rectangle in memory: 4.6 KB of file with one cell at XFD1048576
ask for 512 GiB. So the corners are looked up first, on the stream of the unfolded part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

# A cell that is not closed at once; one with a format only does not count, as in calamine.
# The pattern begins with plain letters: that is three times as fast as one that knows the tag.
_FILLED_CELL = re.compile(rb'r="([A-Za-z]+)([0-9]+)"[^>]*(?<!/)>(?!</)')
_SINGLE_QUOTED = re.compile(rb"r='([A-Za-z]+)([0-9]+)'[^>]*(?<!/)>(?!</)")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\bt=[\"']e[\"']")
_XLSB_ROW = 0
_XLSB_FILLED = range(2, 12)


@dataclass(slots=True)
class SheetBox:
    """The rectangle of filled cells of one sheet, from the first row and column on.

    Attributes:
        errors: cells that hold an Excel error such as #N/A.
    """

    rows: int = 0
    columns: int = 0
    errors: int = 0
    _letters: set[bytes] = field(default_factory=set[bytes], repr=False)

    def take_in_markup(self, chunk: bytes) -> None:
        """Widen by the cells in a piece of an XLSX sheet; a cell seen twice does no harm."""
        places = _FILLED_CELL.findall(chunk)
        if b"r='" in chunk:
            places += _SINGLE_QUOTED.findall(chunk)
        if places:
            letters, numbers = zip(*places, strict=True)
            self.rows = max(self.rows, *map(int, set(numbers)))
            new = set(letters) - self._letters
            self._letters |= new
            self.columns = max(self.columns, 0, *map(_column_number, new))
        if b'"e"' in chunk or b"'e'" in chunk:
            self.errors += len(_ERROR_CELL.findall(chunk))


def box_of_records(content: bytes) -> SheetBox:
    """Measure one XLSB sheet part by its row and cell records."""
    box = SheetBox()
    row = 0
    for kind, start in _records(content):
        if kind == _XLSB_ROW:
            row = int.from_bytes(content[start : start + 4], "little") + 1
        elif kind in _XLSB_FILLED:
            column = int.from_bytes(content[start : start + 4], "little") + 1
            box.rows = max(box.rows, row)
            box.columns = max(box.columns, column)
    return box


def boxes_of_ods(chunks: Iterable[bytes]) -> dict[str, SheetBox]:
    """Measure all sheets of an ODS by its content part, repeats multiplied out.

    Raises:
        expat.ExpatError: the part is no well-formed XML.
    """
    reader = _OdsReader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.on_start
    for chunk in chunks:
        parser.Parse(chunk, False)  # noqa: FBT003 - expat takes its flag by place only
    parser.Parse(b"", True)  # noqa: FBT003 - as above
    reader.close_row()
    return reader.boxes


class _OdsReader:
    """Walks through table, row and cell starts; a row ends where the next thing starts."""

    def __init__(self) -> None:
        self.boxes: dict[str, SheetBox] = {}
        self._box = SheetBox()
        self._row = 0
        self._row_repeat = 0
        self._row_width = 0
        self._column = 0

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Follow one element."""
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._column += int(attributes.get("table:number-columns-repeated", "1"))
            if "office:value-type" in attributes or "table:formula" in attributes:
                self._row_width = self._column
        elif name == "text:p":
            self._row_width = self._column
        elif name == "table:table-row":
            self.close_row()
            self._row_repeat = int(attributes.get("table:number-rows-repeated", "1"))
        elif name == "table:table":
            self.close_row()
            self._box = SheetBox()
            self._row = 0
            self.boxes[attributes.get("table:name", "")] = self._box

    def close_row(self) -> None:
        """Add the row that was open, as often as it repeats."""
        self._row += self._row_repeat
        if self._row_width:
            self._box.rows = self._row
            self._box.columns = max(self._box.columns, self._row_width)
        self._row_repeat = self._row_width = self._column = 0


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """Walk over XLSB records: kind and where the payload starts."""
    place, end = 0, len(content)
    while place + 1 < end:
        kind = content[place]
        place += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | ((content[place] & 0x7F) << 7)
            place += 1
        length = shift = 0
        for byte in content[place : place + 4]:
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, place
        place += length


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number
