"""`loancrm forms export | check | import`: the office's forms as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.errors import Invalid, Unavailable
from loancrm_desktop.services import own_folder
from loancrm_desktop.services.forms import drawing, effects, publishing
from loancrm_desktop.texts import say, tr


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(help=tr("Forms as JSON: export, check, import."), no_args_is_help=True)
    group.command("export", help=tr("Write the form in force as JSON."))(_export)
    group.command("check", help=tr("Say what publishing a form would do, or what is wrong in it."))(
        _check
    )
    group.command("import", help=tr("Publish a form."))(_import)
    app.add_typer(group, name="forms")


def _export(
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    out: Annotated[Path | None, typer.Argument(metavar="OUT.json")] = None,
) -> None:
    with state.office() as session:
        if out is not None:
            own_folder.refuse_inside(session.office.place.folder, out)
        body = session.ask(drawing.drawn, kind).published
    if out is None:
        state.answer(body, json.dumps(body, ensure_ascii=False, indent=1))
        return
    try:
        out.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise Unavailable(say("The file {file} cannot be written.", file=str(out))) from fault
    state.answer({"out": str(out)}, tr("The form is in {file}.", file=str(out)))


def _check(file: Annotated[Path, typer.Argument(metavar="FILE.json")]) -> None:
    body = state.json_object(f"@{file}")
    with state.office() as session:
        found = session.ask(effects.effects, str(body.get("kind")), body)
    state.answer(found, None if found != effects.FormEffects() else tr("Nothing would change."))
    if found.problems:
        first = found.problems[0]
        raise Invalid(
            say("The form does not hold at {place}: {why}", place=first.place, why=first.text)
        )


def _import(file: Annotated[Path, typer.Argument(metavar="FILE.json")]) -> None:
    body = state.json_object(f"@{file}")
    with state.office() as session:
        done = session.do(publishing.publish, str(body.get("kind")), body)
    state.answer(done, tr("Version {version} of the form is in force.", version=done.version))
