"""`loancrm tasks`, `tasks done`, `process export | check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import tasks
from loancrm_desktop.services.process import design, paths
from loancrm_desktop.texts import say, tr

group = typer.Typer(help="To-dos; without a command, lists them.", invoke_without_command=True)
processes = typer.Typer(help="Processes.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(group, name="tasks")
    app.add_typer(processes, name="process")


@group.callback()
def page(
    context: typer.Context,
    mine: Annotated[bool, typer.Option("--mine", help="Only my own.")] = False,
    due: Annotated[str, typer.Option(help="today, overdue or all.")] = "all",
) -> None:
    """To-dos; without a command, lists them."""
    if context.invoked_subcommand is not None:
        return
    with state.office() as session:
        rows = session.ask(tasks.page, mine=mine, due=_due(due))
    state.answer_rows(rows, ("id", "title", "customer_name", "due_at", "overdue"))


def _due(text: str) -> Literal["today", "overdue", "all"]:
    match text:
        case "today" | "overdue" | "all":
            return text
        case _:
            raise typer.BadParameter(tr("Choose today, overdue or all."))


@group.command("done")
def done(
    task_id: Annotated[int, typer.Argument(metavar="ID")],
    outcome: Annotated[str | None, typer.Option(help="What came of it.")] = None,
) -> None:
    """Finish a to-do."""
    with state.office() as session:
        saved = session.do(tasks.done, task_id, outcome)
    state.answer(saved, tr("Task {id} is done.", id=saved.id))


@processes.command("export")
def export(name: Annotated[str | None, typer.Argument()] = None) -> None:
    """Print a process as JSON."""
    with state.office() as session:
        body: dict[str, Any] = session.ask(paths.drawn, name)
    typer.echo(json.dumps(body, ensure_ascii=False, indent=2))


@processes.command("check")
def check(file: Path) -> None:
    """Name everything that is wrong in a process file."""
    body = state.json_object(f"@{file}")
    problems = design.faults(body)
    listed = [{"place": each.field, "code": each.code, "message": each.text} for each in problems]
    if state.options.json:
        state.answer({"ok": not problems, "problems": listed})
    if problems:
        raise Invalid(problems[0].text, [FieldProblem(p.field, p.code, p.text) for p in problems])
    if not state.options.json:
        state.answer({}, say("The process is in order.").read())
