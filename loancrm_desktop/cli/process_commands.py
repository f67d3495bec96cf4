"""`loancrm process list | export | check | import | limits`: processes as JSON, their clock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from loancrm_desktop.cli import printing, state
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.errors import FieldProblem, Invalid, Unavailable
from loancrm_desktop.services import own_folder
from loancrm_desktop.services.process import drawing, paths, publishing, timekeeping
from loancrm_desktop.services.process.checks import drawing_faults
from loancrm_desktop.services.process.faults import ProcessFault
from loancrm_desktop.services.process.reading import parsed
from loancrm_desktop.texts import say, tr

_COLUMNS = ("key", "name_zh", "name_en", "version", "running", "is_default")
_FIRED = ("deal", "node", "act", "due_at", "target", "done")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("Processes."), no_args_is_help=True)
    group.command("list", help=tr("The processes of the office."))(_list)
    group.command("export", help=tr("Print a process as JSON."))(_export)
    group.command("check", help=tr("Name everything that is wrong in a process file."))(_check)
    group.command("import", help=tr("Publish a process."))(_import)
    group.command("limits", help=tr("Do what time limits ask for by now."))(_limits)
    app.add_typer(group, name="process")


def _list() -> None:
    with state.office() as session:
        rows: list[dict[str, Any]] = []
        for path in session.ask(paths.all_paths):
            found = session.ask(drawing.drawn, path.key)
            rows.append(
                {
                    "key": path.key,
                    "name_zh": path.name_zh,
                    "name_en": path.name_en,
                    "version": found.published_version,
                    "running": found.running,
                    "is_default": path.is_default,
                    "stages": [stage.key for stage in path.stages],
                }
            )
        words = session.words()
    state.answer_rows(rows, _COLUMNS, words)


def _export(
    name: Annotated[str | None, typer.Argument(metavar="NAME")] = None,
    out: Annotated[Path | None, typer.Option(help=tr("The file to write."))] = None,
    version: Annotated[int | None, typer.Option(help=tr("A version; the newest without."))] = None,
) -> None:
    with state.office() as session:
        if out is not None:
            own_folder.refuse_inside(session.office.place.folder, out)
        found = session.ask(drawing.drawn, name)
        body = (
            found.published if version is None else session.ask(drawing.version, found.key, version)
        )
    if out is None:
        printing.as_json(body)
        return
    try:
        out.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise Unavailable(say("The file {file} cannot be written.", file=str(out))) from fault
    state.answer({"out": str(out)}, tr("The process is in {file}.", file=str(out)))


def _check(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    body = state.json_object(f"@{file}")
    faults = _faults(body)
    errors = [each for each in faults if each.level == "error"]
    if state.options.json:
        listed = [
            {
                "place": each.place,
                "node": each.node,
                "edge": each.edge,
                "level": each.level,
                "code": each.code,
                "message": each.text,
            }
            for each in faults
        ]
        state.answer({"ok": not errors, "problems": listed})
    if errors:
        problems = [FieldProblem(each.place, each.code, each.text) for each in errors]
        raise Invalid(errors[0].text, problems)
    if not state.options.json:
        for each in faults:
            printing.sentence(each.text.read())
        printing.sentence(tr("The process is in order."))


def _faults(body: dict[str, Any]) -> tuple[ProcessFault, ...]:
    """Answer what is wrong in a picture, and in the office where one is named."""
    if state.options.office is None:
        design, faults = parsed(body)
        return faults if design is None else drawing_faults(design)
    with state.office() as session:
        return session.ask(publishing.check, body)


def _import(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    body = state.json_object(f"@{file}")
    with state.office() as session:
        done = session.do(publishing.publish, str(body.get("key") or ""), body)
    state.answer(
        done,
        tr(
            "Version {version} of {process} is in force.",
            version=done.version,
            process=done.process,
        ),
    )


def _limits() -> None:
    fired: list[dict[str, Any]] = []
    with state.office() as session:
        more = True
        while more:
            run = session.do(timekeeping.run_limits)
            more = run.more and bool(run.fired)
            fired.extend(
                {
                    "deal": each.deal_id,
                    "node": each.node,
                    "act": each.act,
                    "due_at": each.due_at,
                    "target": each.target_id,
                    "done": each.done,
                }
                for each in run.fired
            )
        words = session.words()
    if state.options.json:
        state.answer({"fired": fired})
    else:
        state.show_table(printing.plain(fired), _FIRED, words)
