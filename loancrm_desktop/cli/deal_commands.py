"""`loancrm board`, `deals list | show | move | open | edit | forgotten`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from loancrm_desktop.cli import printing, state
from loancrm_desktop.cli.linked import numbered
from loancrm_desktop.cli.listing import Limit, Sort, Start, Where, list_query, rows_of
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.cli.words import card_values
from loancrm_desktop.services import deal_board, deals, next_steps
from loancrm_desktop.texts import current_language, tr

_COLUMNS = ("id", "ref", "customer_name", "stage", "requested_amount", "owner_name", "due_at")
_BOARD = ("key", "name", "count", "requested_amount", "overdue")
_FORGOTTEN = ("id", "ref", "customer_name", "stage", "since", "owner_name", "why")
_HISTORY = ("stage", "entered_at", "left_at", "entered_by_name", "reason")

DealId = Annotated[int, typer.Argument(metavar="ID")]
Revision = Annotated[int | None, typer.Option(help=tr("The revision you saw."))]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("Deals."), no_args_is_help=True)
    group.command("list", help=tr("Deals for which a condition holds."))(_list)
    group.command("show", help=tr("Everything about one deal."))(_show)
    group.command("move", help=tr("Move a deal to another stage."))(_move)
    group.command("open", help=tr("Open a deal for a customer."))(_open)
    group.command("edit", help=tr("Change a deal's fields."))(_edit)
    told = tr("Open deals with neither a next step nor an alert, the oldest first.")
    group.command("forgotten", help=told)(_forgotten)
    app.add_typer(group, name="deals")
    app.command("board", help=tr("Stages with count, amount and how many are overdue."))(_board)


def _board(
    process: Annotated[
        str | None, typer.Option(help=tr("The process's key; the default one without."))
    ] = None,
) -> None:
    with state.office() as session:
        found = session.ask(deal_board.board, process)
        words = session.words("deal")
    named: dict[str, Any] = printing.plain(found)
    for stage in named["stages"]:
        stage["name"] = stage[f"name_{current_language()}"]
    if state.options.json:
        printing.as_json(named)
    else:
        state.show_table([card_values(stage) for stage in named["stages"]], _BOARD, words)


def _list(where: Where = None, sort: Sort = None, limit: Limit = 50, after: Start = None) -> None:
    query = list_query(where, sort, limit, after)
    with state.office() as session:
        found = rows_of(session, deal_board.page, query)
        words = session.words("deal")
    rows = [card_values(printing.plain(card)) for card in found.rows]
    state.answer_rows(rows, _COLUMNS, words, {"total": found.total, "next": found.next})


def _why(key: str) -> str:
    return {
        "nobody": tr("Nobody works on it"),
        "handler_left": tr("Who worked on it has left"),
    }.get(key, tr("No to-do, no appointment, no time limit"))


def _forgotten(limit: Limit = 50) -> None:
    with state.office() as session:
        found = session.ask(next_steps.forgotten, limit)
        words = session.words("deal")
    rows: list[dict[str, Any]] = []
    for each in printing.plain(found):
        named = {"id": each.pop("deal_id"), **each}
        named["owner"], named["handler"] = named.pop("owner_id"), named.pop("handler_id")
        named["process"] = named.pop("process_id")
        if not state.options.json:
            named["why"] = _why(named["why"])
        rows.append(named)
    state.answer_rows(rows, _FORGOTTEN, words, {"total": len(rows), "next": None})


def _show(deal_id: DealId) -> None:
    with state.office() as session:
        sheet = session.ask(deals.show, deal_id)
        words = session.words("deal")
    shown: dict[str, Any] = printing.plain(sheet)
    card = card_values(shown.pop("card"))
    known = {"id": sheet.id, "revision": sheet.revision, "customer_name": card["customer_name"]}
    values = {**known, **shown.pop("values")}
    keyed: dict[str, Any] = words.keyed({**card, "deal": values, **shown})
    if state.options.json:
        printing.as_json(keyed)
        return
    printing.pairs(
        (words.heading(key), words.said(key, value))
        for key, value in keyed["deal"].items()
        if key not in {"revision", "process"} and f"{key}_name" not in keyed["deal"]
    )
    printing.sentence("\n" + tr("Stages"))
    state.show_table(keyed["stage_history"], _HISTORY, words)


def _move(
    deal_id: DealId,
    stage: Annotated[str, typer.Argument(metavar="STAGE")],
    reason: Annotated[str | None, typer.Option(help=tr("Why, where the way asks for it."))] = None,
    values: Annotated[
        str | None, typer.Option(help=tr("Fields to fill on the way, as JSON or @file."))
    ] = None,
    revision: Revision = None,
) -> None:
    sent = state.json_object(values) if values else None
    with state.office() as session:
        filled = numbered(session, "deal", sent) if sent else None
        moved = session.do(
            deals.move, deal_id, stage, expected_revision=revision, reason=reason, values=filled
        )
        words = session.words("deal")
    answer = {"id": moved.id, "from": moved.from_stage, "to": moved.to_stage}
    state.answer(
        {**answer, "deal": words.keyed(card_values(printing.plain(moved.card)))},
        tr(
            "Deal {id} moved from {start} to {end}.",
            id=moved.id,
            start=words.said("stage", moved.from_stage),
            end=words.said("stage", moved.to_stage),
        ),
    )


def _open(
    customer_id: Annotated[int, typer.Argument(metavar="CUSTOMER_ID")],
    values: Annotated[str, typer.Argument(metavar="JSON")] = "{}",
    process: Annotated[str | None, typer.Option(help=tr("The process's key."))] = None,
) -> None:
    sent = state.json_object(values)
    with state.office() as session:
        card = session.do(deals.open_deal, customer_id, numbered(session, "deal", sent), process)
        words = session.words()
    state.answer(
        words.keyed(card_values(printing.plain(card))), tr("Deal {ref} was opened.", ref=card.ref)
    )


def _edit(
    deal_id: DealId,
    values: Annotated[str, typer.Argument(metavar="JSON")],
    revision: Revision = None,
) -> None:
    sent = state.json_object(values)
    with state.office() as session:
        saved = session.do(deals.edit, deal_id, numbered(session, "deal", sent), revision)
    state.answer(saved, tr("Deal {id} was saved.", id=saved.id))
