"""The rows an import left out, as a sheet with the reason, to be mended and imported again."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.services.exchange.import_plan import ImportReport
from loancrm_desktop.services.exchange.rejects import write_rejects
from loancrm_desktop.services.exchange.sheets import SheetTable


def save_rejects(path: Path, table: SheetTable, report: ImportReport) -> int:
    """Write the rejected rows with their reasons; answers how many.

    Raises:
        Unavailable: the file cannot be written.
    """
    reasons: dict[int, list[str]] = {}
    for problem in report.problems:
        if problem.rejects:
            said = f"{problem.column}: {problem.message}" if problem.column else problem.message
            reasons.setdefault(problem.row, []).append(said)
    rows = [row for row in table.rows if row.number in reasons]
    write_rejects(
        path,
        table.header,
        [row.cells for row in rows],
        ["; ".join(reasons[row.number]) for row in rows],
    )
    return len(rows)
