"""`loancrm export`: data out of the office, as files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.cli.session import Session
from loancrm_desktop.cli.usage import bad_choice
from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.exchange import export_consent, exporting
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_files import Format
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.texts import say, tr

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

_SECOND_PASSWORD = "LOANCRM_SECOND_PASSWORD"  # noqa: S105 - the variable's name, no password


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command(
        "export",
        help=tr(
            "Take data out of the office as files; it is logged. With --reason as in the window: "
            "from 50 records of people on a second person has to agree. Without a reason only "
            "the owner may, for what runs unattended."
        ),
    )(_export)


def _export(
    out: Annotated[Path, typer.Argument(metavar="OUT")],
    form: Annotated[
        str | None, typer.Option("--format", help=tr("xlsx, csv or json; else by the name."))
    ] = None,
    what: Annotated[str, typer.Option(help=tr("all, customers, deals, …"))] = "all",
    where: Annotated[
        str | None, typer.Option(metavar="COND", help=tr("A condition as JSON, or @FILE."))
    ] = None,
    reason: Annotated[
        str | None, typer.Option(help=tr("Why it leaves the office; stands in the history."))
    ] = None,
    second: Annotated[
        str | None,
        typer.Option(
            metavar="LOGIN",
            help=tr("Who agrees; the password is in the variable LOANCRM_SECOND_PASSWORD."),
        ),
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
            _consent(session, reason, second),
        )
    state.answer(
        made,
        tr(
            "{rows} rows are in {files}.",
            rows=sum(file.rows for file in made.files),
            files=", ".join(file.path for file in made.files),
        ),
    )


def _consent(session: Session, reason: str | None, second: str | None) -> Consent:
    """Answer who agrees to what: nobody is asked for what the owner has run by itself.

    Raises:
        Invalid: a reason or the second person's password is missing.
    """
    may = session.opened.actor.rights.allows
    if reason is None and second is None and (may("users.manage") or not may("office.export")):
        return Consent(unattended=True)
    if not (reason or "").strip():
        text = say("Say with --reason why this leaves the office; it stands in the history.")
        raise Invalid(text, [FieldProblem("reason", "required", text)])
    if second is None:
        return Consent(reason or "")
    password = os.environ.get(_SECOND_PASSWORD)
    if not password:
        raise Invalid(
            say(
                "The password of {login} is to stand in the variable {variable}.",
                login=second,
                variable=_SECOND_PASSWORD,
            )
        )
    return Consent(reason or "", export_consent.agree(session.office, second, password))
