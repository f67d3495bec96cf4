"""The whole content of an office as plain values, to compare before and after."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import inspect, select

from loancrm_desktop.models.stored import to_stored
from loancrm_desktop.models.tables import metadata
from loancrm_desktop.services import search
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.collecting import SILENT
from loancrm_desktop.services.office import Office

BOOKKEEPING = frozenset({"revision", "updated_at"})
PROBES = ("张", "zs", "zhangs", "138", "8000", "甲公司", "x", "老客户")

Row = Mapping[str, Any]
Content = dict[str, dict[int, Row]]


def rows_of(
    office: Office, leave_out: frozenset[str] = frozenset(), only: AbstractSet[str] | None = None
) -> Content:
    """Answer every row of every table but the journal's, in stored form, by table and id.

    `only` names the tables an older office has.
    """
    found: Content = {}
    with office.database.reading() as session:
        for name, table in metadata.tables.items():
            if name in SILENT or (only is not None and name not in only):
                continue
            columns = table.columns
            if only is not None:
                stored = {each["name"] for each in inspect(session.connection()).get_columns(name)}
                columns = [each for each in table.columns if each.name in stored]
            found[name] = {
                row.id: {
                    column: to_stored(value)
                    for column, value in row._mapping.items()
                    if column not in leave_out
                }
                for row in session.execute(select(*columns))
            }
    return found


def content_of(office: Office) -> Content:
    """Answer what people see: every row, without the columns that count changes."""
    return rows_of(office, BOOKKEEPING)


def found_by_words(office: Office, owner: Actor) -> dict[str, list[Any]]:
    """Answer what some searches find; order aside, which follows from the last contact."""
    return {
        probe: sorted(
            (hit.kind, hit.id, hit.title, hit.match)
            for hit in office.ask(owner, search.find, probe, 200)
        )
        for probe in PROBES
    }


def last_seq(office: Office, owner: Actor) -> int:
    """Answer the number of the newest history entry."""
    from loancrm_desktop.services import journal

    return office.ask(owner, journal.latest, limit=1)[0].seq
