"""Takes data out of the office into files, and writes into the history that it left."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.exchange import export_files, export_tables
from loancrm_desktop.services.exchange.export_files import Exported, Format
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.office import Office
from loancrm_desktop.texts import say

FORMATS: tuple[Format, ...] = ("xlsx", "csv", "json")


def export(office: Office, actor: Actor, out: Path, form: Format, wish: ExportWish) -> Exported:
    """Write what the actor's role shows of a wish; nothing stays where it could not be noted.

    Raises:
        Invalid: there is no such table, its condition does not hold, or the place lies within the
            office's own folder.
        Refused: the actor may not take data out.
        Unavailable: the place does not take the files.
    """
    _refuse_own_folder(office.place.folder, out)
    tables = office.ask(actor, export_tables.tables, wish)
    made = export_files.write(out, form, tables, office.place.name)
    rows = sum(file.rows for file in made.files)
    names = [Path(file.path).name for file in made.files]
    try:
        office.do(actor, export_tables.note, names, rows, made.sha256)
    except Problem:
        for file in made.files:
            Path(file.path).unlink(missing_ok=True)
        raise
    return made


def _refuse_own_folder(folder: Path, out: Path) -> None:
    """Let no export take the place of the database or the keys."""
    if folder.resolve() in (out.resolve(), *out.resolve().parents):
        raise Invalid(
            say(
                "{name} lies within the office folder, where the office keeps its own files. "
                "Choose another place.",
                name=out.name,
            )
        )
