"""`loancrm customers list | show | add | edit | merge`, `search`, `follow-up`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from loancrm_desktop.cli import ownership_commands, printing, state
from loancrm_desktop.cli.linked import numbered
from loancrm_desktop.cli.listing import Limit, Sort, Start, Where, list_query, rows_of
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.cli.words import Words, card_values
from loancrm_desktop.display import OFFICE_ZONE
from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import (
    customer_list,
    customer_sheet,
    customers,
    follow_ups,
    merging,
    search,
)
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import Text, say, tr

_COLUMNS = ("id", "name", "phone", "status", "deal_stage", "deal_amount", "last_contact_at")
_PARTS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("deals", say("Deals"), ("id", "ref", "stage", "requested_amount", "due_at")),
    ("follow_ups", say("Follow-ups"), ("at", "method", "text", "next_at", "author_name")),
    ("tasks", say("Tasks"), ("id", "title", "due_at", "assignee_name")),
    ("documents", say("Documents"), ("id", "name", "kind")),
    ("stage_history", say("Stages"), ("deal", "stage", "entered_at", "left_at", "reason")),
)

CustomerId = Annotated[int, typer.Argument(metavar="ID")]
Values = Annotated[str, typer.Argument(metavar="JSON")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("Customers."), no_args_is_help=True)
    group.command("list", help=tr("Customers for which a condition holds."))(_list)
    group.command("show", help=tr("Everything about one customer."))(_show)
    group.command("add", help=tr("Add a customer; keys of the catalogue, inline or @file."))(_add)
    group.command("edit", help=tr("Change a customer's fields."))(_edit)
    group.command("merge", help=tr("Put one customer into another; everything moves along."))(
        _merge
    )
    ownership_commands.add_to_customers(group)
    app.add_typer(group, name="customers")
    app.command(
        "search", help=tr("Find by name, pinyin, initials, phone, ID tail, company or tag.")
    )(_search)
    app.command("follow-up", help=tr("Log a follow-up."))(_follow_up)


def _list(where: Where = None, sort: Sort = None, limit: Limit = 50, after: Start = None) -> None:
    query = list_query(where, sort, limit, after)
    with state.office() as session:
        found = rows_of(session, customer_list.page, query)
        words = session.words("customer")
    state.answer_rows(found.rows, _COLUMNS, words, {"total": found.total, "next": found.next})


def _show(customer_id: CustomerId) -> None:
    with state.office() as session:
        sheet = session.ask(customer_sheet.show, customer_id)
        words = session.words("follow_up", "deal", "customer")
    shown: dict[str, Any] = printing.plain(sheet)
    known = {"id": shown["id"], "revision": shown["revision"]}
    shown["deals"] = [card_values(card) for card in shown["deals"]]
    customer = {**known, **shown.pop("values")}
    keyed: dict[str, Any] = words.keyed({**known, "customer": customer, **shown})
    if state.options.json:
        printing.as_json(keyed)
    else:
        _print_sheet(keyed, words)


def _print_sheet(sheet: dict[str, Any], words: Words) -> None:
    values: dict[str, Any] = sheet["customer"]
    printing.pairs(
        (words.heading(key), words.said(key, value))
        for key, value in values.items()
        if key != "revision" and f"{key}_name" not in values
    )
    for part, title, columns in _PARTS:
        if sheet[part]:
            printing.sentence(f"\n{title.read()}")
            state.show_table(sheet[part], columns, words)


def _add(
    values: Values,
    keep_duplicate: Annotated[
        bool, typer.Option("--keep-duplicate", help=tr("Add even if phone or ID is known."))
    ] = False,
) -> None:
    sent = state.json_object(values)
    with state.office() as session:
        numbers = numbered(session, "customer", sent)
        added = session.do(customers.add, numbers, "allow" if keep_duplicate else "refuse")
    state.answer(
        {"id": added.id, "deal": added.deal_id},
        tr("Customer number {id} was added.", id=added.id),
    )


def _edit(
    customer_id: CustomerId,
    values: Values,
    revision: Annotated[int | None, typer.Option(help=tr("The revision you saw."))] = None,
) -> None:
    sent = state.json_object(values)
    with state.office() as session:
        numbers = numbered(session, "customer", sent)
        saved = session.do(customers.edit, customer_id, numbers, revision)
    state.answer(saved, tr("Customer number {id} was saved.", id=saved.id))


def _merge(customer_id: CustomerId, into: Annotated[int, typer.Argument(metavar="INTO")]) -> None:
    with state.office() as session:
        saved = session.do(merging.merge, customer_id, into)
    state.answer(saved, tr("Customer number {id} now holds both.", id=saved.id))


def _search(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
) -> None:
    with state.office() as session:
        hits = session.ask(search.find, text, limit)
    state.answer_rows(hits, ("kind", "id", "title", "match"), Words())


def _follow_up(
    customer_id: Annotated[int, typer.Argument(metavar="CUSTOMER_ID")],
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    method: Annotated[str, typer.Option(help=tr("phone, wechat, visit, …"))] = "phone",
    next_at: Annotated[
        str | None, typer.Option("--next", metavar="DATE", help=tr("When to call again."))
    ] = None,
) -> None:
    moment = _moment(next_at) if next_at else None
    with state.office() as session:
        logged = session.do(follow_ups.log, customer_id, text, method=method, next_at=moment)
    state.answer(logged, tr("The follow-up was written down."))


def _moment(text: str) -> datetime | None:
    spec = FieldSpec(key="next", type=FieldType.DATETIME, label_zh="下次跟进", label_en="Next")
    try:
        moment = field_types.parse(text, spec, OFFICE_ZONE)
    except FieldFault as fault:
        raise Invalid(fault.text, [FieldProblem("--next", fault.code, fault.text)]) from fault
    return moment if isinstance(moment, datetime) else None
