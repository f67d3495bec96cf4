"""`loancrm rules list | export | import | run | dry-run`: what happens by itself."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from loancrm_desktop.cli import printing, state
from loancrm_desktop.cli.session import Session
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.errors import FieldProblem, Invalid, Unavailable
from loancrm_desktop.services import rule_papers
from loancrm_desktop.services.rules import clock, drawing, shipping, trying
from loancrm_desktop.services.rules.clock import RunResult
from loancrm_desktop.texts import current_language, say, tr

_COLUMNS = ("key", "title", "is_on", "version", "fired", "failed", "summary")
_FIRED = ("rule", "entity", "id", "actions", "due_at")
_TRIED = ("at", "id", "name")
_MOST_PASSES = 1000


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("Rules."), no_args_is_help=True)
    group.command("list", help=tr("The rules of the office, as sentences."))(_list)
    group.command("export", help=tr("Print rules as JSON."))(_export)
    group.command("import", help=tr("Take over rules from a file."))(_import)
    group.command("run", help=tr("Fire every rule that time has made due."))(_run)
    group.command("dry-run", help=tr("Say what a rule would have done."))(_dry_run)
    app.add_typer(group, name="rules")


def _list() -> None:
    with state.office() as session:
        rows = session.ask(drawing.list_rules, current_language())
        words = session.words()
    keyed: list[dict[str, Any]] = words.keyed(list(rows))
    state.answer_rows(keyed, _COLUMNS, words)


def _export(
    keys: Annotated[list[str] | None, typer.Argument(metavar="[RULE]…")] = None,
) -> None:
    with state.office() as session:
        bodies = session.ask(drawing.export, keys or None)
    printing.as_json({"rules": bodies})


def _import(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    bodies = _bodies(file)
    with state.office() as session:
        keys = session.do(shipping.take_over, bodies)
    state.answer({"saved": keys}, tr("{count} rules were saved.", count=len(keys)))


def _bodies(file: Path) -> list[dict[str, Any]]:
    try:
        loaded: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise Unavailable(
            say("The file {file} cannot be read.", file=file.name), "unreadable"
        ) from fault
    except ValueError as fault:
        text = say("The file {file} is not JSON.", file=file.name)
        raise Invalid(text, [FieldProblem("FILE", "json", text)]) from fault
    if isinstance(loaded, dict):
        whole = cast("dict[str, Any]", loaded)
        loaded = whole.get("rules", [whole])
    if not isinstance(loaded, list):
        text = say("The file {file} holds no rules.", file=file.name)
        raise Invalid(text, [FieldProblem("FILE", "form", text)])
    return [each for each in cast("list[Any]", loaded) if isinstance(each, dict)]


def _run() -> None:
    with state.office() as session:
        passes = _passes(session.do)
        rule_papers.make_due(session.office, session.opened.actor)
        words = session.words()
    rows = [
        {
            "rule": each.rule,
            "entity": each.kind,
            "id": each.id,
            "actions": list(each.actions),
            "due_at": each.due_at,
        }
        for result in passes
        for each in result.fired
    ]
    retried = sum(result.retried for result in passes)
    keyed: list[dict[str, Any]] = words.keyed(rows)
    if state.options.json:
        printing.as_json({"fired": keyed, "retried": retried})
    else:
        state.show_table(keyed, _FIRED, words)


def _passes(do: Any) -> list[RunResult]:
    found: list[RunResult] = []
    for _ in range(_MOST_PASSES):
        found.append(do(clock.run))
        if not found[-1].more:
            break
    return found


def _dry_run(
    rule: Annotated[str, typer.Argument(metavar="RULE")],
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=tr("From this day on."))
    ] = None,
) -> None:
    with state.office() as session:
        found = session.ask(drawing.export, [rule])
        if not found:
            text = say("There is no rule named {key}.", key=rule)
            raise Invalid(text, [FieldProblem("RULE", "unknown", text)])
        trial = session.ask(trying.dry_run, found[0], _days(since, _today(session)))
        words = session.words()
    if state.options.json:
        printing.as_json(words.keyed([trial])[0])
        return
    printing.sentence(
        tr(
            "It would have fired {fired} times for {records} records and told {people} people.",
            fired=trial.fired,
            records=trial.records,
            people=trial.people,
        )
    )
    keyed: list[dict[str, Any]] = words.keyed(list(trial.rows))
    state.show_table([{**row, "id": row["record_id"]} for row in keyed], _TRIED, words)


def _today(session: Session) -> date:
    office = session.office
    return office.clock().astimezone(office.place.zone).date()


def _days(since: datetime | None, today: date) -> int:
    return 30 if since is None else max(1, (today - since.date()).days)
