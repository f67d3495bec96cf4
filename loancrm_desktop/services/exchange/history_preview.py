"""What an event log holds and what would come of it, before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.exchange import history_columns, history_process
from loancrm_desktop.services.exchange.history import HistoryPlan, sort_cases
from loancrm_desktop.services.exchange.history_cases import read_log
from loancrm_desktop.services.exchange.history_people import HistoryPeople
from loancrm_desktop.services.exchange.import_plan import RowProblem
from loancrm_desktop.services.exchange.sheets import SheetTable, collector_paused
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class HistoryPreview:
    """What an event log holds, before anything is written.

    Attributes:
        activities: each with how many events name it, in their usual order.
        known: how many cases are left out: here already, or about customers of others.
        strangers: names of people who are not of the office.
        process: the process that knows every activity, empty when a new one is to be drawn.
        first_at, last_at: the time it spans.
    """

    cases: int
    events: int
    stays: int
    activities: tuple[tuple[str, int], ...]
    known: int
    strangers: tuple[str, ...]
    process: str
    first_at: datetime | None
    last_at: datetime | None
    mapping: dict[str, str]
    problems: tuple[RowProblem, ...] = field(default_factory=tuple[RowProblem, ...])


@reader("importing.history_preview")
def preview(work: Work, table: SheetTable, plan: HistoryPlan) -> HistoryPreview:
    """Say what taking an event log over would do, without writing.

    Raises:
        Invalid: case, activity or time is not to be found.
        Refused: the actor may not import, or nothing is in the log.
    """
    access.require(work, "customers.import")
    given = plan.columns
    columns = history_columns.guess(table) if given is None else history_columns.given(given, table)
    with collector_paused():
        log = read_log(table, columns, work.place.zone)
        if not log.cases:
            raise Refused(say("The file holds no line with a case, a stage and a time."))
        _, left_out = sort_cases(work, log)
    path = history_process.known_path(work, log.cases)
    stays = [stay for case in log.cases for stay in case.stays]
    times = [stay.entered_at for stay in stays]
    events = Counter[str]()
    for stay in stays:
        events[stay.activity] += stay.events
    order = history_process.usual_order(log.cases)
    return HistoryPreview(
        cases=len(log.cases),
        events=log.events,
        stays=len(stays),
        activities=tuple((each, events[each]) for each in order),
        known=len(left_out),
        strangers=HistoryPeople(work).strangers(stay.handler for stay in stays),
        process="" if path is None else path.path.key,
        first_at=min(times),
        last_at=max(times),
        mapping=history_columns.mapping(columns, table.header),
        problems=(*log.problems, *left_out),
    )
