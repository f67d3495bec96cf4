"""`loancrm customers list | show | add | edit | merge`, `search`, `follow-up`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from loancrm_desktop.cli import state
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
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.texts import tr

group = typer.Typer(help="Customers.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(group, name="customers")
    app.command("search")(find)
    app.command("follow-up")(follow_up)


def list_query(where: str | None, sort: str | None, limit: int, after: str | None) -> ListQuery:
    """Make a list's query from the options of the line."""
    return ListQuery(
        where=state.json_object(where) if where else None,
        sort=tuple(part.strip() for part in sort.split(",") if part.strip()) if sort else (),
        limit=limit,
        after=after,
    )


@group.command("list")
def page(
    where: Annotated[str | None, typer.Option(help="A condition as JSON or @file.")] = None,
    sort: Annotated[str | None, typer.Option(help="FIELD,-FIELD")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    after: Annotated[str | None, typer.Option(help="`next` of the page before.")] = None,
) -> None:
    """Customers for which a condition holds."""
    with state.office() as session:
        found = session.ask(customer_list.page, list_query(where, sort, limit, after))
    state.answer_rows(
        found.rows,
        ("id", "name", "phone", "status", "deal_stage", "deal_amount", "last_contact_at"),
        {"total": found.total, "next": found.next},
    )


@group.command("show")
def show(customer_id: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Everything about one customer."""
    with state.office() as session:
        sheet = session.ask(customer_sheet.show, customer_id)
    state.answer(sheet)


@group.command("add")
def add(
    values: Annotated[str, typer.Argument(metavar="JSON")],
    keep_duplicate: Annotated[
        bool, typer.Option("--keep-duplicate", help="Add even if phone or ID is known.")
    ] = False,
) -> None:
    """Add a customer; keys of the catalogue, inline or @file."""
    with state.office() as session:
        added = session.do(
            customers.add, state.json_object(values), "allow" if keep_duplicate else "refuse"
        )
    state.answer(added, tr("Customer number {id} was added.", id=added.id))


@group.command("edit")
def edit(
    customer_id: Annotated[int, typer.Argument(metavar="ID")],
    values: Annotated[str, typer.Argument(metavar="JSON")],
    revision: Annotated[int | None, typer.Option(help="The revision you saw.")] = None,
) -> None:
    """Change a customer's fields."""
    with state.office() as session:
        saved = session.do(customers.edit, customer_id, state.json_object(values), revision)
    state.answer(saved, tr("Customer number {id} was saved.", id=saved.id))


@group.command("merge")
def merge(
    customer_id: Annotated[int, typer.Argument(metavar="ID")],
    into: Annotated[int, typer.Argument(metavar="INTO")],
) -> None:
    """Put one customer into another; everything moves along."""
    with state.office() as session:
        saved = session.do(merging.merge, customer_id, into)
    state.answer(saved, tr("Customer number {id} now holds both.", id=saved.id))


def find(text: str, limit: Annotated[int, typer.Option(min=1, max=200)] = 20) -> None:
    """Find by name, pinyin, initials, phone, ID tail, company or tag."""
    with state.office() as session:
        hits = session.ask(search.find, text, limit)
    state.answer_rows(hits, ("kind", "id", "title", "match"))


def follow_up(
    customer_id: int,
    text: str,
    method: Annotated[str, typer.Option(help="phone, wechat, visit, …")] = "phone",
    next_at: Annotated[str | None, typer.Option("--next", help="When to call again.")] = None,
) -> None:
    """Write down a contact."""
    spec = FieldSpec(key="next", type=FieldType.DATETIME, label_zh="下次跟进", label_en="Next")
    try:
        moment = field_types.parse(next_at, spec, OFFICE_ZONE) if next_at else None
    except FieldFault as fault:
        raise Invalid(fault.text, [FieldProblem("next", fault.code, fault.text)]) from fault
    with state.office() as session:
        logged = session.do(
            follow_ups.log, customer_id, text, method=method, next_at=_as_time(moment)
        )
    state.answer(logged, tr("The follow-up was written down."))


def _as_time(moment: object) -> datetime | None:
    return moment if isinstance(moment, datetime) else None
