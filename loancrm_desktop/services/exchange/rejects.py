"""Writes the rows that were not taken in, each with its reason, to be mended and read again."""

# XlsxWriter ships no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TypeGuard

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.exchange.raw_tables import Cell
from loancrm_desktop.texts import current_language, say

# Part of the file format, so not in the translation catalogue: both are known when read again.
_REASON_HEADINGS = {"zh": "未导入原因", "en": "Reason"}
REASON_HEADINGS = frozenset(_REASON_HEADINGS.values())

_LONGEST_CELL = 32_767
_LARGEST_EXACT = 10**15
_SURROGATES = re.compile("[\ud800-\udfff]")
_NARROWEST, _WIDEST, _REASON_WIDTH = 8, 40, 60
# Formulas and links never come to be, whatever a cell begins with (threat T8). In memory, because
# otherwise the rows lie in the open in the folder for temporary files.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_rejects(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    reasons: Iterable[str],
) -> int:
    """Write rows and their reasons as a workbook that `read_table` reads again.

    Every cell is a text cell except plain numbers. A reason column left from an earlier round is
    replaced. The file appears whole or not at all.

    Args:
        path: replaced when it is there.
        header: the column names of the file the rows come from.
        rows: cells in the order of the header.
        reasons: one sentence for each row, in the language of whoever reads it.

    Returns:
        How many rows were written.

    Raises:
        Unavailable: the file cannot be written there.
    """
    unfinished = path.with_name(path.name + ".part")
    kept = [place for place, name in enumerate(header) if name not in REASON_HEADINGS]
    try:
        with xlsxwriter.Workbook(str(unfinished), _OPTIONS) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({"bold": True})
            red = book.add_format({"font_color": "#C00000", "text_wrap": False})
            _write_header(sheet, [header[place] for place in kept], bold)
            count = 0
            for row, reason in zip(rows, reasons, strict=True):
                count += 1
                for column, place in enumerate(kept):
                    _write_cell(sheet, count, column, row[place] if place < len(row) else None)
                sheet.write_string(count, len(kept), _writable(reason), red)
        unfinished.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise Unavailable(
            say(
                "The list of rows that were not imported cannot be saved as {name}. Close the file "
                "if it is open, or choose another folder.",
                name=path.name,
            ),
            "read_only",
        ) from error
    finally:
        with suppress(OSError):  # where nothing could be written, nothing is to be taken away
            unfinished.unlink()
    return count


def _write_header(sheet: Worksheet, header: Sequence[str], bold: Format) -> None:
    names = [*header, _REASON_HEADINGS[current_language()]]
    for column, name in enumerate(names):
        width = min(max(_NARROWEST, 2 * len(name)), _WIDEST)
        sheet.set_column(column, column, width)
    sheet.set_column(len(header), len(header), _REASON_WIDTH)
    for column, name in enumerate(names):
        sheet.write_string(0, column, _writable(name), bold)
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if cell is None:
        return
    if _is_exact_number(cell):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, _writable(_as_text(cell)))


def _is_exact_number(cell: Cell) -> TypeGuard[int | float]:
    """Say whether Excel, which counts in doubles, keeps every digit of a number."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return abs(cell) < _LARGEST_EXACT


def _as_text(cell: Cell) -> str:
    """Say a cell as text that reads back as the same value: dates in ISO form."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _writable(text: str) -> str:
    return _SURROGATES.sub("", text)[:_LONGEST_CELL]
