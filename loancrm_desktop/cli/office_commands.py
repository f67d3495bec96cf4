"""`loancrm demo`, `office create | info | recover`, `check`, `bench`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.cli.session import clock_of, password_of
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import checking, document_files, office_facts, opening
from loancrm_desktop.texts import say, tr

_BAR_WIDTH = 40
_TELL_EVERY = 20


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("The office itself."), no_args_is_help=True)
    group.command("create", help=tr("Make a new empty office; prints the recovery key once."))(
        _create
    )
    group.command("info", help=tr("Version, schema, mode, size, counts, last backup, chain head."))(
        _info
    )
    group.command(
        "recover", help=tr("Set a new password with the recovery key in LOANCRM_RECOVERY_KEY.")
    )(_recover)
    app.add_typer(group, name="office")
    app.command("demo", help=tr("Make a complete demo office with believable data."))(demo)
    app.command("check", help=tr("Check pages, keys, documents, search words, kept columns."))(
        _check
    )
    app.command("bench", help=tr("Measure our services against hand-written SQL."))(_bench)


def _create(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    name: Annotated[str, typer.Option(help=tr("The office's name, as contracts print it."))],
    owner: Annotated[str, typer.Option(help=tr("The owner's login."))],
    shared: Annotated[
        bool, typer.Option("--shared", help=tr("Lies on a share that several desks open."))
    ] = False,
) -> None:
    password = password_of(state.options, tr("Password for {login}: ", login=owner))
    created = opening.create_office(
        folder,
        opening.NewOffice(name, owner, owner, password, "shared" if shared else "local"),
        clock=clock_of(state.options),
    )
    created.opened.office.close()
    state.answer(
        {"office": str(folder), "recovery_key": created.recovery_key},
        tr(
            "The office {name} is made. Recovery key, shown only this once: {key}",
            name=name,
            key=created.recovery_key,
        ),
    )


def _info() -> None:
    with state.office() as session:
        state.answer(session.ask(office_facts.info))


def _recover(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    who = state.options.login
    if not who:
        raise Invalid(say("Say who you are: --login NAME, or the variable LOANCRM_LOGIN."))
    key = os.environ.get("LOANCRM_RECOVERY_KEY")
    if not key:
        raise Invalid(say("Give the recovery key in the variable LOANCRM_RECOVERY_KEY."))
    password = password_of(state.options, tr("New password for {login}: ", login=who))
    opening.recover(folder, who, key, password)
    state.answer({"login": who}, tr("{login} has a new password.", login=who))


def demo(
    folder: Path,
    customers: Annotated[int, typer.Option(min=1, max=100_000)] = 300,
    months: Annotated[int, typer.Option(min=1, max=60)] = 12,
    seed: int = 7,
) -> None:
    """Make a complete demo office with believable data."""
    from loancrm_desktop.services import demo as demo_office

    plan = demo_office.DemoPlan(customers, months, seed)
    made = demo_office.make_demo(
        folder,
        plan,
        clock=clock_of(state.options),
        progress=_told if sys.stderr.isatty() else None,
    )
    state.answer(
        made,
        tr(
            "The demo office is in {folder}. Log in as {login} with {password}; the others are "
            "{logins}, with the same password.",
            folder=str(folder),
            login=made.users[0].login,
            password=made.users[0].password,
            logins=", ".join(user.login for user in made.users[1:]),
        ),
    )


def _told(done: int, total: int) -> None:
    if done == total:
        sys.stderr.write("\r" + " " * (_BAR_WIDTH + 8) + "\r")
    elif done % _TELL_EVERY == 0:
        filled = done * _BAR_WIDTH // total
        bar = "#" * filled + "." * (_BAR_WIDTH - filled)
        sys.stderr.write(f"\r[{bar}] {done * 100 // total:3d} %")
    sys.stderr.flush()


def _check() -> None:
    with state.office() as session:
        document_files.sweep(session.office, session.opened.actor)
        report = checking.check(session.office, session.opened.actor)
    state.answer(
        report,
        tr("Everything is in order.") if report.ok else "\n".join(report.problems),
    )
    if not report.ok:
        raise typer.Exit(1)


def _bench(
    customers: Annotated[int, typer.Option(min=100, max=1_000_000)] = 100_000,
    work: Annotated[Path | None, typer.Option(help=tr("Folder for the files of this run."))] = None,
    with_windows: Annotated[
        bool, typer.Option("--windows/--no-windows", help=tr("Measure the windows too."))
    ] = True,
) -> None:
    from loancrm_desktop.bench import run as bench_run

    figures = bench_run.run(customers, work, with_windows=with_windows)
    if state.options.json:
        state.answer(bench_run.as_json(figures))
    else:
        typer.echo(bench_run.as_table(figures))
