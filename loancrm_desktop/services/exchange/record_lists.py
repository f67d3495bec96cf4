"""Takes a spreadsheet over into a record type of the office's own, each column by its heading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import access, own_records, record_types
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.exchange.import_plan import Progress, RowProblem
from loancrm_desktop.services.exchange.raw_tables import Cell
from loancrm_desktop.services.exchange.sheets import SheetTable
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.form_parts import COMPUTED
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.phones import parse_phone
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.office import Work
from loancrm_desktop.text_keys import text_key
from loancrm_desktop.texts import say

_STEP = 100
_MOST_NAMESAKES = 2
_LINKS = {"customer": Customer, "deal": Deal}


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What taking a list over did.

    Attributes:
        rows: lines of the file.
        created: records added.
        rejected: lines left out.
        mapping: heading to field; None for a column left out.
    """

    rows: int
    created: int
    rejected: int
    mapping: dict[str, str | None]
    problems: tuple[RowProblem, ...] = field(default_factory=tuple[RowProblem, ...])


@operation("importing.records")
def run(work: Work, kind: str, table: SheetTable, progress: Progress | None = None) -> RecordReport:
    """Add a record for each row of a list, in one change set; a row that does not hold is left out.

    A column is the field of its heading: the label in either language, or the key. A customer
    is named by phone number or by a name nobody else has, a deal by its number.

    Raises:
        Invalid: there is no such type, or no column names the records.
        Refused: the actor may not import, or it was cancelled.
    """
    access.require(work, "customers.import")
    record_types.in_use(work, kind)
    access.require_on(work, kind, "add")
    meter = progress or Progress()
    meter.total = len(table.rows)
    fields = _columns(work, kind, table)
    created = 0
    problems: list[RowProblem] = []
    for row in table.rows:
        fault = _add(work, kind, fields, row.cells)
        if fault is None:
            created += 1
        else:
            problems.append(RowProblem(row.number, *fault))
        meter.done += 1
        if meter.done % _STEP == 0 and meter.cancelled:
            raise Refused(say("The import was cancelled. Nothing was changed."))
    work.note = table.name
    mapping = {
        heading: None if spec is None else spec.key
        for heading, spec in zip(table.header, fields, strict=True)
    }
    return RecordReport(len(table.rows), created, len(problems), mapping, tuple(problems))


def _columns(work: Work, kind: str, table: SheetTable) -> tuple[FieldSpec | None, ...]:
    """Answer the field of each column, each field once."""
    known: dict[str, FieldSpec] = {}
    for spec in catalog_of(work).kind(kind).fields.values():
        if spec.type in COMPUTED or spec.type is FieldType.ATTACHMENT:
            continue
        if not access.writable(work.actor, kind, spec.key):
            continue
        for name in (spec.key, spec.label_zh, spec.label_en):
            known.setdefault(text_key(name), spec)
    taken: set[str] = set()
    found: list[FieldSpec | None] = []
    for heading in table.header:
        spec = known.get(text_key(heading))
        if spec is not None and spec.key in taken:
            spec = None
        if spec is not None:
            taken.add(spec.key)
        found.append(spec)
    if "name" not in taken:
        name = known[text_key("name")]
        raise Invalid(
            say(
                "No column is headed {zh}, {en} or name: nothing says what the records are called.",
                zh=name.label_zh,
                en=name.label_en,
            )
        )
    return tuple(found)


def _add(
    work: Work, kind: str, fields: tuple[FieldSpec | None, ...], cells: tuple[Cell, ...]
) -> tuple[str, str, str] | None:
    """Add one record; answers column, code and sentence of what keeps it out."""
    values: dict[str, Any] = {}
    for spec, cell in zip(fields, cells, strict=True):
        if spec is None or cell is None or cell == "":
            continue
        if spec.links_to in _LINKS:
            number = _linked(work, spec.links_to, str(cell).strip())
            if number is None:
                text = say("{value} is nobody and nothing known here.", value=str(cell))
                return spec.key, "unknown", text.read()
            values[spec.key] = number
        else:
            values[spec.key] = cell.isoformat() if isinstance(cell, (date, datetime)) else cell
    try:
        own_records.add(work, kind, values)
    except Invalid as problem:
        first = problem.problems[0] if problem.problems else None
        return ("", "invalid", str(problem)) if first is None else (
            first.field, first.code, str(first.text)
        )  # fmt: skip
    except Refused as problem:
        return "", "refused", str(problem)
    return None


def _linked(work: Work, kind: str, words: str) -> int | None:
    """Answer the number of what is meant, among what the actor sees; None when it is not sure."""
    if kind == "deal":
        seen = access.taken_out_sql(work.actor, "deal", Deal)
        chosen = select(Deal.id).where(Deal.ref == words, Deal.deleted_at.is_(None), seen)
    else:
        named = [Customer.name_key == text_key(words)]
        try:
            named.append(Customer.phone == parse_phone(words))
        except FieldFault:
            named = named[:1]  # no phone number: a name then
        chosen = select(Customer.id).where(
            or_(*named), Customer.deleted_at.is_(None), access.scope_sql(work.actor, Customer)
        )
    found = work.session.execute(chosen.limit(_MOST_NAMESAKES)).scalars().all()
    return found[0] if len(found) == 1 else None
