"""Work on fields the office added, and on look-alikes: what the customer's page and list wait for.

The office measured gets thirty fields of its own, one of them searchable, and a value in each of
its customers; the limit gets a column with an index instead.
"""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.bench import office_seed
from loancrm_desktop.bench.workload import cases
from loancrm_desktop.models.database import DRIVER
from loancrm_desktop.services import customer_list, customer_table, duplicate_finder, look_alikes
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.forms import catalog, own_indexes
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work

COLUMNS = 30
VALUES = 500
"""How many different values the searchable field has."""

_KEY = "bench_file_no"
_BLOCK = 60
_TYPED = 40
_FILL = (
    "UPDATE customer SET custom = json_object('bench_file_no', id % ?, "
    "'bench_note_1', 'note ' || id, 'bench_note_2', 'note ' || id)"
)


class OwnFields:
    """One open office whose customers have fields of the office's own."""

    def __init__(self, folder: Path, count: int) -> None:
        self._opened = office_seed.open_office(folder)
        self._count = count
        self._typed = [
            (case.customer.name, case.customer.phone, case.customer.city)
            for case in cases(min(count, _TYPED))
        ]
        self._add_fields()

    def close(self) -> None:
        """Close the office."""
        self._opened.office.close()

    def duplicate_check(self, index: int) -> int:
        """Look for customers like one that is being typed in, with another's phone."""
        name, phone, city = self._typed[index % len(self._typed)]
        found = self._opened.office.ask(
            self._opened.actor, look_alikes.look_alikes, phone=phone, name=name, region=city
        )
        return len(found)

    def own_condition(self, index: int) -> int:
        """Read a page and the count of the customers with one value of the searchable field."""
        where = {"field": _KEY, "op": "eq", "value": index % VALUES}
        found = self._opened.office.ask(
            self._opened.actor, customer_list.page, ListQuery(where=where)
        )
        return found.total or 0

    def wide_block(self, index: int) -> int:
        """Read the next rows of the list with thirty columns, as scrolling does."""
        skip = index * 7919 % max(1, self._count - _BLOCK)
        found = self._opened.office.ask(
            self._opened.actor,
            customer_table.table,
            ListQuery(limit=_BLOCK, offset=skip, with_total=False),
            self._columns,
        )
        return len(found.rows)

    def duplicate_finder(self, _index: int) -> int:
        """Compare everybody with everybody; answers how many were compared."""
        progress = Progress()
        found = self._opened.office.ask(
            self._opened.actor, duplicate_finder.duplicates, progress=progress
        )
        if progress.done != progress.total:
            message = "the search did not tell how far it was"
            raise RuntimeError(message)
        return found.searched

    @property
    def _columns(self) -> tuple[str, ...]:
        built_in = ("gender", "birth_date", "wechat", "email", "address", "occupation", "purpose")
        own = [f"bench_note_{number}" for number in range(1, COLUMNS - len(built_in))]
        return (*built_in, _KEY, *own)

    def _add_fields(self) -> None:
        searchable = FieldSpec(
            key=_KEY, type=FieldType.INTEGER, label_zh="档案号", label_en="File", searchable=True
        )
        office, actor = self._opened.office, self._opened.actor
        for spec in (searchable, *map(_note, range(1, COLUMNS))):
            office.do(actor, catalog.add_field, "customer", spec)
        with office.database.writing() as session:
            session.info[DRIVER].execute(_FILL, (VALUES,))
            work = Work(session, actor, office.clock(), office.place, {})
            own_indexes.settle(work, "customer", [searchable])
            office.database.commit(session)


def _note(number: int) -> FieldSpec:
    label = f"{number}"
    return FieldSpec(
        key=f"bench_note_{number}", type=FieldType.TEXT, label_zh=label, label_en=label
    )
