"""Reads a list from a file of any origin: spreadsheets, CSV, web tables, address books.

The file is opened by a process of its own (`sheet_child`) with bounds on memory and time; what
comes back is plain values. Nothing here knows customers or fields.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import logging
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import children
from loancrm_desktop.services.exchange.raw_tables import Cell
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS, ReadingLimits
from loancrm_desktop.services.exchange.sheet_child import FROZEN_FLAG
from loancrm_desktop.texts import Text, say, unpacked

__all__ = [
    "DEFAULT_LIMITS", "Cell", "FileTables", "ReadingLimits", "SheetOutline", "SheetRow",
    "SheetTable", "SkippedRow", "collector_paused", "read_table",
]  # fmt: skip

_CHILD = "loancrm_desktop.services.exchange.sheet_child"

_log = logging.getLogger(__name__)


class SheetRow(NamedTuple):
    """One row of a list.

    Attributes:
        number: 1-based row of the file as Excel counts it; of an address book the place of the
            person in it.
        cells: as many as the table has columns.
    """

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A filled row that is not part of the list.

    Attributes:
        reason: `banner`, `total`, `repeated_header` or `footnote`.
    """

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class SheetOutline:
    """A sheet that may be chosen, with the numbers of its last filled row and column."""

    name: str
    rows: int
    columns: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A list with named columns.

    Attributes:
        header: one name per column, each different; two levels are joined as `A/B`.
        header_row: 1-based row of the file (the lower of two levels); 0 when the names are made
            up because the rows begin at once.
        rows: rows that are not blank.
        skipped: filled rows left out above, inside and below the list.
        notes: sentences on what was lost or mended in reading.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: Sequence[SheetRow]
    skipped: tuple[SkippedRow, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class FileTables:
    """A file that was read.

    Attributes:
        format: `csv`, `xlsx`, `xlsb`, `xls`, `ods`, `html`, `vcard` or `ldif`, by content.
        encoding: of text formats, by Python's name.
        sheets: all that may be chosen by name.
        chosen: the one that was read.
    """

    path: Path
    format: str
    encoding: str | None
    sheets: tuple[SheetOutline, ...]
    chosen: SheetTable


def read_table(
    path: Path,
    sheet: str | None = None,
    *,
    limits: ReadingLimits = DEFAULT_LIMITS,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FileTables:
    """Read one list from a file; without `sheet` the first one that looks like a list.

    Args:
        path: the file; what it is, is seen by its content.
        sheet: the name of one of its sheets.
        limits: how much is read at most before the file is refused.
        progress: told how many rows have come in so far.
        cancelled: asked five times a second, on the calling thread; True stops the reading.

    Raises:
        Invalid: the file is damaged, hostile, protected, too large or holds no list.
        Refused: `cancelled` answered True.

    Runs: any thread but the GUI's.
    """
    request = {"path": str(path), "sheet": sheet, "limits": dataclasses.asdict(limits)}
    ended = children.run(
        children.command_of(_CHILD, FROZEN_FLAG),
        json.dumps(request).encode() + b"\n",
        children.Limits(limits.seconds, limits.memory_bytes >> 20),
        cancelled,
    )
    if ended.how != "answered":
        raise _problem(ended, limits)
    answer = _Answer(path)
    with collector_paused():
        for line in ended.answer.splitlines():
            answer.take_in(line)
            if progress is not None and answer.rows:
                progress(len(answer.rows))
    return answer.tables()


class _Answer:
    """Puts together what the reading process says, trusting nothing but its form."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._outside: dict[str, Any] | None = None
        self._done = False
        self.rows: list[SheetRow] = []

    def take_in(self, line: bytes) -> None:
        """Take one line in."""
        said: dict[str, Any] = json.loads(line)
        if "rows" in said:
            self._take_rows(said)
        elif "table" in said:
            self._outside = said["table"]
        elif "refused" in said:
            raise Invalid(unpacked(said["refused"]))
        elif "failed" in said:
            _log.warning("reading a file failed: %s", said["failed"])
        else:
            self._done = "done" in said

    def tables(self) -> FileTables:
        """Answer the whole; what ended early is refused."""
        outside = self._outside
        if outside is None or not self._done:
            raise Invalid(_broken_text())
        table = SheetTable(
            outside["name"],
            tuple(outside["header"]),
            outside["header_row"],
            self.rows,
            tuple(SkippedRow(number, reason) for number, reason in outside["skipped"]),
            _notes(outside["notes"]),
        )
        sheets = tuple(SheetOutline(*each) for each in outside["sheets"])
        return FileTables(self._path, outside["format"], outside["encoding"], sheets, table)

    def _take_rows(self, said: dict[str, Any]) -> None:
        rows: list[list[Cell]] = said["rows"]
        for place, column, moment in said["dates"]:
            parse = datetime.fromisoformat if "T" in moment else date.fromisoformat
            rows[place][column] = parse(moment)
        self.rows.extend(map(SheetRow, said["numbers"], map(tuple, rows)))


@contextmanager
def collector_paused() -> Generator[None, None, None]:
    """Keep the collector from walking over rows that cannot be garbage: a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _problem(ended: children.Ended, limits: ReadingLimits) -> Refused | Invalid:
    if ended.how == "cancelled":
        return Refused(say("Reading was stopped; nothing was changed."))
    if ended.how in ("out_of_time", "out_of_memory"):
        return Invalid(_too_much_text(limits))
    _log.info("a file ended its reading process: %s", ended.failure)
    return Invalid(_broken_text())


def _notes(counts: Mapping[str, int]) -> tuple[Text, ...]:
    sentences: dict[str, Text] = {
        "error_cells": say(
            "Cells with an error such as #N/A, read as empty: {count}.",
            count=counts.get("error_cells", 0),
        ),
        "unreadable_characters": say(
            "Damaged characters, replaced by a question mark: {count}.",
            count=counts.get("unreadable_characters", 0),
        ),
        "open_quotes": say(
            "A quotation mark in the file is never closed, so quotation marks were not heeded."
        ),
    }
    return tuple(sentence for code, sentence in sentences.items() if code in counts)


def _too_much_text(limits: ReadingLimits) -> Text:
    return say(
        "The file takes more than {seconds} seconds or too much memory to read. Split the list "
        "into several files.",
        seconds=round(limits.seconds),
    )


def _broken_text() -> Text:
    return say(
        "The file could not be read: it is damaged or takes too much memory. Open it in Excel or "
        "WPS, copy the list into a new workbook and import that."
    )
