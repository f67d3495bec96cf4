"""Writes exported tables as XLSX, CSV or JSON, none of which can run anything when opened.

Threat T8: a spreadsheet program takes a cell that begins with `=` for a formula. In XLSX every text
is a string cell; in CSV such a cell begins with an apostrophe, which the import takes off again.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from loancrm_desktop.errors import Invalid, Unavailable
from loancrm_desktop.services.exchange import cell_guard, export_dictionary, told_cells
from loancrm_desktop.services.exchange.export_book import WriterFault, write_book
from loancrm_desktop.services.exchange.export_dictionary import Leftovers
from loancrm_desktop.services.exchange.export_shape import ExportTable
from loancrm_desktop.services.exchange.file_names import clean_file_name
from loancrm_desktop.texts import say

Format = Literal["xlsx", "csv", "json"]
FORMAT = 1


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
        Invalid: a table has more rows than a sheet can hold.
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
        Invalid: a table has more rows than a sheet can hold.
        Unavailable: the place does not take them.
    """
    files = _files(out, form, tables, office)
    digest = hashlib.sha256()
    parts = tuple((each.path.with_name(each.path.name + ".part"), each.path) for each in files)
    written = tuple(ExportedFile(str(each.path), each.rows) for each in files)
    try:
        for (part, _), each in zip(parts, files, strict=True):
            _write_part(part, each)
            digest.update(part.read_bytes())
    except (OSError, Unavailable, Invalid):
        Unfinished(Exported(written, ""), parts).drop()
        raise
    return Unfinished(Exported(written, digest.hexdigest()), parts)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be written: where, how many records it holds, and what writes it."""

    path: Path
    rows: int
    write: Callable[[Path], None]


def _files(out: Path, form: Format, tables: Sequence[ExportTable], office: str) -> list[_File]:
    rows = sum(len(table.rows) for table in tables)
    if form == "json":
        return [_File(out, rows, partial(_write_json, tables=tables, office=office))]
    if form == "xlsx":
        return [_File(out, rows, partial(write_book, tables=tables, office=office))]
    leftovers = Leftovers(tables, sheet=False)
    if len(tables) == 1:
        (table,) = tables
        return [_File(out, rows, partial(_write_csv, table=table, leftovers=leftovers))]
    names = [clean_file_name(f"{table.name}.csv") for table in tables]
    files = [
        _File(out / name, len(table.rows), partial(_write_csv, table=table, leftovers=leftovers))
        for name, table in zip(names, tables, strict=True)
    ]
    if all(table.exact is None for table in tables):
        return files
    # These two hold no records: they say how the others are read back.
    head = export_dictionary.mark(office, f"{export_dictionary.EXACT}.csv")
    told = export_dictionary.dictionary(tables, names, head)
    exact = leftovers.table()
    return [
        *files,
        *(
            _File(out / f"{each.name}.csv", 0, partial(_write_csv, table=each, leftovers=leftovers))
            for each in (told, exact)
        ),
    ]


def _write_part(part: Path, file: _File) -> None:
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        if file.path.exists():
            # A file that is open or kept from writing is said beforehand.
            file.path.open("ab").close()
        file.write(part)
    except (OSError, WriterFault) as fault:
        raise _not_written(file.path) from fault


def _not_written(path: Path) -> Unavailable:
    return Unavailable(
        say(
            "{name} cannot be written. Close the file if it is open, or choose another place.",
            name=path.name,
        ),
        "read_only",
    )


def _write_csv(path: Path, table: ExportTable, leftovers: Leftovers) -> None:
    columns = [column.told for column in table.columns]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([cell_guard.for_csv(column.label, numeric=False) for column in columns])
        for number, row in enumerate(table.rows):
            cells = [
                told_cells.for_csv(column, value)
                for column, value in zip(columns, row, strict=True)
            ]
            for place, cell in enumerate(cells):
                leftovers.note(table, number, place, cell)
            writer.writerow(cells)


def _write_json(path: Path, tables: Sequence[ExportTable], office: str) -> None:
    """Write one JSON document, lossless and with its dictionary."""
    body = {
        "format": FORMAT,
        "office": office,
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
