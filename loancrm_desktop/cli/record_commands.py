"""`loancrm records types | make | list | show | add | edit | remove | restore`: the office's own records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from loancrm_desktop.cli import printing, state
from loancrm_desktop.cli.linked import numbered
from loancrm_desktop.cli.listing import Limit, Sort, Where, list_query
from loancrm_desktop.cli.session import Session
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.cli.words import Words
from loancrm_desktop.services import own_record_list, own_records, record_types
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.forms.records import OWN_KIND, is_own
from loancrm_desktop.services.record_types import TypeWish
from loancrm_desktop.texts import current_language, tr

Kind = Annotated[
    str, typer.Argument(metavar="KIND", help=tr("The key of a record type: house or x_house."))
]
RecordId = Annotated[int, typer.Argument(metavar="ID")]
RecordIds = Annotated[list[int], typer.Argument(metavar="ID…")]
Values = Annotated[str, typer.Argument(metavar="JSON")]
_SIDES = ("customer_name", "deal_ref")


@dataclass(frozen=True, slots=True)
class _Type:
    """A record type on a line of its own."""

    kind: str
    title: str
    records: int | None


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(
        cls=CommandGroup, help=tr("Records of the office's own types."), no_args_is_help=True
    )
    group.command("types", help=tr("The record types, with how many records each has."))(_types)
    group.command("make", help=tr("Make a record type; its form is drawn or imported."))(_make)
    group.command("list", help=tr("Records for which a condition holds."))(_list)
    group.command("show", help=tr("Everything about one record."))(_show)
    group.command("add", help=tr("Add a record; keys of its form, inline or @file."))(_add)
    group.command("edit", help=tr("Change a record's fields."))(_edit)
    group.command("remove", help=tr("Put records into the trash."))(_remove)
    group.command("restore", help=tr("Take records out of the trash."))(_restore)
    app.add_typer(group, name="records")


def kind_of(written: str) -> str:
    """Answer a kind as the office keeps it, however it was written."""
    return written if is_own(written) else f"{OWN_KIND}{written}"


def _types() -> None:
    with state.office() as session:
        found = session.ask(record_types.page, counted=True)
    rows = [_Type(row.kind, row.title(current_language()), row.records) for row in found]
    state.answer_rows(rows, ("kind", "title", "records"), Words())


def _make(
    key: Annotated[str, typer.Argument(metavar="KEY", help=tr("Small letters, like car."))],
    title_zh: Annotated[str, typer.Argument(metavar="CHINESE", help=tr("The title in Chinese."))],
    title_en: Annotated[
        str, typer.Argument(metavar="ENGLISH", help=tr("The title in English."))
    ] = "",
    links: Annotated[
        str, typer.Option(help=tr("What its records belong to: customer, deal, both or neither."))
    ] = "customer",
) -> None:
    parts = tuple(each.strip() for each in links.split(",") if each.strip())
    wish = TypeWish(title_zh, title_en, links=parts)
    with state.office() as session:
        kind = session.do(record_types.add, key, wish)
    state.answer({"kind": kind}, tr("The record type {kind} was made.", kind=kind))


def _list(
    kind: Kind,
    where: Where = None,
    sort: Sort = None,
    limit: Limit = 50,
    skip: Annotated[int, typer.Option(min=0, help=tr("How many rows to pass over."))] = 0,
) -> None:
    own = kind_of(kind)
    query = list_query(where, sort, limit, None, skip)
    with state.office() as session:
        columns = _columns(session, own)
        found = session.ask(own_record_list.table, own, query, columns, "role")
        words = session.words(own)
    rows = [_flat(row) for row in printing.plain(found.rows)]
    shown = ("id", "name", *columns[:5], "customer_name")
    state.answer_rows(rows, shown, words, {"total": found.total})


def _columns(session: Session, kind: str) -> tuple[str, ...]:
    keys = [spec.key for spec in session.ask(catalog.fields, kind)]
    return tuple(key for key in keys if key not in ("name", "customer", "deal", "owner"))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    more: dict[str, Any] = row.pop("more")
    return {**row, **{key: value for key, value in more.items() if key not in row}}


def _show(kind: Kind, record_id: RecordId) -> None:
    own = kind_of(kind)
    with state.office() as session:
        sheet = session.ask(own_records.show, own, record_id)
        words = session.words(own)
    told = {"id": sheet.id, "kind": sheet.kind, "revision": sheet.revision, **sheet.values}
    told |= {key: getattr(sheet, key) for key in _SIDES}
    keyed: dict[str, Any] = words.keyed(told)
    if state.options.json:
        printing.as_json(keyed)
        return
    printing.pairs(
        (words.heading(key), words.said(key, value))
        for key, value in keyed.items()
        if value not in (None, "", [])
    )


def _add(kind: Kind, values: Values) -> None:
    sent, own = state.json_object(values), kind_of(kind)
    with state.office() as session:
        saved = session.do(own_records.add, own, numbered(session, own, sent))
    state.answer({"id": saved.id}, tr("Record number {id} was added.", id=saved.id))


def _edit(
    kind: Kind,
    record_id: RecordId,
    values: Values,
    revision: Annotated[int | None, typer.Option(help=tr("The revision you saw."))] = None,
) -> None:
    sent, own = state.json_object(values), kind_of(kind)
    with state.office() as session:
        numbers = numbered(session, own, sent)
        saved = session.do(own_records.edit, own, record_id, numbers, revision)
    state.answer(saved, tr("Record number {id} was saved.", id=saved.id))


def _remove(kind: Kind, record_ids: RecordIds) -> None:
    with state.office() as session:
        done = session.do(own_records.remove, kind_of(kind), record_ids)
    state.answer(done, tr("{count} records are in the trash.", count=len(done.done)))


def _restore(kind: Kind, record_ids: RecordIds) -> None:
    with state.office() as session:
        done = session.do(own_records.restore, kind_of(kind), record_ids)
    state.answer(done, tr("{count} records are out of the trash.", count=len(done.done)))
