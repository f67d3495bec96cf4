"""Takes a pipeline's event log over: deals with every stay in every stage, at its own time.

What came before is not done again: no limit is set, no reminder made, nobody told. The lines are
read as stays (see history_cases), a decision record says why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.database import roomy
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.ids import next_id
from loancrm_desktop.models.stored import to_stored
from loancrm_desktop.services import access, customers, deals, summaries
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.exchange import history_columns, history_process
from loancrm_desktop.services.exchange.history_cases import Case, EventLog, Stay, read_log
from loancrm_desktop.services.exchange.history_people import HistoryPeople
from loancrm_desktop.services.exchange.history_process import HistoryPath
from loancrm_desktop.services.exchange.import_plan import Progress, RowProblem
from loancrm_desktop.services.exchange.known_people import KnownPeople
from loancrm_desktop.services.exchange.map_files import GivenMap
from loancrm_desktop.services.exchange.new_rows import BATCH, NewRows, NewValues
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.sheets import SheetTable, collector_paused
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.values.cells import one_line
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.phones import parse_phone
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.paths import StageInfo
from loancrm_desktop.services.search_words import words_of
from loancrm_desktop.texts import say

LIMITS = ReadingLimits(rows=1_000_000, cells=30_000_000, seconds=180.0)
"""An event log has many short lines."""

_LONGEST_KEY = 64
MOST_STAGES = 200
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """How an event log is to be read.

    Attributes:
        file: the file's name, for a new process.
        columns: heading to part (see history_columns.HEADINGS); None to guess them.
        stages: which stage of the office's usual process each activity is; None to find a process
            that knows all of them, or to draw a new one.
    """

    file: str
    columns: GivenMap | None = None
    stages: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """What taking a history over did.

    Attributes:
        cases: cases in the log.
        events: lines taken in.
        created: deals made.
        stays: stays in stages that were written.
        rejected: lines left out, and cases that were there already.
        process: the key of the process they run in.
        new_process: True when it was drawn from the log.
    """

    cases: int
    events: int
    created: int
    stays: int
    rejected: int
    process: str
    new_process: bool
    mapping: dict[str, str]
    problems: tuple[RowProblem, ...] = field(default_factory=tuple[RowProblem, ...])


@operation("importing.history")
def run(
    work: Work, table: SheetTable, plan: HistoryPlan, progress: Progress | None = None
) -> HistoryReport:
    """Write an event log as deals with their stage history, in one change set.

    Raises:
        Invalid: case, activity or time is not to be found.
        Refused: the actor may not import, nothing is in the log, or it was cancelled.
    """
    access.require(work, "customers.import")
    watch = progress or Progress()
    given = plan.columns
    columns = history_columns.guess(table) if given is None else history_columns.given(given, table)
    with collector_paused():
        log = read_log(table, columns, work.place.zone)
        fresh, known = sort_cases(work, log)
        path, drawn = _path(work, log, plan)
        if fresh:
            _Writing(work, path).write(fresh, watch)
    return HistoryReport(
        len(log.cases),
        log.events,
        len(fresh),
        sum(len(case.stays) for case in fresh),
        sum(problem.rejects for problem in log.problems) + len(known),
        path.path.key,
        drawn,
        history_columns.mapping(columns, table.header),
        (*log.problems, *known),
    )


def _path(work: Work, log: EventLog, plan: HistoryPlan) -> tuple[HistoryPath, bool]:
    if not log.cases:
        raise Refused(say("The file holds no line with a case, a stage and a time."))
    if plan.stages is not None:
        return history_process.mapped_path(work, log.cases, plan.stages), False
    known = history_process.known_path(work, log.cases)
    if known is not None:
        return known, False
    stages = {stay.activity for case in log.cases for stay in case.stays}
    if len(stages) > MOST_STAGES:
        raise Refused(
            say(
                "The column taken for the stage holds {count} different ones, at most {most} make "
                "a process. Say with a map which column names the stage.",
                count=len(stages),
                most=MOST_STAGES,
            )
        )
    if not work.actor.rights.allows("designs.forms"):
        raise Refused(
            say(
                "No process of the office has all stages of this file, and your role may not make "
                "a new one. Ask the owner of the office to import it."
            ),
            forbidden=True,
        )
    return history_process.drawn_path(work, log.cases, plan.file), True


def sort_cases(work: Work, log: EventLog) -> tuple[list[Case], list[RowProblem]]:
    """Part the cases that may be added from those that are there, or about others' customers."""
    refs = set(work.session.execute(select(Deal.ref)).scalars())
    fresh = [case for case in log.cases if case.key not in refs]
    text = say("A deal with this number is there already; the case was left out.")
    known = [
        RowProblem(0, case.key, "known_case", str(text)) for case in log.cases if case.key in refs
    ]
    people = KnownPeople(work)
    foreign = {
        case.key
        for case in fresh
        if (found := people.find({"phone": _phone(case.phone)})) is not None and not found.mine
    }
    text = say("The customer with this phone belongs to another person; the case was left out.")
    known += [RowProblem(0, key, "not_in_scope", str(text)) for key in sorted(foreign)]
    return [case for case in fresh if case.key not in foreign], known


class _Writing:
    """Turns cases into rows: customers, deals, stays, and people who are named but unknown."""

    def __init__(self, work: Work, history: HistoryPath) -> None:
        self._work = work
        self._history = history
        self._stages = {stage.key: stage for stage in history.path.stages}
        self._people = HistoryPeople(work)
        self._customer_id = next_id(work.session, "customer")
        self._deal_id = next_id(work.session, "deal")
        self._visit_id = next_id(work.session, "stage_visit")
        prefix, number = deals.next_ref(work).rsplit("-", 1)
        self._ref_prefix, self._ref_number = prefix, int(number)
        catalog = catalog_of(work)
        self._customer_values = NewValues("customer", catalog.kind("customer").fields)
        record = {"updated_at": work.now, "revision": 1}
        self._customers = NewRows(Customer, record)
        self._deals = NewRows(Deal, record | {"process_id": history.path.id})
        self._visits = NewRows(StageVisit, {"process_id": history.path.id})
        self._customer_ids: dict[tuple[str, str], int] = {}
        self._known = KnownPeople(work)
        self._attached: set[int] = set()
        self._made: dict[int, dict[str, Any]] = {}
        self._liveliness: dict[int, tuple[bool, datetime, int]] = {}
        self._words: list[tuple[int, str]] = []

    def write(self, cases: list[Case], progress: Progress) -> None:
        """Insert everything.

        Raises:
            Refused: cancelled; the caller's transaction is rolled back.
        """
        progress.total = len(cases)
        for count, case in enumerate(cases, 1):
            self._add(case)
            if count % BATCH == 0:
                progress.done = count
                if progress.cancelled:
                    raise Refused(say("The import was cancelled. Nothing was changed."))
        session = self._work.session
        session.flush()
        for values in self._made.values():
            self._customers.add(values)
        with roomy(session, len(cases)):
            for table in (self._customers, self._deals, self._visits):
                table.write(self._work)
            text_index.add(session, self._words)
            text_index.tidy(session)
        for customer_id in sorted(self._attached):
            summaries.refresh(self._work, customer_id)
        progress.done = len(cases)

    def _add(self, case: Case) -> None:
        last = case.stays[-1]
        stage = self._stage(last)
        owner_id = self._people.active(case) or self._work.actor.user_id
        customer_id = self._customer(case, owner_id)
        self._show_liveliest(customer_id, case, stage)
        running = [
            self._stage(stay).position for stay in case.stays if self._stage(stay).outcome == "open"
        ]
        ended = stage.outcome != "open"
        begun_at = case.stays[0].entered_at
        self._deals.add(
            {
                "id": self._deal_id,
                "ref": self._ref(case),
                "customer_id": customer_id,
                "requested_amount_fen": case.amount_fen,
                "stage": stage.key,
                "stage_position": stage.position,
                "stage_entered_at": to_stored(last.entered_at),
                "handler_id": self._people.named(last.handler),
                "owner_id": owner_id,
                "team_id": access.team_of(self._work, owner_id) if owner_id is not None else None,
                "outcome": stage.outcome,
                "closed_at": to_stored(last.entered_at) if ended else None,
                "max_position": max(running, default=0),
                "created_at": to_stored(begun_at),
                "created_month": self._month(begun_at),
            }
        )
        self._add_stays(case)
        self._deal_id += 1

    def _stage(self, stay: Stay) -> StageInfo:
        return self._stages[self._history.stage_of[stay.activity]]

    def _add_stays(self, case: Case) -> None:
        before: str | None = None
        for stay in case.stays:
            handler_id = self._people.named(stay.handler)
            stage = self._stage(stay)
            left_at = stay.left_at
            self._visits.add(
                {
                    "id": self._visit_id,
                    "deal_id": self._deal_id,
                    "stage": stage.key,
                    "from_stage": before,
                    "entered_at": to_stored(stay.entered_at),
                    "entered_by": handler_id,
                    "handler_id": handler_id,
                    "left_at": to_stored(left_at),
                    "dwell_s": None
                    if left_at is None
                    else int((left_at - stay.entered_at).total_seconds()),
                }
            )
            before = stage.key
            self._visit_id += 1

    def _show_liveliest(self, customer_id: int, case: Case, stage: StageInfo) -> None:
        """Let a new customer show the deal that `summaries.liveliest` would choose."""
        values = self._made.get(customer_id)
        entered_at = case.stays[-1].entered_at
        rank = (stage.outcome == "open", entered_at, self._deal_id)
        if values is None or rank < self._liveliness.get(customer_id, rank):
            return
        self._liveliness[customer_id] = rank
        values |= {
            "deal_id": self._deal_id,
            "deal_stage": stage.key,
            "deal_stage_entered_at": to_stored(entered_at),
            "deal_amount_fen": case.amount_fen,
        }

    def _customer(self, case: Case, owner_id: int | None) -> int:
        """Answer the case's customer: whom the office knows by phone, else a new one for each."""
        phone = _phone(case.phone)
        there = self._known.find({"phone": phone})
        if there is not None and there.customer_id is not None:
            self._attached.add(there.customer_id)
            return there.customer_id
        key = ("phone", phone) if phone else ("case", case.key)
        known = self._customer_ids.get(key)
        if known is not None:
            return known
        made = self._customer_ids[key] = self._customer_id
        self._customer_id += 1
        name = one_line(case.name or case.key)[:_LONGEST_NAME]
        first: dict[str, Any] = {"name": name, "owner": owner_id}
        if case.phone:
            first |= {"phone": phone} if phone else {"remark": case.phone}
        values = self._customer_values.of(customers.with_defaults(self._work, first))
        values |= {
            "id": made,
            "created_at": to_stored(case.stays[0].entered_at),
        }
        self._made[made] = values
        self._words.append((made, words_of(values["name"], phone, None, None, None, ())))
        return made

    def _ref(self, case: Case) -> str:
        """Answer the case's own number, so that people find it under the number they know."""
        if len(case.key) <= _LONGEST_KEY:
            return case.key
        self._ref_number += 1
        return f"{self._ref_prefix}-{self._ref_number - 1:05d}"

    def _month(self, at: datetime) -> int:
        local = at.astimezone(self._work.place.zone)
        return local.year * 100 + local.month


def _phone(written: str) -> str:
    """Answer a phone in its normal form, empty for none or one that is none."""
    if not written:
        return ""
    try:
        return parse_phone(written) or ""
    except FieldFault:
        return ""
