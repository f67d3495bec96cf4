"""`loancrm tasks`, `tasks add`, `tasks done`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from loancrm_desktop.cli import shared_options, state
from loancrm_desktop.cli.ownership_commands import person_number
from loancrm_desktop.cli.usage import CommandGroup, bad_choice
from loancrm_desktop.services import task_plans, tasks
from loancrm_desktop.services.task_plans import TaskWish
from loancrm_desktop.texts import tr

_COLUMNS = ("id", "title", "customer_name", "assignee_name", "due_at", "overdue")


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(
        cls=CommandGroup,
        help=tr("To-dos; without a command, lists them."),
        invoke_without_command=True,
    )
    group.callback()(_list)
    group.command("list", help=tr("List tasks."))(_listed)
    group.command("add", help=tr("Add a task."))(_add)
    group.command("done", help=tr("Finish a task."))(_done)
    app.add_typer(group, name="tasks")


def _list(
    context: typer.Context,
    mine: Annotated[bool, typer.Option("--mine", help=tr("Only my own."))] = False,
    due: Annotated[str, typer.Option(help=tr("today, overdue or all."))] = "all",
) -> None:
    if context.invoked_subcommand is None:
        _listed(mine, due)


def _listed(
    mine: Annotated[bool, typer.Option("--mine", help=tr("Only my own."))] = False,
    due: Annotated[str, typer.Option(help=tr("today, overdue or all."))] = "all",
) -> None:
    wanted = _due(due)
    with state.office() as session:
        rows = session.ask(tasks.page, mine=mine, due=wanted)
        words = session.words()
    state.answer_rows(rows, _COLUMNS, words)


def _due(text: str) -> Literal["today", "overdue", "all"]:
    match text:
        case "today" | "overdue" | "all":
            return text
        case _:
            raise bad_choice("--due", text, ("today", "overdue", "all"))


def _add(
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    customer: Annotated[int | None, typer.Option(help=tr("About this customer."))] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help=tr("Until when."))] = None,
    to: Annotated[
        str | None, typer.Option(metavar="LOGIN", help=tr("For this person (login)."))
    ] = None,
    priority: Annotated[int, typer.Option(help=tr("How important: 0, 1 or 2."))] = 0,
) -> None:
    due_at = shared_options.read_moment(due)
    with state.office() as session:
        assignee_id = person_number(session, to, "--to") if to else None
        wish = TaskWish(title, customer, None, assignee_id, due_at, priority)
        number = session.do(task_plans.make, wish)
    state.answer({"id": number}, tr("Task {id} is added.", id=number))


def _done(
    task_id: Annotated[int, typer.Argument(metavar="ID")],
    outcome: Annotated[str | None, typer.Option(help=tr("What came of it."))] = None,
) -> None:
    with state.office() as session:
        saved = session.do(tasks.done, task_id, outcome)
    state.answer(saved, tr("Task {id} is done.", id=saved.id))
