"""The rows an import left out, as a sheet with the reason, to be mended and imported again."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.services import own_folder
from loancrm_desktop.services.exchange.import_plan import ImportReport
from loancrm_desktop.services.exchange.rejects import write_rejects
from loancrm_desktop.services.exchange.sheets import SheetTable
from loancrm_desktop.services.office import Office


def save_rejects(path: Path, table: SheetTable, report: ImportReport, office: Office) -> int:
    """Write the rejected rows with their reasons; answers how many.

    Args:
        path: where the sheet goes.
        table: what was imported.
        report: what the import said of it.
        office: whose own folder takes no such file.

    Raises:
        Invalid: the place lies within the office's own folder.
        Unavailable: the file cannot be written.
    """
    own_folder.refuse_inside(office.place.folder, path)
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
