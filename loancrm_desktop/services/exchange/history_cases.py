"""Reads an event log into cases: each a row of stays in stages, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loancrm_desktop.services.exchange.history_columns import HistoryColumns
from loancrm_desktop.services.exchange.import_plan import RowProblem
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.forms.values.amounts import Unit, parse_amount, unit_named_in
from loancrm_desktop.services.forms.values.cells import cell_text
from loancrm_desktop.services.forms.values.dates import parse_moment
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay in a stage: from its first event to the first event of another stage.

    Attributes:
        left_at: None for the last stay, which goes on.
        events: how many events of the log make it up (a work item is scheduled, begun, ended).
        handler: who is named at the first event that names anybody; empty for nobody.
    """

    activity: str
    entered_at: datetime
    left_at: datetime | None
    handler: str
    events: int


@dataclass(slots=True)
class Case:
    """One case of the log.

    Attributes:
        amount_fen: the largest amount any of its lines names.
    """

    key: str
    name: str = ""
    phone: str = ""
    amount_fen: int | None = None
    stays: list[Stay] = field(default_factory=list[Stay])


@dataclass(frozen=True, slots=True)
class EventLog:
    """A whole event log.

    Attributes:
        events: lines taken in.
        problems: lines left out (`rejects`), or amounts that cannot be read.
    """

    cases: tuple[Case, ...]
    events: int
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    at: datetime
    number: int
    activity: str
    handler: str


class _Reading:
    """Takes the lines in one by one."""

    def __init__(self, table: SheetTable, columns: HistoryColumns, zone: ZoneInfo) -> None:
        self._header = table.header
        self._columns = columns
        self._zone = zone
        amount = columns.amount
        self._unit: Unit | None = (
            unit_named_in(table.header[amount]) if amount is not None else None
        )
        self.cases: dict[str, Case] = {}
        self.events: dict[str, list[_Event]] = {}
        self.problems: list[RowProblem] = []

    def take_in(self, row: SheetRow) -> None:
        """Take a line in, or note why not."""
        columns = self._columns
        key, activity = self._text(row, columns.case), self._text(row, columns.activity)
        if not key or not activity:
            self._leave_out(row, columns.activity if key else columns.case, "empty")
            return
        at = self._moment(row)
        if at is None:
            return
        case = self.cases.get(key)
        if case is None:
            case = self.cases[key] = Case(key)
            self.events[key] = []
        handler = self._text(row, columns.handler)
        self.events[key].append(_Event(at, row.number, activity, handler))
        case.name = case.name or self._text(row, columns.name)
        case.phone = case.phone or self._text(row, columns.phone)
        self._amount(row, case)

    def _text(self, row: SheetRow, column: int | None) -> str:
        if column is None or column >= len(row.cells):
            return ""
        raw = row.cells[column]
        return raw.strip() if isinstance(raw, str) else cell_text(raw)

    def _moment(self, row: SheetRow) -> datetime | None:
        column = self._columns.at
        raw = row.cells[column] if column < len(row.cells) else None
        if isinstance(raw, str) and len(raw) >= _WITH_OFFSET:
            quick = _iso(raw)
            if quick is not None:
                return quick
        try:
            at = parse_moment(raw, self._zone)
        except FieldFault as fault:
            self._note(row, column, fault.code, str(fault), rejects=True)
            return None
        if at is None:
            self._leave_out(row, column, "empty")
        return at

    def _amount(self, row: SheetRow, case: Case) -> None:
        column = self._columns.amount
        if column is None or column >= len(row.cells):
            return
        try:
            fen = parse_amount(row.cells[column], self._unit)
        except FieldFault as fault:
            self._note(row, column, fault.code, str(fault), rejects=False)
            return
        if fen is not None:
            case.amount_fen = max(fen, case.amount_fen or 0)

    def _leave_out(self, row: SheetRow, column: int, code: str) -> None:
        heading = self._header[column]
        text = say("The cell {column} is empty; the line was left out.", column=heading)
        self._note(row, column, code, str(text), rejects=True)

    def _note(self, row: SheetRow, column: int, code: str, text: str, *, rejects: bool) -> None:
        self.problems.append(RowProblem(row.number, self._header[column], code, text, rejects))


_WITH_OFFSET = len("2011-10-01T00:38:44+02:00")


def _iso(written: str) -> datetime | None:
    """Read the form most systems write, which is most of a large file's time."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    in_utc = at.astimezone(UTC)
    return in_utc.replace(microsecond=in_utc.microsecond // 1000 * 1000)


def read_log(table: SheetTable, columns: HistoryColumns, zone: ZoneInfo) -> EventLog:
    """Read a table as an event log; times without an offset are the office's."""
    reading = _Reading(table, columns, zone)
    for row in table.rows:
        reading.take_in(row)
    for key, case in reading.cases.items():
        case.stays = _stays(reading.events[key])
    taken = sum(len(each) for each in reading.events.values())
    return EventLog(tuple(reading.cases.values()), taken, tuple(reading.problems))


def _stays(events: Sequence[_Event]) -> list[Stay]:
    """Join what follows each other in one stage; events of one time keep the file's order."""
    runs: list[list[_Event]] = []
    for event in sorted(events, key=_time_and_line):
        if runs and runs[-1][0].activity == event.activity:
            runs[-1].append(event)
        else:
            runs.append([event])
    ends = [run[0].at for run in runs[1:]]
    return [
        Stay(
            run[0].activity,
            run[0].at,
            end,
            next((event.handler for event in run if event.handler), ""),
            len(run),
        )
        for run, end in zip(runs, [*ends, None], strict=True)
    ]


def _time_and_line(event: _Event) -> tuple[datetime, int]:
    return event.at, event.number
