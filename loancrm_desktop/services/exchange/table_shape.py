"""Cuts the list out of a raw sheet: header, people's rows, and what was left out and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loancrm_desktop.services.exchange.header_row import HeaderPlace, column_names, find_header
from loancrm_desktop.services.exchange.raw_tables import Cell, Merge, RawSheet

_MOST_NAMED = 200
_TOTALS = frozenset(
    ("合计", "总计", "小计", "共计", "总和", "累计", "汇总", "本页合计", "本页小计", "总合计")
)
_ENGLISH_TOTALS = frozenset(("total", "grandtotal", "subtotal", "sum", "totals"))
_TOTAL_ENDS = frozenset("计和总:\uff1a)\uff09")
_FOOTNOTE = re.compile(
    r"(?:注|备注|说明|制表|填表|审核|数据来源|来源|source|note|notes)[^:\uff1a]{0,6}[:\uff1a]",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s:\uff1a\uff08\uff09()]+")


@dataclass(frozen=True, slots=True)
class ShapedTable:
    """A list with its header, ready for a mapping.

    Attributes:
        header_row: 1-based row of the file that names the columns (the lower of two levels); 0
            when there is none and the names were made up.
        numbers: the 1-based row of the file, for each of `rows`.
        rows: as wide as the header.
        skipped: rows left out, as row number and reason: `banner`, `total`, `repeated_header`
            or `footnote`. Blank rows are not listed.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    numbers: list[int]
    rows: list[list[Cell]]
    skipped: list[tuple[int, str]]
    notes: dict[str, int]


def shape(raw: RawSheet) -> ShapedTable:
    """Find the header of a sheet and cut the list out under it."""
    if raw.header:
        return _ready_made(raw)
    place = find_header(raw.rows, raw.merges)
    first = 0 if place is None else place.last + 1
    named = [] if place is None else column_names(raw.rows, place, raw.merges)
    cutter = _Cutter(place, named)
    cutter.cut(_with_merges_filled(raw.rows, raw.merges, first), first)
    width = max((len(named), *map(len, cutter.rows)), default=0)
    header, kept = _names_and_columns(named, cutter.rows, width)
    return ShapedTable(
        raw.name,
        header,
        0 if place is None else place.last + 1,
        cutter.numbers,
        _only_columns(cutter.rows, kept, width),
        sorted([*_above(raw.rows, place), *cutter.skipped]),
        dict(raw.notes),
    )


def unique_names(names: Sequence[str | None]) -> tuple[str, ...]:
    """Give every column a name of its own: `列3` for a blank one, `name (2)` for a second."""
    taken: set[str] = set()
    answer: list[str] = []
    for place, name in enumerate(names, start=1):
        base = name or f"列{place}"
        unique, count = base, 1
        while unique in taken:
            count += 1
            unique = f"{base} ({count})"
        taken.add(unique)
        answer.append(unique)
    return tuple(answer)


def _ready_made(raw: RawSheet) -> ShapedTable:
    numbers = list(range(1, len(raw.rows) + 1))
    return ShapedTable(
        raw.name, unique_names(raw.header), 0, numbers, list(raw.rows), [], dict(raw.notes)
    )


class _Cutter:
    """Goes down the rows under the header and keeps those about people."""

    def __init__(self, place: HeaderPlace | None, named: Sequence[str | None]) -> None:
        self.numbers: list[int] = []
        self.rows: list[list[Cell]] = []
        self.skipped: list[tuple[int, str]] = []
        self._named = list(named) if place is not None else None

    def cut(self, rows: Sequence[list[Cell]], first: int) -> None:
        """Keep the rows from index `first` on that are neither blank nor totals nor footers."""
        for number, row in enumerate(rows[first:], start=first + 1):
            leading = row[0] if row else None
            if leading is None:
                leading = next((cell for cell in row if cell is not None), None)
            if leading is None:
                continue
            if isinstance(leading, str) and (reason := self._reason_against(leading, row)):
                self.skipped.append((number, reason))
                continue
            self.numbers.append(number)
            self.rows.append(row)
        self._drop_footer()
        del self.skipped[_MOST_NAMED:]

    def _reason_against(self, leading: str, row: list[Cell]) -> str | None:
        if leading[-1] in _TOTAL_ENDS and _MARKS.sub("", leading[:12]) in _TOTALS:
            return "total"
        if self._named and leading == self._named[0] and row[: len(self._named)] == self._named:
            return "repeated_header"
        return None

    def _drop_footer(self) -> None:
        """Take the last rows off again when they sum up or sign the list."""
        while self.rows and (reason := self._footer_reason(self.rows[-1])):
            self.skipped.append((self.numbers.pop(), reason))
            self.rows.pop()

    def _footer_reason(self, row: list[Cell]) -> str | None:
        filled = [cell for cell in row if cell is not None]
        leading = filled[0]
        if not isinstance(leading, str):
            return None
        if any(_is_total(cell) for cell in filled[:2]):
            return "total"
        if len(filled) == 1 and len(row) > 2 and _FOOTNOTE.match(leading):
            return "footnote"
        return None


def _is_total(cell: Cell) -> bool:
    if not isinstance(cell, str) or len(cell) > 14:
        return False
    word = _MARKS.sub("", cell).lower()
    return word in _TOTALS or word in _ENGLISH_TOTALS


def _with_merges_filled(
    rows: Sequence[list[Cell]], merges: Sequence[Merge], first: int
) -> Sequence[list[Cell]]:
    """Repeat a cell merged over several rows: each of the rows means that value."""
    for top, left, bottom, right in merges:
        if top < first or left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] is None and any(cell is not None for cell in row):
                row[left] = value
    return rows


def _names_and_columns(
    named: Sequence[str | None], rows: Sequence[list[Cell]], width: int
) -> tuple[tuple[str, ...], list[int]]:
    """Name the columns and leave out those with neither a name nor a single filled cell."""
    names = [*named, *[None] * (width - len(named))]
    kept = [
        column
        for column in range(width)
        if names[column] or any(column < len(row) and row[column] is not None for row in rows)
    ]
    unique = unique_names(names)
    return tuple(unique[column] for column in kept), kept


def _only_columns(rows: list[list[Cell]], kept: list[int], width: int) -> list[list[Cell]]:
    for row in rows:
        if len(row) != width:
            row.extend([None] * (width - len(row)))
    if len(kept) == width:
        return rows
    return [[row[column] for column in kept] for row in rows]


def _above(rows: Sequence[list[Cell]], place: HeaderPlace | None) -> list[tuple[int, str]]:
    if place is None:
        return []
    return [
        (number, "banner")
        for number, row in enumerate(rows[: place.first], start=1)
        if any(cell is not None for cell in row)
    ]
