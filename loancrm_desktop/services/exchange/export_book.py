"""Writes exported tables as one workbook: a sheet for each, and one that says what they hold."""

# XlsxWriter ships no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange import export_dictionary, told_cells
from loancrm_desktop.services.exchange.export_dictionary import Leftovers
from loancrm_desktop.services.exchange.export_shape import ExportTable
from loancrm_desktop.services.exchange.told_cells import NUMBERS, writable
from loancrm_desktop.texts import say

WriterFault = XlsxWriterException
MOST_ROWS = 1_048_576
_LONGEST_NAME = 31
_WIDE, _NARROW = 28, 14
_OPTIONS = {
    "in_memory": True,  # else the rows lie in the open in the folder for temporary files
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_book(path: Path, tables: Sequence[ExportTable], office: str) -> None:
    """Write a workbook.

    Raises:
        Invalid: a table has more rows than a sheet can hold.
    """
    _refuse_too_long(tables)
    leftovers = Leftovers(tables, sheet=True)
    labels = [table.label for table in tables]
    *names, exact, told = _sheet_names(
        [*labels, export_dictionary.exact_label(), say("Dictionary").read()]
    )
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        pens = _Pens(book)
        for name, table in zip(names, tables, strict=True):
            _write_sheet(book.add_worksheet(name), table, pens, leftovers)
        if leftovers.rows:
            kept = leftovers.table()
            _refuse_too_long([kept])
            _write_sheet(book.add_worksheet(exact), kept, pens, leftovers)
        else:
            exact = ""
        readable = any(table.exact is not None for table in tables)
        head = export_dictionary.mark(office, exact) if readable else ""
        dictionary = export_dictionary.dictionary(tables, names, head)
        _write_sheet(book.add_worksheet(told), dictionary, pens, leftovers)


class _Pens:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        self.bold = book.add_format({"bold": True})
        self.money = book.add_format({"num_format": "#,##0.00"})


def _write_sheet(sheet: Any, table: ExportTable, pens: _Pens, leftovers: Leftovers) -> None:
    sheet.freeze_panes(1, 1)
    columns = [column.told for column in table.columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _NARROW if column.reads in NUMBERS else _WIDE)
        sheet.write_string(0, place, writable(column.label), pens.bold)
    for number, row in enumerate(table.rows):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            cell = told_cells.for_sheet(column, value)
            leftovers.note(table, number, place, cell)
            if isinstance(cell, float):
                pen = pens.money if column.reads == "money" else None
                sheet.write_number(number + 1, place, cell, pen)
            elif cell is not None:
                sheet.write_string(number + 1, place, cell)


def _refuse_too_long(tables: Sequence[ExportTable]) -> None:
    for table in tables:
        if len(table.rows) >= MOST_ROWS:
            raise Invalid(
                say(
                    "{name} has {count} rows, and a sheet holds {most}. Export as CSV or JSON.",
                    name=table.label,
                    count=len(table.rows),
                    most=MOST_ROWS - 1,
                )
            )


def _sheet_names(labels: Sequence[str]) -> list[str]:
    """Answer names a workbook takes, each once."""
    names: list[str] = []
    taken: set[str] = {"history"}
    for label in labels:
        clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", label).strip("' ")[:_LONGEST_NAME] or "-"
        name, number = clean, 2
        while name.casefold() in taken:
            name = f"{clean[: _LONGEST_NAME - 4]} {number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names
