"""`loancrm board`, `deals list | show | move | open`."""

from __future__ import annotations

from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.cli.customer_commands import list_query
from loancrm_desktop.services import deal_board, deals
from loancrm_desktop.texts import tr

group = typer.Typer(help="Deals.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(group, name="deals")
    app.command("board")(board)


def board(
    process: Annotated[
        str | None, typer.Option(help="The process; the default one without.")
    ] = None,
) -> None:
    """Stages with count, amount and how many are overdue."""
    with state.office() as session:
        found = session.ask(deal_board.board, process)
    if state.options.json:
        state.answer(found)
    else:
        state.answer_rows(found.stages, ("key", "name_zh", "count", "amount", "overdue"))


@group.command("list")
def page(
    where: Annotated[str | None, typer.Option(help="A condition as JSON or @file.")] = None,
    sort: Annotated[str | None, typer.Option(help="FIELD,-FIELD")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    after: Annotated[str | None, typer.Option(help="`next` of the page before.")] = None,
) -> None:
    """Deals for which a condition holds."""
    with state.office() as session:
        found = session.ask(deal_board.page, list_query(where, sort, limit, after))
    state.answer_rows(
        found.rows,
        ("id", "ref", "customer_name", "stage", "amount", "owner_id", "due_at"),
        {"total": found.total, "next": found.next},
    )


@group.command("show")
def show(deal_id: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Everything about one deal."""
    with state.office() as session:
        sheet = session.ask(deals.show, deal_id)
    state.answer(sheet)


@group.command("move")
def move(
    deal_id: Annotated[int, typer.Argument(metavar="ID")],
    stage: str,
    reason: Annotated[str | None, typer.Option(help="Why, where the way asks for it.")] = None,
    values: Annotated[
        str | None, typer.Option(help="Fields to fill on the way, as JSON or @file.")
    ] = None,
) -> None:
    """Move a deal to another stage."""
    sent = state.json_object(values) if values else None
    with state.office() as session:
        moved = session.do(deals.move, deal_id, stage, reason=reason, values=sent)
    state.answer(
        {"id": moved.id, "from": moved.from_stage, "to": moved.to_stage, "card": moved.card},
        tr(
            "Deal {id} moved from {start} to {end}.", id=moved.id, start=moved.from_stage, end=stage
        ),
    )


@group.command("open")
def open_deal(
    customer_id: Annotated[int, typer.Argument(metavar="CUSTOMER_ID")],
    values: Annotated[str, typer.Argument(metavar="JSON")] = "{}",
    process: Annotated[str | None, typer.Option(help="The process.")] = None,
) -> None:
    """Open a deal for a customer."""
    with state.office() as session:
        card = session.do(deals.open_deal, customer_id, state.json_object(values), process)
    state.answer(card, tr("Deal {ref} was opened.", ref=card.ref))


@group.command("edit")
def edit(
    deal_id: Annotated[int, typer.Argument(metavar="ID")],
    values: Annotated[str, typer.Argument(metavar="JSON")],
    revision: Annotated[int | None, typer.Option(help="The revision you saw.")] = None,
) -> None:
    """Change a deal's fields."""
    with state.office() as session:
        saved = session.do(deals.edit, deal_id, state.json_object(values), revision)
    state.answer(saved, tr("Deal {id} was saved.", id=saved.id))
