"""Says of every column what it is, for people and for the import; and keeps what words do not tell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from loancrm_desktop.services.exchange import told_cells
from loancrm_desktop.services.exchange.export_shape import ExportColumn, ExportTable
from loancrm_desktop.services.exchange.told_cells import Cell, ToldColumn
from loancrm_desktop.texts import say

MARK = "loancrm-export"
FORMAT = 1
DICTIONARY = "dictionary"
EXACT = "exact_values"
_PIECE = 30_000
_LONGEST_OPTIONS = 20_000
_NO_OPTIONS: dict[str, str] = {}


def mark(office: str, exact: str) -> str:
    """Answer the head of the column that only the import reads.

    Args:
        office: what the office is called.
        exact: the sheet or file of the exact values; empty for none.
    """
    return f"{MARK} {json.dumps({'format': FORMAT, 'office': office, 'exact': exact})}"


def read_mark(cell: Cell) -> Mapping[str, Any] | None:
    """Answer what the head says, None for the head of anything else."""
    if not isinstance(cell, str) or not cell.startswith(f"{MARK} "):
        return None
    try:
        found: object = json.loads(cell.removeprefix(f"{MARK} "))
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def dictionary(tables: Sequence[ExportTable], sheets: Sequence[str], head: str = "") -> ExportTable:
    """Answer the table that says what every column of these tables is.

    Args:
        tables: what leaves.
        sheets: the sheet or file of each.
        head: of the column that only the import reads, see `mark`; empty for none.
    """
    heads = (say("Table"), say("Column"), say("Key"), say("Type"), say("Options"))
    columns = tuple(ExportColumn("", head.read(), "text", {}) for head in heads)
    rows: list[list[Any]] = []
    for table, sheet in zip(tables, sheets, strict=True):
        for column in table.columns:
            options = "、".join(f"{key} = {label}" for key, label in column.options.items())
            cells = [table.label, column.label, column.key, column.type, options]
            rows.append([*cells, _machine(table, sheet, column)] if head else cells)
    if head:
        columns = (*columns, ExportColumn("", head, "text", {}))
    return ExportTable(DICTIONARY, say("Dictionary").read(), columns, rows)


def _machine(table: ExportTable, sheet: str, column: ExportColumn) -> str:
    told = readable(column)
    said = {"table": table.name, "sheet": sheet, "key": told.key, "label": told.label}
    return json.dumps(
        {**said, "reads": told.reads, "options": told.options, "links": told.links},
        ensure_ascii=False,
    )


def readable(column: ExportColumn) -> ToldColumn:
    """Answer a column as the dictionary says it; very many options are not said."""
    told = column.told
    if len(json.dumps(dict(told.options))) <= _LONGEST_OPTIONS:
        return told
    return ToldColumn(told.key, told.label, told.reads, _NO_OPTIONS, told.links)


def exact_columns() -> tuple[ExportColumn, ...]:
    """Answer the columns of the table of exact values."""
    heads = (say("Table"), say("Row number"), say("Key"), say("Part"), say("Exact value"))
    types = ("text", "integer", "text", "integer", "long_text")
    return tuple(
        ExportColumn("", head.read(), kind, {}) for head, kind in zip(heads, types, strict=True)
    )


def exact_label() -> str:
    """Answer what the table of exact values is called."""
    return say("Exact values").read()


def pieces(table: str, number: int, key: str, value: Any) -> list[list[Any]]:
    """Answer the rows that keep one value: its JSON, cut so that each part fits a cell."""
    text = json.dumps(value)
    return [
        [table, number, key, part, text[start : start + _PIECE]]
        for part, start in enumerate(range(0, len(text), _PIECE), 1)
    ]


class Leftovers:
    """What the cells of a table do not tell, found while they are written."""

    def __init__(self, tables: Sequence[ExportTable], *, sheet: bool) -> None:
        self._sheet = sheet
        self._write = told_cells.for_sheet if sheet else told_cells.for_csv
        self._titles = {
            table.name: told_cells.titles_of(columns, self._cells(columns, table))
            for table in tables
            if table.exact is not None
            for columns in ([column.told for column in table.columns],)
        }
        self.rows: list[list[Any]] = []

    def table(self) -> ExportTable:
        """Answer what was found as a table; its rows go on growing while others are written."""
        return ExportTable(EXACT, exact_label(), exact_columns(), self.rows)

    def _cells(self, columns: Sequence[ToldColumn], table: ExportTable) -> list[list[Cell]]:
        at = told_cells.title_place(columns)
        if at is None:
            return []
        return [
            [self._write(columns[place], row[place]) if place in (0, at) else None
             for place in range(len(columns))]
            for row in table.rows
        ]  # fmt: skip

    def note(self, table: ExportTable, number: int, place: int, cell: Cell) -> None:
        """Keep the exact value of a cell that does not tell it."""
        if table.exact is None:
            return
        column = table.columns[place]
        exact = table.exact[number][place]
        told = told_cells.value_of(readable(column), cell, self._titles)
        if told_cells.same(told, exact) and (not self._sheet or told_cells.surely(cell)):
            return
        self.rows += pieces(table.name, table.exact[number][0], column.key, exact)
