"""Takes data out of the office into files, and writes into the history that it left."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.services import own_folder
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.exchange import export_files, export_tables
from loancrm_desktop.services.exchange.export_files import Exported, Format
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.office import Office

FORMATS: tuple[Format, ...] = ("xlsx", "csv", "json")


def export(office: Office, actor: Actor, out: Path, form: Format, wish: ExportWish) -> Exported:
    """Write what the actor's role shows of a wish; nothing is there before it is noted.

    A file that lies there already is replaced only then, so that it is never lost.

    Raises:
        Invalid: there is no such table, its condition does not hold, or the place lies within the
            office's own folder.
        Refused: the actor may not take data out.
        Unavailable: the place does not take the files.
    """
    own_folder.refuse_inside(office.place.folder, out)
    tables = office.ask(actor, export_tables.tables, wish)
    unfinished = export_files.prepare(out, form, tables, office.place.name)
    made = unfinished.exported
    rows = sum(file.rows for file in made.files)
    names = [Path(file.path).name for file in made.files]
    try:
        office.do(actor, export_tables.note, names, rows, made.sha256)
        unfinished.place()
    finally:
        unfinished.drop()
    return made
