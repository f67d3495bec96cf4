"""Takes a whole export into an office that has none of it: every record with its own times.

Nothing is done again: no limit is set, no reminder made, nobody told. Files of documents are no
part of an export; their rows are left out and counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.database import roomy
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import next_id
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.exchange import whole_lookups
from loancrm_desktop.services.exchange.import_plan import Progress, RowProblem
from loancrm_desktop.services.exchange.new_rows import NewRows
from loancrm_desktop.services.exchange.whole_file import WholeFile, WholeTable
from loancrm_desktop.services.exchange.whole_rows import KindReader, Stays
from loancrm_desktop.services.forms.records import MODELS
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.search_words import words_of
from loancrm_desktop.texts import say

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
        Invalid: a table has columns this office has no fields for.
        Refused: the actor may not, records are here already, or it was cancelled.
    """
    for act in ("customers.import", "users.manage"):
        access.require(work, act)
    meter = progress or Progress()
    meter.total = sum(len(whole.tables[name].rows) for name in ORDER if name in whole.tables)
    _refuse_known(work, whole)
    maps = whole_lookups.match(work, whole)
    problems: list[RowProblem] = []
    written: dict[str, list[dict[str, Any]]] = {}
    for kind in ORDER:
        if kind in whole.tables:
            reader = KindReader(work, kind, maps, problems)
            written[kind] = reader.rows(whole.tables[kind], _base(work, kind), meter)
    stays = Stays(work, maps, written.get("deal", []))
    visits = stays.rows(whole.tables.get(STAYS, WholeTable((), ())), next_id(work.session, STAYS))
    stays.complete(written.get("customer", []))
    _write(work, written, visits)
    documents = whole.tables.get(_LEFT_OUT, WholeTable((), ()))
    work.note = whole.name
    created = {kind: len(rows) for kind, rows in written.items()} | {STAYS: len(visits)}
    return WholeReport(created, len(documents.rows), tuple(problems))


def _base(work: Work, kind: str) -> int:
    model: Any = MODELS[kind]
    return next_id(work.session, str(model.__tablename__))


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
        for kind in ORDER:
            table = NewRows(MODELS[kind], record)
            for row in written.get(kind, []):
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
