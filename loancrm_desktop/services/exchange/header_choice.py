"""Another row as the headings of a list, when a person sees it better than the program did."""

from __future__ import annotations

from dataclasses import replace

from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable, SkippedRow
from loancrm_desktop.services.exchange.table_shape import unique_names
from loancrm_desktop.services.forms.values.cells import cell_text

MOST_OFFERED = 6


def offered_rows(table: SheetTable) -> tuple[int, ...]:
    """Answer which rows may hold the headings: the one taken, and the first ones below it.

    The number 0 stands for a list without headings.
    """
    below = tuple(row.number for row in table.rows[:MOST_OFFERED])
    here = (table.header_row,) if table.header_row else ()
    return (*here, *below, 0)


def with_header_row(table: SheetTable, number: int) -> SheetTable:
    """Answer the same list with the headings in another row.

    Args:
        table: as it was read.
        number: a row of `offered_rows`; 0 for a list without headings, whose first row is data.
    """
    if number == table.header_row:
        return table
    if number == 0:
        first = SheetRow(table.header_row, table.header)
        names = unique_names([None] * len(table.header))
        return replace(table, header=names, header_row=0, rows=(first, *table.rows))
    place = next(at for at, row in enumerate(table.rows) if row.number == number)
    chosen = table.rows[place]
    cells = [cell_text(cell) or None for cell in chosen.cells]
    cells += [None] * (len(table.header) - len(cells))
    above = [SkippedRow(row.number, "banner") for row in table.rows[:place]]
    if table.header_row:
        above.insert(0, SkippedRow(table.header_row, "banner"))
    return replace(
        table,
        header=unique_names(cells),
        header_row=number,
        rows=tuple(table.rows[place + 1 :]),
        skipped=(*table.skipped, *above),
    )


def with_cell(table: SheetTable, number: int, place: int, text: str) -> SheetTable:
    """Answer the same list with one cell written anew; the file itself stays as it is."""

    def mended(row: SheetRow) -> SheetRow:
        cells = [*row.cells, *([None] * (place + 1 - len(row.cells)))]
        cells[place] = text
        return SheetRow(row.number, tuple(cells))

    rows = tuple(mended(row) if row.number == number else row for row in table.rows)
    return replace(table, rows=rows)
