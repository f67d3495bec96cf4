"""The process that opens foreign files, so that a hostile one can harm nothing else.

Run as `python -m loancrm_desktop.services.exchange.sheet_child`; a frozen program is started with
FROZEN_FLAG as its first argument instead, and must then call `main` before it imports anything
else of ours.

Shape: one JSON line on standard input (the request), JSON lines on standard output:
`{"table": …}`, any number of `{"numbers": […], "rows": […], "dates": […]}`, then `{"done": true}`;
or `{"refused": …}`; or `{"failed": …}`. JSON and nothing livelier, because this process must be
taken for lost as soon as it has opened a file.
"""

from __future__ import annotations

import gc
import json
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import children
from loancrm_desktop.services.exchange.file_kinds import kind_of
from loancrm_desktop.services.exchange.raw_tables import Cell, RawFile
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.table_shape import ShapedTable, shape
from loancrm_desktop.texts import packed

FROZEN_FLAG = "--sheet-child"
_CELLS_IN_A_LINE = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one request; a fault of ours is named in the answer, not in the exit code."""
    children.confine(sys.argv if arguments is None else arguments)
    gc.disable()  # nothing here lives in circles, and the collector would walk every cell
    with children.question_stream() as stream:
        request = json.loads(stream.readline())
    with children.answer_stream() as stream:
        try:
            for line in _answer(request):
                stream.write(_line(line))
        except MemoryError:
            children.give_up_for_memory()
        except Exception as error:  # noqa: BLE001 - the edge of this process
            stream.write(_line({"failed": _where(error)}))
    return 0


def _answer(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    limits = ReadingLimits(**request["limits"])
    try:
        raw = read_file(Path(request["path"]), request["sheet"], limits)
    except Invalid as problem:
        yield {"refused": packed(problem.text)}
        return
    table = shape(raw.sheet)
    yield {"table": _outside(raw, table)}
    yield from _row_lines(table, may_hold_dates=raw.encoding is None)
    yield {"done": True}


def read_file(path: Path, sheet: str | None, limits: ReadingLimits) -> RawFile:
    """Read a file of any kind that is understood.

    Raises:
        Invalid: with one sentence saying what is wrong with it.
    """
    kind = kind_of(path, limits)
    # Each reading pays for its own reader only: so the imports stand here.
    if kind in ("zip", "xls"):
        from loancrm_desktop.services.exchange.workbooks import read_workbook

        return read_workbook(path, kind, sheet, limits)
    if kind == "html":
        from loancrm_desktop.services.exchange.html_tables import read_html_table

        return read_html_table(path, limits)
    if kind in ("vcard", "ldif"):
        from loancrm_desktop.services.exchange import vcards

        reader = vcards.read_vcards if kind == "vcard" else vcards.read_ldif
        return reader(path, limits)
    from loancrm_desktop.services.exchange import text_tables

    reader = text_tables.read_gzip_table if kind == "gzip" else text_tables.read_text_table
    return reader(path, limits)


def _outside(raw: RawFile, table: ShapedTable) -> dict[str, Any]:
    return {
        "format": raw.format,
        "encoding": raw.encoding,
        "sheets": [[each.name, each.rows, each.columns, each.hidden] for each in raw.sheets],
        "name": table.name,
        "header": table.header,
        "header_row": table.header_row,
        "skipped": table.skipped,
        "notes": table.notes,
    }


def _row_lines(table: ShapedTable, *, may_hold_dates: bool) -> Iterator[dict[str, Any]]:
    step = max(1, _CELLS_IN_A_LINE // max(1, len(table.header)))
    for start in range(0, len(table.rows), step):
        rows = table.rows[start : start + step]
        yield {
            "numbers": table.numbers[start : start + step],
            "rows": rows,
            "dates": _take_out_dates(rows) if may_hold_dates else [],
        }


def _take_out_dates(rows: list[list[Cell]]) -> list[tuple[int, int, str]]:
    """Put dates into ISO form beside the rows: place, place, date; a time is recognised by T."""
    found: list[tuple[int, int, str]] = []
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                found.append((place, column, _iso(cell)))
                row[column] = None
    return found


def _iso(moment: date) -> str:
    return moment.replace(tzinfo=None).isoformat() if isinstance(moment, datetime) else str(moment)


def _line(line: dict[str, Any]) -> bytes:
    written = json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=str)
    return written.encode("utf-8", "replace") + b"\n"


def _where(error: BaseException) -> str:
    """Name kind and place of a fault without its text, which may quote a customer."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


if __name__ == "__main__":
    sys.exit(main())
