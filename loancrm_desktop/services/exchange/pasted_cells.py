"""Cells copied in Excel or WPS and pasted here: the same list a file would give, without a file."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.raw_tables import RawFile
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS, ReadingLimits
from loancrm_desktop.services.exchange.sheets import FileTables, SheetOutline, SheetRow, SheetTable
from loancrm_desktop.services.exchange.table_shape import shape
from loancrm_desktop.services.exchange.text_tables import table_of_text
from loancrm_desktop.texts import say

MOST_LETTERS = 20_000_000


def read_pasted(text: str, name: str, *, limits: ReadingLimits = DEFAULT_LIMITS) -> FileTables:
    """Read cells from the clipboard's text: tabs between cells, lines between rows.

    Args:
        text: as a spreadsheet program puts it on the clipboard; it is nowhere written to disk.
        name: what the list is called in the history.
        limits: as for a file.

    Raises:
        Invalid: it holds no list, or is too long.

    Runs: outside lane.
    """
    if len(text) > MOST_LETTERS:
        raise Invalid(
            say("So much text cannot be pasted. Save the list as a file and import that.")
        )
    if not text.strip():
        raise Invalid(say("There are no cells on the clipboard. Copy the list in Excel first."))
    raw: RawFile = table_of_text(text.encode("utf-8", "replace"), name, limits)
    shaped = shape(raw.sheet)
    rows = tuple(
        SheetRow(number, tuple(row))
        for number, row in zip(shaped.numbers, shaped.rows, strict=True)
    )
    if not rows:
        raise Invalid(
            say("What was pasted holds no list. Copy the headings and the rows below them.")
        )
    table = SheetTable(name, shaped.header, shaped.header_row, rows)
    outline = SheetOutline(name, len(rows), len(shaped.header), hidden=False)
    return FileTables(Path(name), "clipboard", None, (outline,), table)
