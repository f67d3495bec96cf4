"""Takes a whole export into an office that has none of it: every record with its own times.

Nothing is done again: no limit is set, no reminder made, nobody told. Files of documents are no
part of an export; their rows are left out and counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.database import roomy
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import next_id
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.exchange import whole_lookups, whole_types
from loancrm_desktop.services.exchange.import_plan import Progress, RowProblem
from loancrm_desktop.services.exchange.new_rows import NewRows
from loancrm_desktop.services.exchange.whole_file import WholeFile, WholeTable
from loancrm_desktop.services.exchange.whole_rows import KindReader, Maps, Stays, refuse_incomplete
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import MODELS, is_own
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.search_words import words_of
from loancrm_desktop.texts import listed, say

ORDER = ("customer", "deal", "follow_up", "task", "related_person", "submission")
"""Each after those it points at."""
STAYS = "stage_visit"
_LEFT_OUT = "document"
_MOST_ASKED = 900


@dataclass(frozen=True, slots=True)
class WholeReport:
    """What came in.

    Attributes:
        created: by kind, how many records.
        documents: rows of documents left out, for their files are not in the export.
        problems: values that could not be taken, with the row's number in its table.
    """

    created: dict[str, int]
    documents: int
    problems: tuple[RowProblem, ...] = field(default_factory=tuple[RowProblem, ...])


@operation("importing.everything")
def run(work: Work, whole: WholeFile, progress: Progress | None = None) -> WholeReport:
    """Write a whole export as one change set.

    Raises:
        Invalid: a table has columns this office has no fields for, or lacks what is needed.
        Refused: the actor may not, records are here already, or it was cancelled.
    """
    for act in ("customers.import", "users.manage"):
        access.require(work, act)
    meter = progress or Progress()
    types = whole.tables.get(whole_types.TABLE, WholeTable((), ()))
    whole_types.make(work, types.keys, types.rows)
    kinds = _kinds(work, whole)
    meter.total = sum(len(whole.tables[name].rows) for name in kinds)
    _refuse_known(work, whole)
    maps = whole_lookups.match(work, whole)
    bases = _number(work, whole, kinds, maps)
    problems: list[RowProblem] = []
    written: dict[str, list[dict[str, Any]]] = {}
    for kind in kinds:
        reader = KindReader(work, kind, maps, problems)
        written[kind] = reader.rows(whole.tables[kind], bases[kind], meter)
        refuse_incomplete(kind, written[kind])
    stays = Stays(work, maps, written.get("deal", []))
    visits = stays.rows(whole.tables.get(STAYS, WholeTable((), ())), next_id(work.session, STAYS))
    stays.complete(written.get("customer", []))
    _write(work, written, visits)
    documents = whole.tables.get(_LEFT_OUT, WholeTable((), ()))
    work.note = whole.name
    created = {kind: len(rows) for kind, rows in written.items()} | {STAYS: len(visits)}
    return WholeReport(created, len(documents.rows), tuple(problems))


def _kinds(work: Work, whole: WholeFile) -> tuple[str, ...]:
    """Answer the kinds to be taken in, those of the office's own last.

    Raises:
        Invalid: the file has records of a type that this office has not drawn.
    """
    own = [name for name in whole.tables if is_own(name) and whole.tables[name].rows]
    unknown = [name for name in own if name not in catalog_of(work).types]
    if unknown:
        raise Invalid(
            say(
                "This office has no record types {types}. Draw them first, so that nothing is "
                "lost.",
                types=listed(unknown),
            )
        )
    return (*(kind for kind in ORDER if kind in whole.tables), *own)


def _number(work: Work, whole: WholeFile, kinds: Sequence[str], maps: Maps) -> dict[str, int]:
    """Give every record its number before any is read: records point at each other."""
    free: dict[str, int] = {}
    bases: dict[str, int] = {}
    for kind in kinds:
        model: Any = MODELS[kind]
        table = str(model.__tablename__)
        base = bases[kind] = free.get(table) or next_id(work.session, table)
        rows = whole.tables[kind].rows
        free[table] = base + len(rows)
        maps.ids[kind] = {row[0]: number for number, row in enumerate(rows, base)}
    return bases


def _refuse_known(work: Work, whole: WholeFile) -> None:
    """Let a file pass of which the office knows nobody: nothing is doubled."""
    known = 0
    for kind, key, column in (
        ("customer", "phone", Customer.phone),
        ("customer", "id_number", Customer.id_number),
        ("deal", "ref", Deal.ref),
    ):
        values = sorted(_column(whole.tables.get(kind), key))
        for start in range(0, len(values), _MOST_ASKED):
            part = values[start : start + _MOST_ASKED]
            counted = select(func.count()).where(column.in_(part))
            known += work.session.execute(counted).scalar_one()
    if known:
        raise Refused(
            say(
                "{count} of these records are here already. A whole export goes into an office "
                "that has none of it; import a list of customers instead.",
                count=known,
            )
        )


def _column(table: WholeTable | None, key: str) -> set[str]:
    if table is None or key not in table.keys:
        return set()
    place = table.keys.index(key)
    return {str(row[place]) for row in table.rows if row[place]}


def _write(
    work: Work, written: Mapping[str, list[dict[str, Any]]], visits: list[dict[str, Any]]
) -> None:
    from loancrm_desktop.models.deals import StageVisit

    work.session.flush()
    record = {"updated_at": work.now, "revision": 1}
    with roomy(work.session, sum(map(len, written.values()))):
        for kind, rows in written.items():
            table = NewRows(MODELS[kind], record)
            for row in rows:
                table.add(row)
            table.write(work)
        table = NewRows(StageVisit, {})
        for row in visits:
            table.add(row)
        table.write(work)
        text_index.add(work.session, [_words(row) for row in written.get("customer", [])])
        text_index.tidy(work.session)


def _words(row: Mapping[str, Any]) -> tuple[int, str]:
    get = row.get
    tags = get("tags") or ()
    name, numbers = row["name"], (get("phone"), get("phone2"), get("id_number"))
    return row["id"], words_of(name, *numbers, get("company"), tags)
