"""The limit's office as one of ours: encrypted, with the same people, deals, contacts, papers.

The rows are written past the services, for two million of them would take hours one by one, but
with everything the services would keep: text keys, kept columns, stage visits, search words. What
they leave out is the history: a real office's journal grows with every act.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Index, delete, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from loancrm_desktop.bench import workload
from loancrm_desktop.bench.seeds import (
    CHANNELS,
    EMPLOYEES,
    LAST_OPEN_STAGE,
    LOST,
    PAID_OUT,
    CaseSeed,
    DealSeed,
)
from loancrm_desktop.models import text_index
from loancrm_desktop.models.base import from_ms, to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.database import Database
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.people import Channel
from loancrm_desktop.models.schema import SCHEMA
from loancrm_desktop.models.tables import metadata
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services import deadlines, opening, people
from loancrm_desktop.services.forms.values.id_numbers import birth_date_of, gender_of
from loancrm_desktop.services.opening import NewOffice, Opened
from loancrm_desktop.services.process import paths
from loancrm_desktop.services.process.paths import ProcessPath, StageInfo
from loancrm_desktop.services.search_words import words_of
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.text_keys import text_key

LOGIN = "bench"
PASSWORD = "gleise-mondbein-42-kachel"  # noqa: S105 - of invented customers in a throw-away folder
TEAMS = ("一组", "二组", "三组", "四组")

_BATCH = 5_000
_SHAPE = 2  # count on when the rows made here change
_METHODS = ("phone", "wechat", "office", "sms")
_STATUSES = ("prospect", "following", "following", "following", "signed", "signed", "closed")
_LOST_STAGE = "lost"
_WRAPPED_KEY_HEX = 120


class BenchClock:
    """The office's clock: the workload's present, until somebody moves it."""

    def __init__(self) -> None:
        self.now_s = workload.NOW_S

    def __call__(self) -> datetime:
        """Answer the present time."""
        return from_ms(self.now_s * 1000)


def fingerprint() -> str:
    """Answer eight letters that change with the schema or with the workload."""
    written: list[object] = [
        _SHAPE,
        SCHEMA,
        workload.SEED,
        workload.NOW_S,
        text_index.CREATE_SQLITE,
    ]
    for table in metadata.sorted_tables:
        written.append(CreateTable(table))
        written += sorted(str(CreateIndex(index)) for index in table.indexes)
    return hashlib.sha256("|".join(map(str, written)).encode()).hexdigest()[:8]


def build_empty(folder: Path) -> None:
    """Make an office with the workload's people and channels, and no customer."""
    _forget(folder)
    created = opening.create_office(
        folder,
        NewOffice("基准机构", LOGIN, "基准", PASSWORD, params=FLOOR, with_rules=False),
        clock=BenchClock(),
        here=_here(folder),
    )
    opened = created.opened
    try:
        for name in TEAMS:
            opened.office.do(opened.actor, people.add_team, name=name)
        for place, name in enumerate(EMPLOYEES):
            opened.office.do(
                opened.actor,
                people.add,
                login=f"employee{place + 1:02d}",
                name=name,
                role_key="broker",
                team=TEAMS[place % len(TEAMS)],
            )
        _add_channels(opened.office.database)
    finally:
        opened.office.close()


def build(folder: Path, count: int) -> None:
    """Make the whole office of `count` customers, settled as after a night's rest."""
    build_empty(folder)
    opened = open_office(folder)
    try:
        database = opened.office.database
        rows = _Rows(known_in(opened))
        stream = workload.cases(count)
        _each_index(database, Index.drop)
        while batch := list(islice(stream, _BATCH)):
            _write(database, rows.of(batch))
        # Made afterwards, in one sweep each, as the limit's are: quicker and closely packed.
        _each_index(database, Index.create)
        settle(database)
    finally:
        opened.office.close()


def open_office(folder: Path, clock: BenchClock | None = None) -> Opened:
    """Open a bench office by its password, at the lowest cost of a guess."""
    return opening.open_office(
        folder, LOGIN, PASSWORD, clock=clock or BenchClock(), here=_here(folder)
    )


def forget_reminders(database: Database) -> None:
    """Take out what the idle scan wrote; its journal entries stay."""
    with database.writing() as session:
        session.execute(delete(Task).where(Task.kind == "idle"))
        database.commit(session)


def copy(folder: Path, to: Path) -> None:
    """Copy a closed office."""
    _forget(to)
    shutil.copytree(folder, to)


def settle(database: Database) -> None:
    """Bring statistics and search index to rest and fold the log into the file."""
    with database.writing() as session:
        text_index.tidy(session)
        database.commit(session)
    connection = database.raw()
    try:
        connection.execute("ANALYZE")
        # With sqlite_stat4 every parameterised query would be planned anew for each value.
        connection.execute("DELETE FROM sqlite_stat4")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Known:
    """The office's own numbers behind the workload's.

    Attributes:
        employees, teams, channels: ids by the workload's number, which counts from 1.
        path: the default process.
    """

    employees: dict[int, int]
    teams: dict[int, int]
    channels: dict[int, int]
    path: ProcessPath
    zone: ZoneInfo

    def stage(self, number: int) -> StageInfo:
        """Answer the stage of a workload's stage: by position, the lost ones by name."""
        if number == LOST:
            found = self.path.stage(_LOST_STAGE)
            if found is None:
                raise LookupError(_LOST_STAGE)
            return found
        return self.path.stages[number - 1]


def known_in(opened: Opened) -> Known:
    """Read the office's numbers."""
    ask = opened.office.ask
    by_name = {row.name: row for row in ask(opened.actor, people.page)}
    channels = {row.name: row.id for row in ask(opened.actor, people.channels)}
    found = [by_name[name] for name in EMPLOYEES]
    return Known(
        {number: row.id for number, row in enumerate(found, 1)},
        {number: row.team_id or 0 for number, row in enumerate(found, 1)},
        {number: channels[name] for number, name in enumerate(CHANNELS, 1)},
        ask(opened.actor, paths.stages),
        opened.office.place.zone,
    )


@dataclass(slots=True)
class Batch:
    """Rows of one table: columns in their order, values in stored form."""

    model: Any
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


_RECORD = ("revision", "created_at", "updated_at", "custom")
_CUSTOMER = (
    *("id", "name", "name_key", "phone", "id_number", "gender", "birth_date", "region"),
    *("channel_id", "assets", "requested_amount_fen", "status", "tags", "owner_id", "team_id"),
    *("last_contact_at", "deal_id", "deal_stage", "deal_stage_entered_at", "deal_due_at"),
    *("deal_amount_fen", *_RECORD),
)
_DEAL = (
    *("id", "ref", "customer_id", "requested_amount_fen", "disbursed_amount_fen", "disbursed_on"),
    *("process_id", "stage", "stage_position", "stage_entered_at", "due_at", "handler_id"),
    *("owner_id", "team_id", "channel_id", "outcome", "closed_at", "max_position"),
    *("last_contact_at", "created_month", *_RECORD),
)
_VISIT = (
    *("deal_id", "process_id", "stage", "from_stage", "entered_at", "entered_by", "handler_id"),
    *("left_at", "dwell_s"),
)
_FOLLOW_UP = ("customer_id", "deal_id", "at", "method", "text", "author_id", *_RECORD)
_TASK = (
    *("title", "kind", "customer_id", "deal_id", "assignee_id", "priority", "due_at"),
    *("done_at", "done_by", *_RECORD),
)
_DOCUMENT = (
    *("customer_id", "deal_id", "kind", "name", "media_type", "size_bytes", "sha256", "blob"),
    *("key_wrapped", "added_by", *_RECORD),
)


_FILLED = ("customer", "deal", "stage_visit", "follow_up", "task", "document")


class _Rows:
    """Turns the workload's cases into rows of our tables."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def of(self, cases: Sequence[CaseSeed]) -> tuple[list[Batch], list[tuple[int, str]]]:
        """Answer the rows of every table, and the search words."""
        batches = [
            Batch(Customer, _CUSTOMER, [self._customer(case) for case in cases]),
            Batch(Deal, _DEAL, [self._deal(case) for case in cases]),
            Batch(StageVisit, _VISIT, [row for case in cases for row in self._visits(case)]),
            Batch(FollowUp, _FOLLOW_UP, [row for case in cases for row in self._contacts(case)]),
            Batch(Task, _TASK, [row for case in cases for row in self._tasks(case)]),
            Batch(Document, _DOCUMENT, [row for case in cases for row in self._papers(case)]),
        ]
        people_found = [case.customer for case in cases]
        words = [(p.number, words_of(p.name, p.phone, None, p.id_number)) for p in people_found]
        return batches, words

    def _customer(self, case: CaseSeed) -> tuple[Any, ...]:
        seed, deal, known = case.customer, case.deal, self._known
        stage = known.stage(deal.stage)
        born = birth_date_of(seed.id_number)
        status = "lost" if deal.stage == LOST else _STATUSES[deal.stage - 1]
        return (
            *(seed.number, seed.name, text_key(seed.name), seed.phone, seed.id_number),
            *(gender_of(seed.id_number), born and born.isoformat(), seed.city),
            *(known.channels[seed.channel], "[]", deal.amount_fen, status, "[]"),
            *(known.employees[seed.owner], known.teams[seed.owner], _ms(case.last_contact_s)),
            *(deal.number, stage.key, _ms(deal.stage_entered_s), self._due(deal, stage)),
            *(deal.disbursed_fen or deal.amount_fen, *_record(seed.created_s)),
        )

    def _deal(self, case: CaseSeed) -> tuple[Any, ...]:
        deal, known = case.deal, self._known
        stage = known.stage(deal.stage)
        month = self._month(deal.created_s)
        paid = deal.stage == PAID_OUT
        owner = known.employees[deal.owner]
        return (
            *(deal.number, f"D{month}-{deal.number:05d}", deal.customer, deal.amount_fen),
            *((deal.disbursed_fen, self._day(deal.stage_entered_s)) if paid else (None, None)),
            *(known.path.id, stage.key, stage.position, _ms(deal.stage_entered_s)),
            *(self._due(deal, stage), owner, owner, known.teams[deal.owner]),
            *(known.channels[deal.channel], stage.outcome),
            *(deal.closed_s and _ms(deal.closed_s), case.furthest_stage - 1),
            *(_ms(case.last_contact_s), month, *_record(deal.created_s)),
        )

    def _visits(self, case: CaseSeed) -> Iterable[tuple[Any, ...]]:
        known, before, since_s = self._known, None, case.deal.created_s
        for move in case.moves:
            who = known.employees[move.user]
            stage = known.stage(move.from_stage).key
            yield (
                *(move.deal, known.path.id, stage, before, _ms(since_s), who, who),
                *(_ms(move.at_s), move.dwell_s),
            )
            before, since_s = stage, move.at_s
        who = known.employees[case.deal.owner]
        stage = known.stage(case.deal.stage).key
        yield (
            *(case.deal.number, known.path.id, stage, before, _ms(since_s), who, who),
            *(None, None),
        )

    def _contacts(self, case: CaseSeed) -> Iterable[tuple[Any, ...]]:
        for seed in case.follow_ups:
            yield (
                *(seed.customer, seed.deal, _ms(seed.at_s), _METHODS[seed.kind], seed.content),
                *(self._known.employees[seed.user], *_record(seed.at_s)),
            )

    def _tasks(self, case: CaseSeed) -> Iterable[tuple[Any, ...]]:
        for seed in case.tasks:
            who = self._known.employees[seed.owner]
            done = (_ms(seed.due_s), who) if seed.done else (None, None)
            yield (
                *(seed.title, "todo", seed.customer, case.deal.number, who, 0, _ms(seed.due_s)),
                *(*done, *_record(case.customer.created_s)),
            )

    def _papers(self, case: CaseSeed) -> Iterable[tuple[Any, ...]]:
        for seed in case.documents:
            wrapped = (seed.sha256 * 2)[:_WRAPPED_KEY_HEX]
            yield (
                *(seed.customer, case.deal.number, "other", seed.name, "application/pdf"),
                *(seed.size_bytes, seed.sha256, seed.sha256[:32], wrapped),
                *(self._known.employees[case.customer.owner], *_record(seed.at_s)),
            )

    def _due(self, deal: DealSeed, stage: StageInfo) -> int | None:
        if deal.stage > LAST_OPEN_STAGE or stage.limit_minutes is None:
            return None
        begun = from_ms(_ms(deal.stage_entered_s))
        working, zone = stage.limit_working, self._known.zone
        return to_ms(deadlines.due_at(begun, stage.limit_minutes, working=working, zone=zone))

    def _month(self, at_s: int) -> int:
        local = self._local(at_s)
        return local.year * 100 + local.month

    def _day(self, at_s: int) -> str:
        return self._local(at_s).isoformat()

    def _local(self, at_s: int) -> date:
        return from_ms(_ms(at_s)).astimezone(self._known.zone).date()


def _record(at_s: int) -> tuple[Any, ...]:
    return (1, _ms(at_s), _ms(at_s), "{}")


def _ms(at_s: int) -> int:
    return at_s * 1000


def _write(database: Database, made: tuple[list[Batch], list[tuple[int, str]]]) -> None:
    batches, words = made
    with database.writing() as session:
        connection = session.connection()
        for batch in batches:
            table = batch.model.__table__
            order = [column.name for column in table.columns if column.name in batch.columns]
            places = [batch.columns.index(name) for name in order]
            said = insert(table).compile(dialect=sqlite.dialect(), column_keys=order)
            rows = [tuple([row[place] for place in places]) for row in batch.rows]
            if rows:
                connection.exec_driver_sql(str(said), rows)
        text_index.put(session, words)
        database.commit(session)


def _each_index(database: Database, act: Callable[[Index, Connection], None]) -> None:
    with database.writing() as session:
        connection = session.connection()
        for name in _FILLED:
            for index in sorted(metadata.tables[name].indexes, key=_name_of):
                act(index, connection)
        database.commit(session)


def _name_of(index: Index) -> str:
    return str(index.name)


def _add_channels(database: Database) -> None:
    row = {"retired": 0, "revision": 1, "custom": "{}"} | dict.fromkeys(
        ("created_at", "updated_at"), _ms(workload.NOW_S)
    )
    named = [
        row | {"key": f"bench_{place}", "name": name, "position": 10 + place}
        for place, name in enumerate(CHANNELS)
    ]
    columns = tuple(named[0])
    _write(database, ([Batch(Channel, columns, [tuple(each.values()) for each in named])], []))


def _here(folder: Path) -> Surroundings:
    """Answer this computer without the person's own profile, which the benchmark leaves alone."""
    return Surroundings(profile=folder.parent / "profile")


def _forget(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
