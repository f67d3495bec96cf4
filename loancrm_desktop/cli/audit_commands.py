"""`loancrm audit list | verify | undo`."""

from __future__ import annotations

from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.services import journal, undoing
from loancrm_desktop.texts import tr

group = typer.Typer(help="The history of every change.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(group, name="audit")


@group.command("list")
def page(
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    before: Annotated[int | None, typer.Option(help="Go on before this number.")] = None,
) -> None:
    """The newest entries, newest first."""
    with state.office() as session:
        rows = session.ask(journal.latest, limit, before)
    state.answer_rows(rows, ("seq", "at", "actor", "operation", "note", "undoes", "undone_by"))


@group.command("verify")
def verify() -> None:
    """Recompute the whole chain."""
    with state.office() as session:
        verdict = session.ask(journal.verify)
    said = (
        tr("All {n} entries hold.", n=verdict.events)
        if verdict.intact
        else tr("The chain is broken at entry {seq}.", seq=verdict.first_bad)
    )
    state.answer(verdict, said)
    if not verdict.intact:
        raise typer.Exit(1)


@group.command("undo")
def undo(seq: int) -> None:
    """Take an entry back."""
    with state.office() as session:
        undone = session.do(undoing.undo, seq)
    state.answer(undone, tr("Entry {seq} was taken back.", seq=seq))
