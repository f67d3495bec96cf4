"""Reads a whole export that was written as a workbook or a folder of CSV files: exact values again."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import python_calamine as calamine

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange import cell_guard, export_dictionary, sheet_guard, told_cells
from loancrm_desktop.services.exchange.file_names import clean_file_name
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.told_cells import Cell, ToldColumn
from loancrm_desktop.texts import say

_MIB = 1024 * 1024
LIMITS = ReadingLimits(
    rows=1_048_576,
    columns=2_000,
    cells=60_000_000,
    file_bytes=1000 * _MIB,
    expanded_bytes=2000 * _MIB,
)
_FIELD_LIMIT = 10_000_000
_EXACT_WIDTH = 5


@dataclass(frozen=True, slots=True)
class ToldTables:
    """What the files hold: the office's name, and of each table the keys and the rows."""

    office: str
    tables: Mapping[str, tuple[list[str], list[list[Any]]]]


@dataclass(slots=True)
class _Layout:
    """Where a table stands, and its columns in their order."""

    sheet: str
    columns: list[ToldColumn]


class _Pages(Protocol):
    """Where the tables lie: sheets of a workbook, or files of a folder."""

    def dictionary(self) -> list[list[Cell]]:
        """Answer the rows that say what every column is; none when there is no such table."""
        ...

    def page(self, name: str) -> list[list[Cell]]:
        """Answer the rows of a table by its sheet's or file's name."""
        ...


def no_export(path: Path) -> Invalid:
    """Say that a file is nothing that could be taken in whole."""
    return Invalid(say("{name} is no whole export of this program.", name=path.name))


def read_told(path: Path) -> ToldTables:
    """Read a workbook, or a folder of CSV files named by itself or by one of them.

    Raises:
        Invalid: it is no whole export, damaged, hostile or too large.
    """
    try:
        if path.is_dir() or path.suffix.lower() == ".csv":
            return _read(path, _Folder(path if path.is_dir() else path.parent))
        return _read(path, _Book(path))
    except (OSError, ValueError, csv.Error, calamine.CalamineError) as fault:
        raise no_export(path) from fault


def _read(path: Path, pages: _Pages) -> ToldTables:
    dictionary = pages.dictionary()
    head = export_dictionary.read_mark(dictionary[0][-1]) if dictionary else None
    if head is None:
        raise no_export(path)
    if head.get("format") != export_dictionary.FORMAT:
        raise Invalid(
            say(
                "{name} is no whole export, or one of a later version of the program.",
                name=path.name,
            )
        )
    layouts = _layouts(path, dictionary[1:])
    sheets = {name: _rows(path, pages, layout) for name, layout in layouts.items()}
    titles = {
        name: told_cells.titles_of(layouts[name].columns, rows) for name, rows in sheets.items()
    }
    tables: dict[str, tuple[list[str], list[list[Any]]]] = {}
    for name, layout in layouts.items():
        columns = layout.columns
        rows = [
            [told_cells.value_of(column, cell, titles) for column, cell in zip(columns, row, strict=True)]
            for row in sheets.pop(name)
        ]  # fmt: skip
        tables[name] = ([column.key for column in columns], rows)
    exact = str(head.get("exact") or "")
    if exact:
        _put_exact(path, pages.page(exact)[1:], tables)
    return ToldTables(str(head.get("office") or ""), tables)


def _layouts(path: Path, rows: Sequence[Sequence[Cell]]) -> dict[str, _Layout]:
    found: dict[str, _Layout] = {}
    for row in rows:
        told = json.loads(cell_guard.without(str(row[-1])))
        if not isinstance(told, dict):
            raise no_export(path)
        said = cast("dict[str, Any]", told)
        texts = [str(said.get(name) or "") for name in ("key", "label", "reads", "links")]
        options = said.get("options")
        if not isinstance(options, dict):
            raise no_export(path)
        labels = {str(key): str(label) for key, label in cast("dict[Any, Any]", options).items()}
        key, label, reads, links = texts
        layout = found.setdefault(str(said.get("table")), _Layout(str(said.get("sheet") or ""), []))
        layout.columns.append(ToldColumn(key, label, reads, labels, links))
    return found


def _rows(path: Path, pages: _Pages, layout: _Layout) -> list[list[Cell]]:
    """Answer the rows below the heads, each as wide as the table.

    Raises:
        Invalid: columns were moved, renamed or taken away.
    """
    rows = pages.page(layout.sheet)
    width = len(layout.columns)
    heads = [told_cells.writable(column.label) for column in layout.columns]
    found = [cell_guard.without(str(cell)) for cell in (rows[0] if rows else [])[:width]]
    if found != heads:
        raise Invalid(
            say(
                "The columns of {sheet} in {name} are not as they were exported. Export again.",
                sheet=layout.sheet,
                name=path.name,
            )
        )
    empty: list[Cell] = [None] * width
    return [
        (row + empty)[:width] for row in rows[1:] if any(cell not in (None, "") for cell in row)
    ]


def _put_exact(
    path: Path,
    rows: Sequence[Sequence[Cell]],
    tables: Mapping[str, tuple[list[str], list[list[Any]]]],
) -> None:
    texts: defaultdict[tuple[str, int, str], list[str]] = defaultdict(list)
    for row in rows:
        if len(row) < _EXACT_WIDTH:
            raise no_export(path)
        table, number, key, _, text = row[:_EXACT_WIDTH]
        texts[str(table), int(float(str(number))), str(key)].append(
            cell_guard.without(_as_text(text))
        )
    places = {
        name: {row[0]: at for at, row in enumerate(held)} for name, (_, held) in tables.items()
    }
    for (table, number, key), parts in texts.items():
        keys, held = tables.get(table, ([], []))
        at = places.get(table, {}).get(number)
        if at is None or key not in keys:
            continue  # the row was taken out of the sheet by hand
        held[at][keys.index(key)] = json.loads("".join(parts))


def _as_text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


class _Folder:
    """A folder of CSV files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        csv.field_size_limit(_FIELD_LIMIT)
        files = folder.glob("*.csv")
        if sum(file.stat().st_size for file in files) > LIMITS.file_bytes:
            raise no_export(folder)

    def dictionary(self) -> list[list[Cell]]:
        return self.page(f"{export_dictionary.DICTIONARY}.csv")

    def page(self, name: str) -> list[list[Cell]]:
        if clean_file_name(name) != name:
            raise no_export(self._folder)
        with (self._folder / name).open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file)]


class _Book:
    """A workbook, looked through before any parser sees it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        for box in sheet_guard.inspect(path, LIMITS).boxes.values():
            sheet_guard.check_box(box.rows, box.columns, LIMITS)
        self._book = calamine.CalamineWorkbook.from_path(path)  # pyright: ignore[reportUnknownMemberType] - its stub leaves PathLike open
        self._names = self._book.sheet_names

    def dictionary(self) -> list[list[Cell]]:
        return self.page(self._names[-1]) if self._names else []

    def page(self, name: str) -> list[list[Cell]]:
        if name not in self._names:
            raise no_export(self._path)
        rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: object) -> Cell:
    if isinstance(cell, bool) or cell is None:
        return None if cell is None else str(cell)
    return float(cell) if isinstance(cell, (int, float)) else str(cell)
