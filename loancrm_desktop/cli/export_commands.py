"""`loancrm export`: data out of the office, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.cli.usage import bad_choice
from loancrm_desktop.services.exchange import exporting
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_files import Format
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.texts import tr

_PLURALS = {
    "customers": "customer",
    "deals": "deal",
    "follow-ups": "follow_up",
    "follow_ups": "follow_up",
    "tasks": "task",
    "documents": "document",
    "users": "person",
    "people": "person",
    "teams": "team",
    "channels": "channel",
    "history": "stage_visit",
}


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("export", help=tr("Take data out of the office as files; it is logged."))(_export)


def _export(
    out: Annotated[Path, typer.Argument(metavar="OUT")],
    form: Annotated[
        str | None, typer.Option("--format", help=tr("xlsx, csv or json; else by the name."))
    ] = None,
    what: Annotated[str, typer.Option(help=tr("all, customers, deals, …"))] = "all",
    where: Annotated[
        str | None, typer.Option(metavar="COND", help=tr("A condition as JSON, or @FILE."))
    ] = None,
) -> None:
    chosen = form or out.suffix.lstrip(".").lower() or "xlsx"
    known: dict[str, Format] = {each: each for each in exporting.FORMATS}
    if chosen not in known:
        raise bad_choice("--format", chosen, exporting.FORMATS)
    wish = ExportWish(
        _PLURALS.get(what, what),
        "values" if chosen == "json" else "words",
        None if where is None else state.json_object(where),
    )
    with state.office() as session:
        made = exporting.export(
            session.office,
            session.opened.actor,
            Target(out, known[chosen]),
            wish,
            Consent(unattended=True),
        )
    state.answer(
        made,
        tr(
            "{rows} rows are in {files}.",
            rows=sum(file.rows for file in made.files),
            files=", ".join(file.path for file in made.files),
        ),
    )
