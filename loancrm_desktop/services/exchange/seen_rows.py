"""The list as it is seen, as a table to take out: its filter, order, columns, and its masks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import access, customer_list
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.exchange.export_tables import (
    ExportTable,
    column_of,
    number_column,
    refuse_cancelled,
    writing,
)
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.sight import as_shown
from loancrm_desktop.terms import name_of

KIND = "customer"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SeenList:
    """A list as it is shown.

    Attributes:
        query: its condition, words and order.
        columns: the keys of its columns, in order; what is no field is left out.
        whole_numbers: numbers as the role may see them, not masked as the list shows them.
    """

    query: ListQuery
    columns: tuple[str, ...]
    whole_numbers: bool = False


@reader("exporting.seen")
def seen(work: Work, wish: SeenList, progress: Progress | None = None) -> list[ExportTable]:
    """Answer the rows of a list in its order, with its columns.

    Raises:
        Invalid: the condition or order does not hold.
        Refused: the actor may not take data out or see the list, or it was cancelled.
    """
    access.require(work, "office.export")
    meter = progress or Progress()
    ids = customer_list.ids(work, replace(wish.query, limit=_AT_ONCE, after=None, offset=None))
    meter.total = len(ids)
    fields = _fields(work, wish.columns)
    shown = work if wish.whole_numbers else as_shown(work, "display")
    say_row = writing(shown, KIND, fields)
    rows: list[list[Any]] = []
    for start in range(0, len(ids), _AT_ONCE):
        refuse_cancelled(meter)
        part = ids[start : start + _AT_ONCE]
        found = work.session.execute(select(Customer).where(Customer.id.in_(part))).scalars()
        by_id = {row.id: row for row in found}
        rows += [say_row(by_id[each]) for each in part if each in by_id]
        meter.done = len(rows)
    columns = (number_column(), *(column_of(spec) for spec in fields.values()))
    return [ExportTable(KIND, name_of("kind", KIND), columns, rows)]


def _fields(work: Work, columns: tuple[str, ...]) -> dict[str, FieldSpec]:
    known = catalog_of(work).kind(KIND).fields
    return {
        key: known[key]
        for key in dict.fromkeys(("name", *columns))
        if key in known and not access.hidden(work.actor, KIND, key)
    }
