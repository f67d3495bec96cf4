"""Writes exported tables as XLSX, CSV or JSON, none of which can run anything when opened.

Threat T8: a spreadsheet program takes a cell that begins with `=` for a formula. In XLSX every text
is a string cell; in CSV such a cell begins with an apostrophe, which the import takes off again.
"""

# XlsxWriter ships no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.exchange.export_tables import ExportColumn, ExportTable
from loancrm_desktop.services.exchange.file_names import clean_file_name
from loancrm_desktop.texts import say

Format = Literal["xlsx", "csv", "json"]
FORMAT = 1

# What a cell begins with that is taken for a formula; or that the import would take off again.
_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]|'+\d")
_NUMBERLIKE = re.compile(r"[+-]?[0-9][0-9 ()./-]*")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST_CELL = 32_767
_LARGEST_EXACT = 10**15
_NUMBERS = frozenset({"money", "integer", "number", "percent"})
_WIDE, _NARROW = 28, 14
_OPTIONS = {
    "in_memory": True,  # else the rows lie in the open in the folder for temporary files
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written."""

    path: str
    rows: int


@dataclass(frozen=True, slots=True)
class Exported:
    """Everything that was written, with a fingerprint over all files in their order."""

    files: tuple[ExportedFile, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Files written beside their places, to be put there or taken away.

    Attributes:
        exported: what will have been written.
        parts: each file with its place.
    """

    exported: Exported
    parts: tuple[tuple[Path, Path], ...]

    def place(self) -> None:
        """Put each file in its place, whole; one that lies there is replaced.

        Raises:
            Unavailable: the place does not take it.
        """
        for part, path in self.parts:
            try:
                part.replace(path)
            except OSError as fault:
                raise _not_written(path) from fault

    def drop(self) -> None:
        """Take away what was not put in its place."""
        for part, _ in self.parts:
            with suppress(OSError):  # what was put in its place is not here any more
                part.unlink()


def write(out: Path, form: Format, tables: Sequence[ExportTable], office: str) -> Exported:
    """Write the tables as `prepare` does, and put them in their places.

    Raises:
        Unavailable: the place does not take them.
    """
    unfinished = prepare(out, form, tables, office)
    try:
        unfinished.place()
    finally:
        unfinished.drop()
    return unfinished.exported


def prepare(out: Path, form: Format, tables: Sequence[ExportTable], office: str) -> Unfinished:
    """Write the tables beside their places: a file for XLSX and JSON, a folder of them for CSV.

    A single table becomes a single file in every form.

    Raises:
        Unavailable: the place does not take them.
    """
    if form == "csv" and len(tables) > 1:
        files = [(out / f"{clean_file_name(table.name)}.csv", [table]) for table in tables]
    else:
        files = [(out, list(tables))]
    writers: dict[Format, Callable[[Path, Sequence[ExportTable]], None]] = {
        "xlsx": _write_xlsx,
        "csv": _write_csv,
        "json": _JsonOf(office),
    }
    digest = hashlib.sha256()
    parts = tuple((path.with_name(path.name + ".part"), path) for path, _ in files)
    written = tuple(
        ExportedFile(str(path), sum(len(table.rows) for table in held)) for path, held in files
    )
    try:
        for (part, path), (_, held) in zip(parts, files, strict=True):
            _write_part(part, path, writers[form], held)
            digest.update(part.read_bytes())
    except (OSError, Unavailable):
        Unfinished(Exported(written, ""), parts).drop()
        raise
    return Unfinished(Exported(written, digest.hexdigest()), parts)


def _write_part(
    part: Path,
    path: Path,
    writer: Callable[[Path, Sequence[ExportTable]], None],
    held: Sequence[ExportTable],
) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.open("ab").close()  # a file that is open or kept from writing is said beforehand
        writer(part, held)
    except (OSError, XlsxWriterException) as fault:
        raise _not_written(path) from fault


def _not_written(path: Path) -> Unavailable:
    return Unavailable(
        say(
            "{name} cannot be written. Close the file if it is open, or choose another place.",
            name=path.name,
        ),
        "read_only",
    )


def _write_xlsx(path: Path, tables: Sequence[ExportTable]) -> None:
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        bold = book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        for table in tables:
            sheet = book.add_worksheet(_sheet_name(table.label))
            sheet.freeze_panes(1, 1)
            for place, column in enumerate(table.columns):
                sheet.set_column(place, place, _NARROW if column.type in _NUMBERS else _WIDE)
                sheet.write_string(0, place, _writable(column.label), bold)
            for number, row in enumerate(table.rows, 1):
                for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                    if value is None or value == "":
                        continue
                    amount = _number_of(column, value)
                    if amount is None:
                        sheet.write_string(number, place, _writable(_guarded(str(value))))
                    else:
                        form = money if column.type == "money" else None
                        sheet.write_number(number, place, amount, form)
        _write_dictionary(book, tables, bold)


def _write_dictionary(book: Any, tables: Sequence[ExportTable], bold: Any) -> None:
    """Say on a last sheet what every column is."""
    sheet = book.add_worksheet(_sheet_name(say("Dictionary").read()))
    heads = (say("Table"), say("Column"), say("Key"), say("Type"), say("Options"))
    for place, head in enumerate(heads):
        sheet.set_column(place, place, _WIDE)
        sheet.write_string(0, place, head.read(), bold)
    at = 1
    for table in tables:
        for column in table.columns:
            options = "、".join(f"{key} = {label}" for key, label in column.options.items())
            cells = (table.label, column.label, column.key, column.type, options)
            for place, cell in enumerate(cells):
                sheet.write_string(at, place, _writable(cell))
            at += 1


def _write_csv(path: Path, tables: Sequence[ExportTable]) -> None:
    (table,) = tables
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_harmless(column, column.label) for column in table.columns])
        for row in table.rows:
            writer.writerow(
                [_harmless(column, value) for column, value in zip(table.columns, row, strict=True)]
            )


class _JsonOf:
    """Writes tables as one JSON document, lossless and with its dictionary."""

    def __init__(self, office: str) -> None:
        self._office = office

    def __call__(self, path: Path, tables: Sequence[ExportTable]) -> None:
        body = {
            "format": FORMAT,
            "office": self._office,
            "tables": {
                table.name: {
                    "label": table.label,
                    "columns": [
                        {
                            "key": column.key,
                            "label": column.label,
                            "type": column.type,
                            "options": column.options,
                        }
                        for column in table.columns
                    ],
                    "rows": table.rows,
                }
                for table in tables
            },
        }
        path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def _number_of(column: ExportColumn, value: Any) -> float | None:
    """Answer a value as a number a sheet can hold exactly, None for everything else."""
    if column.type not in _NUMBERS or isinstance(value, bool):
        return None
    try:
        amount = Decimal(str(value))
    except ArithmeticError:
        return None
    return float(amount) if abs(amount) < _LARGEST_EXACT else None


def _harmless(column: ExportColumn, value: Any) -> Any:
    """Answer a CSV cell that no spreadsheet program takes for a formula."""
    if not isinstance(value, str) or not value or not _RUNS.match(value):
        return value
    numeric = column.type in _NUMBERS or column.type == "phone"
    return value if numeric and _NUMBERLIKE.fullmatch(value) else f"'{value}"


def _guarded(text: str) -> str:
    """Answer a text cell whose own apostrophe the import does not take for a guard."""
    return f"'{text}" if text.startswith("'") and _RUNS.match(text) else text


def _writable(text: str) -> str:
    return _SURROGATES.sub("", text)[:_LONGEST_CELL]


def _sheet_name(label: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", label)[:31]
