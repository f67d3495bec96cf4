"""Takes a table over as customers: map, dry run, write as one change set that can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.people import Channel, Team, User
from loancrm_desktop.services import access, customers, deals
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.exchange import bulk_rows, mapping
from loancrm_desktop.services.exchange.import_plan import (
    ImportPlan,
    ImportReport,
    Progress,
    RowProblem,
)
from loancrm_desktop.services.exchange.known_people import Known, KnownPeople
from loancrm_desktop.services.exchange.row_values import Names, RowReader, RowValues, joined_remark
from loancrm_desktop.services.exchange.sheets import SheetTable, collector_paused
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import put_values
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

SAMPLE_ROWS = 200
PROGRESS_EVERY = 500


@dataclass(slots=True)
class _Sorted:
    """Rows sorted by what becomes of them."""

    created: list[RowValues] = field(default_factory=list[RowValues])
    updated: list[tuple[int, RowValues]] = field(default_factory=list[tuple[int, RowValues]])
    merged: int = 0
    skipped: int = 0
    rejected: int = 0
    duplicates: int = 0
    problems: list[RowProblem] = field(default_factory=list[RowProblem])


@reader("importing.guess")
def guess(work: Work, table: SheetTable) -> tuple[mapping.ColumnGuess, ...]:
    """Guess which column is which field, from headings and contents."""
    catalog = catalog_of(work)
    samples = [row.cells for row in table.rows[:SAMPLE_ROWS]]
    return mapping.guess_mapping(
        table.header,
        samples,
        catalog.kind("customer").fields,
        catalog.kind("deal").fields,
    )


@reader("importing.dry_run")
def dry_run(
    work: Work, table: SheetTable, plan: ImportPlan, progress: Progress | None = None
) -> ImportReport:
    """Say what an import would do, without writing.

    Raises:
        Refused: the actor may not import, or it was cancelled.
        Invalid: no column is mapped to a name or a phone.
    """
    access.require(work, "customers.import")
    with collector_paused():
        return _report(table, plan, _sort(work, table, plan, progress or Progress()))


@operation("importing.run")
def run(
    work: Work, table: SheetTable, plan: ImportPlan, progress: Progress | None = None
) -> ImportReport:
    """Write a table's rows as customers and deals, in one change set.

    Raises:
        Refused: the actor may not import, or it was cancelled; nothing was written.
        Invalid: no column is mapped to a name or a phone.
    """
    access.require(work, "customers.import")
    tracker = progress or Progress()
    with collector_paused():
        found = _sort(work, table, plan, tracker)
        _make_channels(work, found)
        for customer_id, row in found.updated:
            _update(work, customer_id, row)
        bulk_rows.write(work, found.created, tracker)
    work.note = table.name
    return _report(table, plan, found)


def _sort(work: Work, table: SheetTable, plan: ImportPlan, progress: Progress) -> _Sorted:
    _require_names(plan)
    catalog = catalog_of(work)
    rows = RowReader(
        plan,
        catalog.kind("customer").fields,
        catalog.kind("deal").fields,
        _names(work),
        work.place.zone,
    )
    known = KnownPeople(work)
    found = _Sorted()
    progress.total = len(table.rows)
    for row in _tracked(table, progress):
        _place(rows.read(row), plan, known, found)
    return found


def _tracked(table: SheetTable, progress: Progress) -> Iterator[Any]:
    for index, row in enumerate(table.rows):
        if index % PROGRESS_EVERY == 0:
            progress.done = index
            if progress.cancelled:
                raise Refused(say("The import was cancelled. Nothing was changed."))
        yield row
    progress.done = len(table.rows)


def _place(values: RowValues, plan: ImportPlan, known: KnownPeople, found: _Sorted) -> None:
    found.problems.extend(values.problems)
    if values.rejected:
        found.rejected += 1
        return
    twin = known.find(values.customer)
    if twin is None:
        known.add(values.customer, len(found.created))
        found.created.append(values)
        return
    found.duplicates += 1
    if plan.duplicates == "keep":
        found.created.append(values)
    elif plan.duplicates == "skip":
        found.skipped += 1
        found.problems.append(_duplicate(values, twin))
    else:
        _merge(values, twin, known, found)


def _merge(values: RowValues, twin: Known, known: KnownPeople, found: _Sorted) -> None:
    if twin.index is not None:
        _merge_rows(found.created[twin.index], values)
        known.add(values.customer, twin.index)
        found.merged += 1
    elif twin.mine and twin.customer_id is not None:
        found.updated.append((twin.customer_id, values))
    else:
        found.rejected += 1
        text = say("This customer is known already and belongs to somebody else.")
        found.problems.append(RowProblem(values.row, "", "others_customer", text.read()))


def _merge_rows(earlier: RowValues, later: RowValues) -> None:
    """Let a later row of the file say more about the same person; no number and no word is lost."""
    remark = joined_remark(earlier.customer.get("remark"), later.customer.get("remark"))
    phones = _phones_of(earlier.customer, later.customer)
    earlier.customer.update(later.customer)
    earlier.deal.update(later.deal)
    earlier.channel = later.channel or earlier.channel
    if later.channel:
        earlier.customer.pop("channel", None)
    _put_phones(earlier.customer, phones, remark)


def _phones_of(there: Mapping[str, Any], fresh: Mapping[str, Any]) -> list[str]:
    """Answer every number of a person: the one known as the first stays the first."""
    numbers = [there.get("phone"), there.get("phone2"), fresh.get("phone"), fresh.get("phone2")]
    return list(dict.fromkeys(number for number in numbers if number))


def _put_phones(customer: dict[str, Any], numbers: list[str], remark: str) -> None:
    """Put two numbers into their fields, and what is more into the remark."""
    customer.update(zip(("phone", "phone2"), numbers, strict=False))
    remark = joined_remark(remark, *numbers[2:])
    if remark:
        customer["remark"] = remark


def _duplicate(values: RowValues, twin: Known) -> RowProblem:
    if twin.index is not None:
        text = say("The same phone or ID number stands in an earlier row of this file.")
    elif twin.mine:
        text = say("Customer number {id} has the same phone or ID number.", id=twin.customer_id)
    else:
        text = say("This customer is known already and belongs to somebody else.")
    return RowProblem(values.row, "", "duplicate", text.read(), rejects=False)


def _require_names(plan: ImportPlan) -> None:
    mapped = {column.field for column in plan.columns}
    if plan.number_unnamed and mapped != {None}:
        return
    if not mapped & {"name", "phone", "phone2"}:
        raise Invalid(
            say(
                "No column of this table looks like a name or a phone number. Say which column "
                "is which field, or choose another sheet."
            )
        )


def _names(work: Work) -> Names:
    found: dict[tuple[str, str], int] = {}
    for kind, chosen in (
        ("channel", select(Channel.id, Channel.name).where(Channel.deleted_at.is_(None))),
        ("channel", select(Channel.id, Channel.key).where(Channel.deleted_at.is_(None))),
        ("team", select(Team.id, Team.name).where(Team.deleted_at.is_(None))),
        ("person", select(User.id, User.login).where(User.active.is_(True))),
        ("person", select(User.id, User.name).where(User.active.is_(True))),
    ):
        for row_id, name in work.session.execute(chosen):
            found[(kind, name.casefold())] = row_id
    return found


def _make_channels(work: Work, found: _Sorted) -> None:
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


def _update(work: Work, customer_id: int, row: RowValues) -> None:
    """Write a row's filled values over a known customer, and open a deal where none was yet."""
    customer = work.session.get(Customer, customer_id)
    if customer is None:
        return
    fields = catalog_of(work).kind("customer").fields
    fresh = {key: value for key, value in row.customer.items() if value not in (None, "", [])}
    there = {"phone": customer.phone, "phone2": customer.phone2}
    remark = joined_remark(customer.remark, fresh.get("remark"))
    _put_phones(fresh, _phones_of(there, fresh), remark)
    if "owner" in fresh and "team" not in fresh:
        fresh["team"] = customers.team_of(work, fresh["owner"])
    owner_before = customer.owner_id
    put_values(customer, "customer", fields, fresh)
    if customer.owner_id != owner_before:
        deals.follow_owner(work, customer, owner_before)
    if customer.deal_id is None and bulk_rows.wants_deal(row):
        deals.open_for(work, customer, row.deal)


def _report(table: SheetTable, plan: ImportPlan, found: _Sorted) -> ImportReport:
    return ImportReport(
        rows=len(table.rows),
        created=len(found.created),
        updated=len(found.updated) + found.merged,
        skipped=found.skipped,
        rejected=found.rejected,
        duplicates=found.duplicates,
        mapping={column.column: column.field for column in plan.columns},
        problems=tuple(found.problems),
    )
