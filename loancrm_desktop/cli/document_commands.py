"""`loancrm documents add | list | get | log`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loancrm_desktop.cli import shared_options, state
from loancrm_desktop.cli.usage import CommandGroup
from loancrm_desktop.display import office_time
from loancrm_desktop.services import document_files, documents
from loancrm_desktop.services.document_files import FileWish, Look
from loancrm_desktop.services.documents import DocumentQuery
from loancrm_desktop.texts import tr

_COLUMNS = ("id", "name", "kind", "customer_id", "size_bytes", "valid_until", "created_at")
_LOG = ("at", "user_id", "act", "purpose")

DocumentId = Annotated[int, typer.Argument(metavar="ID")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(
        cls=CommandGroup, help=tr("Documents of customers and deals."), no_args_is_help=True
    )
    group.command("add", help=tr("Keep a file, encrypted, with a customer or a deal."))(_add)
    group.command("list", help=tr("Documents of the customers you see, the newest first."))(_list)
    group.command("get", help=tr("Write a copy of a document; the look is logged."))(_get)
    group.command("log", help=tr("Who added, looked at or copied a document."))(_log)
    app.add_typer(group, name="documents")


def _add(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    kind: Annotated[str, typer.Option(help=tr("id_card, credit_report, bank_statement, …"))],
    customer: Annotated[int | None, typer.Option(help=tr("The customer's number."))] = None,
    deal: Annotated[int | None, typer.Option(help=tr("The deal's number."))] = None,
    valid_until: Annotated[
        str | None, typer.Option(metavar="DATE", help=tr("The last day it counts."))
    ] = None,
) -> None:
    if customer is None and deal is None:
        message = tr("Say whose it is: --customer ID or --deal ID.")
        raise typer.BadParameter(message)
    moment = shared_options.read_moment(valid_until)
    day = None if moment is None else office_time(moment).date()
    wish = FileWish(kind, customer, deal, day)
    with state.office() as session:
        added = document_files.add(session.office, session.opened.actor, file, wish)
    state.answer(added, tr("Document {id} is kept: {name}.", id=added.id, name=added.name))


def _list(
    customer: Annotated[int | None, typer.Option(help=tr("Of this customer."))] = None,
    kind: Annotated[str | None, typer.Option(help=tr("Of this kind."))] = None,
    search: Annotated[str, typer.Option(help=tr("A part of the name."))] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    after: Annotated[int | None, typer.Option(metavar="CURSOR")] = None,
) -> None:
    query = DocumentQuery(customer, kind, search, None, limit, after)
    with state.office() as session:
        rows = session.ask(documents.page, query)
        words = session.words("document")
    following = rows[-1].id if len(rows) == limit else None
    state.answer_rows(rows, _COLUMNS, words, {"next": following})


def _get(
    document_id: DocumentId,
    out: Annotated[Path, typer.Argument(metavar="OUT")],
    purpose: Annotated[
        str, typer.Option(help=tr("Why: verify_identity, bank_submission, contract, other, …"))
    ] = "other",
) -> None:
    look = Look(document_id, "copied", purpose)
    with state.office() as session:
        target = document_files.save_copy(session.office, session.opened.actor, look, out)
    state.answer(
        {"id": document_id, "out": str(target)},
        tr("A copy of document {id} is in {file}.", id=document_id, file=str(target)),
    )


def _log(document_id: DocumentId) -> None:
    with state.office() as session:
        rows = session.ask(documents.log, document_id)
        words = session.words("document")
    state.answer_rows(rows, _LOG, words)
