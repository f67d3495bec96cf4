"""Takes data out of the office into files, and writes into the history that it left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loancrm_desktop.services import own_folder
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.exchange import export_files, export_tables, seen_rows
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_files import Exported, Format
from loancrm_desktop.services.exchange.export_tables import ExportTable, ExportWish, TakenOut
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.seen_rows import SeenList
from loancrm_desktop.services.office import Office

FORMATS: tuple[Format, ...] = ("xlsx", "csv", "json")


@dataclass(frozen=True, slots=True)
class Target:
    """Where it goes: a file, for CSV of several tables a folder."""

    out: Path
    form: Format


def export(
    office: Office,
    actor: Actor,
    target: Target,
    wish: ExportWish | SeenList,
    consent: Consent,
    progress: Progress | None = None,
) -> Exported:
    """Write what the actor's role shows of a wish; nothing is there before it is noted.

    A file that lies there already is replaced only then, so that it is never lost.

    Raises:
        Invalid: there is no such table, its condition does not hold, no reason was given, or the
            place lies within the office's own folder.
        Refused: the actor may not take data out, somebody else has to agree, or it was cancelled.
        Unavailable: the place does not take the files.
    """
    out, form = target.out, target.form
    own_folder.refuse_inside(office.place.folder, out)
    meter = progress or Progress()
    if isinstance(wish, SeenList):
        tables = office.ask(actor, seen_rows.seen, wish, meter)
    else:
        tables = office.ask(actor, export_tables.tables, wish, meter)
    personal = _people_in(tables)
    unfinished = export_files.prepare(out, form, tables, office.place.name)
    made = unfinished.exported
    rows = sum(file.rows for file in made.files)
    names = [Path(file.path).name for file in made.files]
    try:
        export_tables.refuse_cancelled(meter)
        taken = TakenOut(names, rows, personal, made.sha256)
        office.do(actor, export_tables.note, taken, consent)
        unfinished.place()
    finally:
        unfinished.drop()
    return made


def _people_in(tables: Sequence[ExportTable]) -> int:
    """Count whose records these are: the customers, else the rows of what is taken out alone."""
    counts = {table.name: len(table.rows) for table in tables if table.personal}
    return counts.get(seen_rows.KIND, sum(counts.values()))
