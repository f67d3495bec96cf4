"""`loancrm import customers | history | follow-ups | records | all`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from loancrm_desktop.cli import progress_bar, state
from loancrm_desktop.cli.record_commands import kind_of
from loancrm_desktop.cli.session import Session
from loancrm_desktop.cli.usage import CommandGroup, bad_choice
from loancrm_desktop.errors import Invalid, Unavailable
from loancrm_desktop.services.exchange import (
    contact_lists,
    history,
    importing,
    map_files,
    record_lists,
    sheets,
    whole_file,
    whole_import,
)
from loancrm_desktop.services.exchange.contact_lists import ContactPlan
from loancrm_desktop.services.exchange.import_plan import (
    ImportPlan,
    ImportReport,
    OnDuplicate,
    Progress,
)
from loancrm_desktop.services.exchange.reject_file import save_rejects
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.texts import tr


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group = typer.Typer(cls=CommandGroup, help=tr("Take data over."), no_args_is_help=True)
    group.command(
        "customers",
        help=tr(
            "Take customers over from a spreadsheet, CSV or address book; without --map the "
            "columns are guessed."
        ),
    )(_customers)
    group.command(
        "history",
        help=tr(
            "Take an event log over (case, activity, time, handler, amount): deals with every "
            "stay in every stage; without --map the columns are guessed."
        ),
    )(_history)
    group.command(
        "follow-ups",
        help=tr(
            "Take a list of follow-ups over (customer, time, author, method, text), each with its "
            "original author and time; without --map the columns are guessed."
        ),
    )(_follow_ups)
    group.command(
        "records",
        help=tr(
            "Take a list over into a record type of the office's own; each column by its heading."
        ),
    )(_records)
    group.command(
        "all",
        help=tr(
            "Take a whole export (JSON, XLSX or a folder of CSV) into an office that has none of it, without loss."
        ),
    )(_everything)
    app.add_typer(group, name="import")


def _everything(file: Annotated[Path, typer.Argument(metavar="FILE|FOLDER")]) -> None:
    with state.office() as session:
        progress = Progress()
        with progress_bar.shown(progress, file.name):
            report = session.do(whole_import.run, whole_file.read_whole(file), progress)
    state.answer(
        report,
        tr(
            "{customers} customers, {deals} deals and {follow_ups} follow-ups were taken in; "
            "{documents} documents have no file in an export.",
            customers=report.created.get("customer", 0),
            deals=report.created.get("deal", 0),
            follow_ups=report.created.get("follow_up", 0),
            documents=report.documents,
        ),
    )


def _customers(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    sheet: Annotated[str | None, typer.Option(help=tr("The sheet's name."))] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.json", help=tr("JSON: column to field."))
    ] = None,
    duplicates: Annotated[str, typer.Option(help=tr("skip, update or keep."))] = "skip",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=tr("Write nothing."))] = False,
    rejects: Annotated[
        Path | None, typer.Option(metavar="OUT.xlsx", help=tr("A sheet of the rows left out."))
    ] = None,
) -> None:
    chosen = _choice(duplicates)
    with state.office() as session:
        progress = Progress()
        with progress_bar.shown(progress, file.name):
            table = sheets.read_table(file, sheet).chosen
            plan = _plan(session, table, map_file, chosen)
            if rejects is not None:
                _save_rejects(rejects, session, table, plan)
            if dry_run:
                report = session.ask(importing.dry_run, table, plan, progress)
            else:
                report = session.do(importing.run, table, plan, progress)
    state.answer(report, _sentence(report, dry_run=dry_run))


def _history(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    sheet: Annotated[str | None, typer.Option(help=tr("The sheet's name."))] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.json", help=tr("JSON: column to part."))
    ] = None,
) -> None:
    wanted = None if map_file is None else map_files.read_map(map_file)
    with state.office() as session:
        progress = Progress()
        with progress_bar.shown(progress, file.name):
            table = sheets.read_table(file, sheet, limits=history.LIMITS).chosen
            plan = history.HistoryPlan(file.name, wanted)
            report = session.do(history.run, table, plan, progress)
    state.answer(
        report,
        tr(
            "{created} deals with {stays} stays in stages were made of {cases} cases; "
            "{rejected} were left out.",
            created=report.created,
            stays=report.stays,
            cases=report.cases,
            rejected=report.rejected,
        ),
    )


def _follow_ups(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    sheet: Annotated[str | None, typer.Option(help=tr("The sheet's name."))] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.json", help=tr("JSON: column to part."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=tr("Write nothing."))] = False,
) -> None:
    plan = ContactPlan(None if map_file is None else map_files.read_map(map_file))
    with state.office() as session:
        progress = Progress()
        with progress_bar.shown(progress, file.name):
            table = sheets.read_table(file, sheet, limits=history.LIMITS).chosen
            if dry_run:
                report = session.ask(contact_lists.preview, table, plan)
            else:
                report = session.do(contact_lists.run, table, plan, progress)
    rows, created, rejected = report.rows, report.created, report.rejected
    state.answer(
        report,
        tr(
            "Of {rows} rows, {created} would be taken over, {rejected} left out.",
            rows=rows,
            created=created,
            rejected=rejected,
        )
        if dry_run
        else tr(
            "Of {rows} rows, {created} were taken over, {rejected} left out.",
            rows=rows,
            created=created,
            rejected=rejected,
        ),
    )


def _records(
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    sheet: Annotated[str | None, typer.Option(help=tr("The sheet's name."))] = None,
) -> None:
    with state.office() as session:
        progress = Progress()
        with progress_bar.shown(progress, file.name):
            table = sheets.read_table(file, sheet).chosen
            report = session.do(record_lists.run, kind_of(kind), table, progress)
    state.answer(
        report,
        tr(
            "Of {rows} rows, {created} became records, {rejected} were left out.",
            rows=report.rows,
            created=report.created,
            rejected=report.rejected,
        ),
    )


def _save_rejects(
    rejects: Path, session: Session, table: sheets.SheetTable, plan: ImportPlan
) -> None:
    """Save what will be left out first: a sheet that cannot be written must stop the import."""
    report = session.ask(importing.dry_run, table, plan)
    try:
        save_rejects(rejects, table, report, session.office)
    except Unavailable as fault:
        # The office is open and well: it is the line that names a place which does not take it.
        raise Invalid(fault.text) from fault


def _plan(
    session: Session, table: sheets.SheetTable, map_file: Path | None, chosen: OnDuplicate
) -> ImportPlan:
    if map_file is None:
        return ImportPlan(session.ask(importing.guess, table), chosen)
    wanted = map_files.read_map(map_file)
    fields = {spec.key: spec for spec in session.ask(catalog.fields, "customer")}
    deal_fields = {spec.key: spec for spec in session.ask(catalog.fields, "deal")}
    columns = map_files.apply_map(wanted, table.header, fields, deal_fields)
    values = map_files.value_maps(wanted, columns, fields, deal_fields)
    return ImportPlan(columns, chosen, values, number_unnamed=True)


def _choice(duplicates: str) -> OnDuplicate:
    match duplicates:
        case "skip" | "update" | "keep":
            return duplicates
        case _:
            raise bad_choice("--duplicates", duplicates, ("skip", "update", "keep"))


def _sentence(report: ImportReport, *, dry_run: bool) -> str:
    if dry_run:
        return tr(
            "Of {rows} rows, {created} would be new, {updated} updated, {skipped} skipped as "
            "duplicates, {rejected} left out.",
            rows=report.rows,
            created=report.created,
            updated=report.updated,
            skipped=report.skipped,
            rejected=report.rejected,
        )
    return tr(
        "Of {rows} rows, {created} are new, {updated} updated, {skipped} skipped as duplicates, "
        "{rejected} left out.",
        rows=report.rows,
        created=report.created,
        updated=report.updated,
        skipped=report.skipped,
        rejected=report.rejected,
    )
