"""`loancrm import customers`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.cli.session import Session
from loancrm_desktop.services.exchange import importing, map_files, sheets
from loancrm_desktop.services.exchange.import_plan import (
    ImportPlan,
    ImportReport,
    OnDuplicate,
    Progress,
)
from loancrm_desktop.services.exchange.reject_file import save_rejects
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.texts import tr

group = typer.Typer(help="Take data over from files.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(group, name="import")


@group.callback()
def _group() -> None:
    """Take data over from files."""


@group.command("customers")
def customers(
    file: Path,
    sheet: Annotated[str | None, typer.Option(help="The sheet's name.")] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="JSON: {column: field}.")] = None,
    duplicates: Annotated[str, typer.Option(help="skip, update or keep.")] = "skip",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="XLSX of the rows left out.")] = None,
) -> None:
    """Take customers over from a spreadsheet, CSV or address book."""
    with state.office() as session:
        table = sheets.read_table(file, sheet, progress=_told).chosen
        plan = _plan(session, table, map_file, duplicates)
        if dry_run:
            report = session.ask(importing.dry_run, table, plan)
        else:
            report = session.do(importing.run, table, plan, Progress())
    if rejects is not None:
        save_rejects(rejects, table, report)
    state.answer(report, _sentence(report, dry_run=dry_run))


def _plan(
    session: Session, table: sheets.SheetTable, map_file: Path | None, duplicates: str
) -> ImportPlan:
    chosen = _choice(duplicates)
    if map_file is None:
        return ImportPlan(session.ask(importing.guess, table), chosen)
    wanted = map_files.read_map(map_file)
    fields = {spec.key: spec for spec in session.ask(catalog.fields, "customer")}
    deal_fields = {spec.key: spec for spec in session.ask(catalog.fields, "deal")}
    columns = map_files.apply_map(wanted, table.header, fields, deal_fields)
    return ImportPlan(columns, chosen, number_unnamed=True)


def _choice(duplicates: str) -> OnDuplicate:
    match duplicates:
        case "skip" | "update" | "keep":
            return duplicates
        case _:
            raise typer.BadParameter(tr("Choose skip, update or keep."))


def _told(rows: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r" + tr("{rows} rows read", rows=rows))
        sys.stderr.flush()


def _sentence(report: ImportReport, *, dry_run: bool) -> str:
    values = {
        "rows": report.rows,
        "created": report.created,
        "updated": report.updated,
        "skipped": report.skipped,
        "rejected": report.rejected,
    }
    if dry_run:
        return tr(
            "Of {rows} rows, {created} would be new, {updated} updated, {skipped} skipped as "
            "duplicates, {rejected} left out.",
            **values,
        )
    return tr(
        "Of {rows} rows, {created} are new, {updated} updated, {skipped} skipped as duplicates, "
        "{rejected} left out.",
        **values,
    )
