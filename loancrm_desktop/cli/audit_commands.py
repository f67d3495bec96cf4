"""`loancrm audit list | verify | undo`."""

from __future__ import annotations

from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.services import journal, undoing
from loancrm_desktop.texts import tr

_COLUMNS = ("seq", "at", "actor", "operation", "note", "undoes", "undone_by")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(
        cls=CommandGroup, help=tr("The history of every change."), no_args_is_help=True
    )
    group.command("list", help=tr("The newest entries, newest first."))(_list)
    group.command("verify", help=tr("Recompute the whole chain."))(_verify)
    group.command("undo", help=tr("Take an entry back."))(_undo)
    app.add_typer(group, name="audit")


def _list(
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    before: Annotated[
        int | None, typer.Option(metavar="SEQ", help=tr("Go on before this number."))
    ] = None,
) -> None:
    with state.office() as session:
        rows = session.ask(journal.latest, limit, before)
        words = session.words()
    state.answer_rows(rows, _COLUMNS, words)


def _verify() -> None:
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


def _undo(seq: Annotated[int, typer.Argument(metavar="SEQ")]) -> None:
    with state.office() as session:
        undone = session.do(undoing.undo, seq)
    state.answer(undone, tr("Entry {seq} was taken back.", seq=seq))
