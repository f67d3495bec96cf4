"""The process that opens foreign files, so that a hostile one can harm nothing else.

Run as `python -m loancrm_desktop.services.exchange.sheet_child`; a frozen program starts itself
with CHILD_FLAG as its first argument instead, and its entry point must call `main` on it before
anything else is imported.

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
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.file_kinds import kind_of
from loancrm_desktop.services.exchange.raw_tables import Cell, RawFile
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.table_shape import ShapedTable, shape

CHILD_FLAG = "--sheet-child"
_CELLS_IN_A_LINE = 20_000


def main() -> int:
    """Answer one request; the exit code is 0 when an answer was given at all."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = ReadingLimits(**request["limits"])
    gc.disable()  # nothing here lives in circles, and the collector would walk every cell
    _limit_this_process(limits)
    try:
        for line in _answer(Path(request["path"]), request["sheet"], limits):
            _send(line)
    except MemoryError:
        _send({"failed": "MemoryError"})
    except Exception as error:  # noqa: BLE001 - the edge of this process
        _send({"failed": _where(error)})
    sys.stdout.buffer.flush()
    return 0


def _answer(path: Path, sheet: str | None, limits: ReadingLimits) -> Iterator[dict[str, Any]]:
    try:
        raw = read_file(path, sheet, limits)
    except Invalid as problem:
        yield {"refused": {"msgid": problem.text.msgid, "values": dict(problem.text.values)}}
        return
    table = shape(raw.sheet)
    yield {"table": _outside(raw, table)}
    yield from _row_lines(table)
    yield {"done": True}


def read_file(path: Path, sheet: str | None, limits: ReadingLimits) -> RawFile:
    """Read a file of any kind that is understood.

    Raises:
        Invalid: with one sentence saying what is wrong with it.
    """
    kind = kind_of(path, limits)
    if kind in ("zip", "xls"):
        from loancrm_desktop.services.exchange.workbooks import read_workbook  # noqa: PLC0415, I001 - each reading pays for its own reader only

        return read_workbook(path, kind, sheet, limits)
    if kind == "html":
        from loancrm_desktop.services.exchange.html_tables import read_html_table  # noqa: PLC0415 - as above

        return read_html_table(path, limits)
    if kind in ("vcard", "ldif"):
        from loancrm_desktop.services.exchange import vcards  # noqa: PLC0415 - as above

        reader = vcards.read_vcards if kind == "vcard" else vcards.read_ldif
        return reader(path, limits)
    from loancrm_desktop.services.exchange import text_tables  # noqa: PLC0415 - as above

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


def _row_lines(table: ShapedTable) -> Iterator[dict[str, Any]]:
    step = max(1, _CELLS_IN_A_LINE // max(1, len(table.header)))
    for start in range(0, len(table.rows), step):
        rows = table.rows[start : start + step]
        yield {
            "numbers": table.numbers[start : start + step],
            "rows": rows,
            "dates": _take_out_dates(rows),
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


def _send(line: dict[str, Any]) -> None:
    packed = json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=str)
    sys.stdout.buffer.write(packed.encode("utf-8", "replace") + b"\n")


def _where(error: BaseException) -> str:
    """Name kind and place of a fault without its text, which may quote a customer."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


def _limit_this_process(limits: ReadingLimits) -> None:
    """Bound memory and processor time, and forbid writing files, where POSIX allows it.

    On Windows the parent has put this process into a job with the same bounds. macOS takes the
    memory bound without keeping it: there the parent watches.
    """
    sys.dont_write_bytecode = True
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    seconds = int(limits.seconds) + 1
    for kind, bound in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(kind, (bound, bound))
        except (ValueError, OSError):
            continue  # a stricter bound is in force already, or the system has none of this kind


if __name__ == "__main__":
    sys.exit(main())
