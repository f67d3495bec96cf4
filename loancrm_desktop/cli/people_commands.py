"""`loancrm users list | add | disable`."""

from __future__ import annotations

import os
import secrets
from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.services import membership, people
from loancrm_desktop.texts import tr

group = typer.Typer(help="Who works here.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(group, name="users")


@group.command("list")
def page() -> None:
    """Everybody, the active ones first."""
    with state.office() as session:
        rows = session.ask(people.page)
    state.answer_rows(rows, ("id", "login", "name", "role_key", "team_id", "active"))


@group.command("add")
def add(
    login: str,
    role: Annotated[str, typer.Option(help="owner, supervisor, broker, back_office, …")],
    team: Annotated[str | None, typer.Option(help="The team's name.")] = None,
    name: Annotated[str | None, typer.Option(help="The name people read.")] = None,
) -> None:
    """Add a person; the first password is LOANCRM_NEW_PASSWORD, else one is made and printed."""
    password = os.environ.get("LOANCRM_NEW_PASSWORD") or f"Start-{secrets.token_urlsafe(12)}"
    person = membership.NewPerson(login, name or login, role, team, password)
    with state.office() as session:
        user_id = membership.add(session.opened, person)
    state.answer(
        {"id": user_id, "login": login, "password": password},
        tr("{login} was added. First password: {password}", login=login, password=password),
    )


@group.command("disable")
def disable(login: str) -> None:
    """Take a person's access away."""
    with state.office() as session:
        user_id = membership.disable(session.opened, login)
    state.answer(
        {"id": user_id, "login": login}, tr("{login} has no access any more.", login=login)
    )
