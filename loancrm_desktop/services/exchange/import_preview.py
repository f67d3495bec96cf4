"""A dry run as the window shows it: counts, what each column gives, who is known already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import access, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.conditions import names_of
from loancrm_desktop.services.exchange import row_sorting
from loancrm_desktop.services.exchange.import_plan import ImportPlan, ImportReport, Progress
from loancrm_desktop.services.exchange.importing import report_of
from loancrm_desktop.services.exchange.mapping import ColumnGuess
from loancrm_desktop.services.exchange.row_sorting import KnownRow, SortedRows
from loancrm_desktop.services.exchange.row_values import RowValues
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable, collector_paused
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import value_of
from loancrm_desktop.services.forms.value_words import Reader
from loancrm_desktop.services.forms.values.cells import cell_text
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import current_language

MOST_TWINS = 500
MOST_WORDS = 60
_UNKNOWN_WORDS = frozenset({"no_such_option", "unknown_name"})
_LINKED = (FieldType.PERSON, FieldType.TEAM, FieldType.RECORD)
_TOLD_BY_EXAMPLE = frozenset(
    {
        FieldType.MONEY,
        FieldType.PERCENT,
        FieldType.INTEGER,
        FieldType.CHOICE,
        FieldType.CHOICES,
        FieldType.DATE,
        FieldType.DATETIME,
        *_LINKED,
    }
)
_NOT_COMPARED = frozenset({"phone", "phone2", "id_number", "remark"})


@dataclass(frozen=True, slots=True)
class ColumnOutcome:
    """What comes of one column.

    Attributes:
        filled: rows that have something in it.
        refused: rows left out because of it.
        noted: rows whose cell was kept in the remark instead.
        unknown: the different words the office does not know.
        example: the first cell as written, and as it will be stored; empty where they are alike.
        mended: whether any cell is stored in another form than it is written.
    """

    place: int
    filled: int
    refused: int
    noted: int
    unknown: tuple[str, ...]
    example: tuple[str, str]
    mended: bool


@dataclass(frozen=True, slots=True)
class TwinField:
    """A field in which the file says something else than the office."""

    key: str
    label_zh: str
    label_en: str
    there: str
    here: str


@dataclass(frozen=True, slots=True)
class Twin:
    """A row whose customer is known already.

    Attributes:
        customer_id: in the office; None when it is an earlier row of the file, or not to be seen.
        mine: False when the customer belongs to somebody whose records the actor may not see.
        alike: which of `phone`, `id_number`, `name` are the same.
        owner: the name of the customer's owner.
    """

    row: int
    name: str
    customer_id: int | None
    mine: bool
    alike: tuple[str, ...]
    owner: str
    stage: str
    fields: tuple[TwinField, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A dry run with all the window shows.

    Attributes:
        mended: rows in which a number, amount or date was brought into the usual form.
        twins: at most 500 of the rows with a known customer.
    """

    report: ImportReport
    mended: int
    columns: tuple[ColumnOutcome, ...]
    twins: tuple[Twin, ...]


@reader("importing.preview")
def preview(
    work: Work, table: SheetTable, plan: ImportPlan, progress: Progress | None = None
) -> Preview:
    """Say what an import would do, column by column and known row by known row.

    Raises:
        Refused: the actor may not import, or not into a field of the plan, or it was cancelled.
        Invalid: no column is mapped to a name or a phone.
    """
    access.require(work, "customers.import")
    with collector_paused():
        found = row_sorting.sort(work, table, plan, progress or Progress())
        report = report_of(table, plan, found)
        columns, mended = _outcomes(work, table, plan, found)
        twins = tuple(_twin(work, each) for each in found.known[:MOST_TWINS])
    return Preview(report, mended, columns, twins)


def _outcomes(
    work: Work, table: SheetTable, plan: ImportPlan, found: SortedRows
) -> tuple[tuple[ColumnOutcome, ...], int]:
    rows = {row.number: row for row in table.rows}
    read = _read_rows(found)
    outcomes: list[ColumnOutcome] = []
    mended_rows: set[int] = set()
    for column in plan.columns:
        mended = _mended(column, rows, read)
        mended_rows |= mended
        outcomes.append(_outcome(work, column, table, found, (rows, read, bool(mended))))
    return tuple(outcomes), len(mended_rows)


def _read_rows(found: SortedRows) -> dict[int, RowValues]:
    kept = (each.values for each in found.known)
    return {each.row: each for each in (*kept, *found.created)}


def _outcome(
    work: Work,
    column: ColumnGuess,
    table: SheetTable,
    found: SortedRows,
    seen: tuple[Mapping[int, SheetRow], Mapping[int, RowValues], bool],
) -> ColumnOutcome:
    rows, read, mended = seen
    refused = noted = 0
    unknown: dict[str, None] = {}
    for problem in found.problems:
        if problem.column != column.column:
            continue
        if problem.rejects:
            refused += 1
            continue
        noted += 1
        if problem.code in _UNKNOWN_WORDS and problem.row in rows:
            unknown[_cell(rows[problem.row], column)] = None
    filled = sum(1 for row in table.rows if _cell(row, column))
    words = tuple(unknown)[:MOST_WORDS]
    example = _example(work, column, rows, read)
    return ColumnOutcome(column.place, filled, refused, noted, words, example, mended)


def _example(
    work: Work,
    column: ColumnGuess,
    rows: Mapping[int, SheetRow],
    read: Mapping[int, RowValues],
) -> tuple[str, str]:
    if column.field is None:
        return "", ""
    kind, key = row_sorting.kind_and_key(column.field)
    spec = catalog_of(work).kind(kind).fields[key]
    if spec.compared_as not in _TOLD_BY_EXAMPLE:
        return "", ""
    for number, values in read.items():
        value = (values.deal if kind == "deal" else values.customer).get(key)
        written = _cell(rows[number], column)
        if written and key == "channel" and values.channel:
            return written, values.channel
        if written and value not in (None, "", []):
            return written, _shown(work, kind, spec, value)
    return "", ""


def _mended(
    column: ColumnGuess, rows: Mapping[int, SheetRow], read: Mapping[int, RowValues]
) -> set[int]:
    """Answer the rows whose phone or ID number is stored otherwise than it is written."""
    if column.field not in ("phone", "phone2", "id_number"):
        return set()
    return {
        number
        for number, values in read.items()
        if (written := _cell(rows[number], column))
        and written not in (values.customer.get(key) for key in ("phone", "phone2", "id_number"))
    }


def _cell(row: SheetRow, column: ColumnGuess) -> str:
    return cell_text(row.cells[column.place]) if column.place < len(row.cells) else ""


def _twin(work: Work, known: KnownRow) -> Twin:
    values, twin = known.values, known.twin
    name = str(values.customer.get("name") or "")
    customer = None
    if twin.customer_id is not None and twin.mine:
        customer = work.session.get(Customer, twin.customer_id)
    if customer is None:
        return Twin(values.row, name, None, twin.mine, (), "", "", ())
    names = names_of(work)
    owner = names.get(("person", customer.owner_id), "") if customer.owner_id else ""
    return Twin(
        values.row,
        customer.name,
        customer.id,
        mine=True,
        alike=_alike(values, customer),
        owner=owner,
        stage=customer.deal_stage or "",
        fields=tuple(_differences(work, values, customer)),
    )


def _alike(values: RowValues, customer: Customer) -> tuple[str, ...]:
    given = values.customer
    phones = {given.get("phone"), given.get("phone2")} - {None}
    alike = {
        "phone": bool(phones & {customer.phone, customer.phone2}),
        "id_number": bool(given.get("id_number")) and given["id_number"] == customer.id_number,
        "name": given.get("name") == customer.name,
    }
    return tuple(key for key, same in alike.items() if same)


def _differences(work: Work, values: RowValues, customer: Customer) -> Iterable[TwinField]:
    fields = catalog_of(work).kind("customer").fields
    given = dict(values.customer)
    if values.channel:
        given["channel"] = values.channel
    for key, value in given.items():
        spec = fields[key]
        there = value_of(customer, "customer", spec)
        if key in _NOT_COMPARED or value in (None, "", []) or value == there:
            continue
        if access.hidden(work.actor, "customer", key):
            continue
        here = (
            value
            if key == "channel" and isinstance(value, str)
            else _shown(work, "customer", spec, value)
        )
        yield TwinField(
            key, spec.label_zh, spec.label_en, _shown(work, "customer", spec, there), here
        )


def _shown(work: Work, kind: str, spec: FieldSpec, value: Any) -> str:
    """Say a value as the window may show it: numbers of persons masked for everybody."""
    if value in (None, "", [], ()):
        return ""
    if access.masked(work.actor, kind, spec.key):
        return sight.covered(value, spec)
    if spec.compared_as in _LINKED:
        linked = {FieldType.PERSON: "person", FieldType.TEAM: "team"}.get(
            spec.compared_as, spec.links_to or ""
        )
        return names_of(work).get((linked, cast("int", value)), "")
    return field_types.masked(value, spec, Reader(current_language(), work.place.zone))
