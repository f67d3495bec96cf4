"""Takes a table over as customers: map, dry run, write as one change set that can be undone."""

from __future__ import annotations

from dataclasses import replace

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.people import Channel
from loancrm_desktop.services import access, customers, deals
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.completing import complete
from loancrm_desktop.services.exchange import bulk_rows, mapping, row_sorting
from loancrm_desktop.services.exchange.import_plan import ImportPlan, ImportReport, Progress
from loancrm_desktop.services.exchange.row_sorting import SortedRows
from loancrm_desktop.services.exchange.row_values import RowValues, joined_remark
from loancrm_desktop.services.exchange.sheets import SheetTable, collector_paused
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import put_values, value_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

SAMPLE_ROWS = 200
_JOINED = frozenset({"phone", "phone2", "remark"})


@reader("importing.guess")
def guess(work: Work, table: SheetTable) -> tuple[mapping.ColumnGuess, ...]:
    """Guess which column is which field, from headings and contents.

    Columns of fields that the actor's role may not write are left out.
    """
    catalog = catalog_of(work)
    samples = [row.cells for row in table.rows[:SAMPLE_ROWS]]
    guesses = mapping.guess_mapping(
        table.header,
        samples,
        catalog.kind("customer").fields,
        catalog.kind("deal").fields,
    )
    shut = say("Your role may not write this field; the column is left out.")
    return tuple(
        each
        if each.field is None or row_sorting.may_write(work, each.field)
        else replace(each, field=None, part=None, confidence=0.0, why=shut)
        for each in guesses
    )


@reader("importing.dry_run")
def dry_run(
    work: Work, table: SheetTable, plan: ImportPlan, progress: Progress | None = None
) -> ImportReport:
    """Say what an import would do, without writing.

    Raises:
        Refused: the actor may not import, or not into a field of the plan, or it was cancelled.
        Invalid: no column is mapped to a name or a phone.
    """
    access.require(work, "customers.import")
    with collector_paused():
        return report_of(table, plan, row_sorting.sort(work, table, plan, progress or Progress()))


@operation("importing.run")
def run(
    work: Work, table: SheetTable, plan: ImportPlan, progress: Progress | None = None
) -> ImportReport:
    """Write a table's rows as customers and deals, in one change set.

    Raises:
        Refused: the actor may not import, or not into a field of the plan, or it was cancelled;
            nothing was written.
        Invalid: no column is mapped to a name or a phone.
    """
    access.require(work, "customers.import")
    tracker = progress or Progress()
    with collector_paused():
        found = row_sorting.sort(work, table, plan, tracker)
        _make_channels(work, found)
        for customer_id, row in found.updated:
            _update(work, customer_id, row, fill_only=row.row in found.fill_only)
        bulk_rows.write(work, found.created, tracker)
    work.note = table.name
    return report_of(table, plan, found)


def _make_channels(work: Work, found: SortedRows) -> None:
    """Make the channels the table names that the office does not have yet."""
    rows = [*found.created, *(row for _, row in found.updated)]
    wanted = dict.fromkeys(row.channel for row in rows if row.channel)
    made: dict[str, int] = {}
    for name in wanted:
        channel = Channel(
            key=f"own_{name}"[:64],
            name=name,
            position=1000,
            created_at=work.now,
            updated_at=work.now,
        )
        work.session.add(channel)
        work.session.flush()
        made[name] = channel.id
    for row in rows:
        if row.channel:
            row.customer.setdefault("channel", made[row.channel])


def _update(work: Work, customer_id: int, row: RowValues, *, fill_only: bool) -> None:
    """Write a row's filled values into a known customer, and open a deal where none was yet."""
    customer = work.session.get(Customer, customer_id)
    if customer is None:
        return
    fields = catalog_of(work).kind("customer").fields
    fresh = {key: value for key, value in row.customer.items() if value not in (None, "", [])}
    if fill_only:
        fresh = {
            key: value
            for key, value in fresh.items()
            if key in _JOINED or value_of(customer, "customer", fields[key]) in (None, "", [], ())
        }
    there = {"phone": customer.phone, "phone2": customer.phone2}
    remark = joined_remark(customer.remark, fresh.get("remark"))
    row_sorting.put_phones(fresh, row_sorting.phones_of(there, fresh), remark)
    if "owner" in fresh and "team" not in fresh:
        fresh["team"] = customers.team_of(work, fresh["owner"])
    owner_before = customer.owner_id
    fresh = complete(work, "customer", fresh, row=customer, check=False)
    put_values(customer, "customer", fields, fresh)
    if customer.owner_id != owner_before:
        deals.follow_owner(work, customer, owner_before)
    if customer.deal_id is None and bulk_rows.wants_deal(row):
        deals.open_for(work, customer, row.deal)


def report_of(table: SheetTable, plan: ImportPlan, found: SortedRows) -> ImportReport:
    """Count what becomes of a table's rows."""
    return ImportReport(
        rows=len(table.rows),
        created=len(found.created),
        updated=len(found.updated) + found.merged,
        skipped=found.skipped,
        rejected=found.rejected,
        duplicates=len(found.known),
        mapping={column.column: column.field for column in plan.columns},
        problems=tuple(found.problems),
    )
