"""`loancrm users list | add | disable`."""

from __future__ import annotations

import os
import secrets
from typing import Annotated

import typer

from loancrm_desktop.cli import ownership_commands, state
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.services import membership, people
from loancrm_desktop.texts import tr

_COLUMNS = ("id", "login", "name", "role", "team_name", "active")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("Who works here."), no_args_is_help=True)
    group.command("list", help=tr("Everybody, the active ones first."))(_list)
    group.command(
        "add",
        help=tr(
            "Add a person. The first password is taken from LOANCRM_NEW_PASSWORD, else one is made "
            "and printed."
        ),
    )(_add)
    group.command("disable", help=tr("Take a person's access away."))(_disable)
    ownership_commands.add_to_users(group)
    app.add_typer(group, name="users")


def _list() -> None:
    with state.office() as session:
        rows = session.ask(people.page)
        words = session.words("person")
    state.answer_rows(rows, _COLUMNS, words)


def _add(
    login: Annotated[str, typer.Argument(metavar="LOGIN")],
    role: Annotated[str, typer.Option(help=tr("owner, supervisor, broker, back_office, …"))],
    team: Annotated[
        str | None,
        typer.Option(help=tr("The team's name; a new team is made with its first person.")),
    ] = None,
    name: Annotated[str | None, typer.Option(help=tr("The name people read."))] = None,
) -> None:
    password = os.environ.get("LOANCRM_NEW_PASSWORD") or f"Start-{secrets.token_urlsafe(12)}"
    person = membership.NewPerson(login, name or login, role, team, password, make_team=True)
    with state.office() as session:
        user_id = membership.add(session.opened, person)
    state.answer(
        {"id": user_id, "login": login, "role": role, "team": team, "password": password},
        tr("{login} was added. First password: {password}", login=login, password=password),
    )


def _disable(login: Annotated[str, typer.Argument(metavar="LOGIN")]) -> None:
    with state.office() as session:
        user_id = membership.disable(session.opened, login)
    state.answer(
        {"id": user_id, "login": login}, tr("{login} has no access any more.", login=login)
    )
