"""The limit at work: hand-written statements on a plain SQLite file, nothing in between.

It runs on the SQLite inside the sqlcipher3 wheel without a key, so that engine and version are
the ones our offices use and only encryption and everything above it differ.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar, cast

from loancrm_desktop.bench import limit_schema as sql
from loancrm_desktop.bench import memory
from loancrm_desktop.bench.seeds import CHANNELS, EMPLOYEES, STAGE_LIMIT_DAYS, STAGES, CaseSeed
from loancrm_desktop.bench.workload import DAY_S, NOW_S, SEED, cases, questions

if TYPE_CHECKING:
    from sqlite3 import Connection  # the wheel carries no types; its connection has this shape

_Asked = TypeVar("_Asked")

_BATCH = 5_000
_MOVABLE = 2_000
_QUIET_S = 3 * DAY_S
_OFFICE_TIME = timedelta(hours=8)
_NOTE = "电话回访，客户表示本周内可以到店签约，需准备征信授权书"
_CALLING_EMPLOYEE = 3
_COMPANIONS = ("-wal", "-shm", "-journal")


def fingerprint() -> str:
    """Answer eight letters that change with the tables or with the workload."""
    written = (*sql.TABLES, *sql.INDEXES, str(SEED), str(NOW_S))
    return hashlib.sha256("|".join(written).encode()).hexdigest()[:8]


def build(path: Path, count: int) -> None:
    """Write the whole office of `count` customers to a new file, indexed and settled."""
    remove(path)
    connection = connect(path, durable=False)
    _run(connection, sql.TABLES)
    connection.execute(sql.BEGIN)
    _add_lists(connection)
    stream = cases(count)
    while batch := list(islice(stream, _BATCH)):
        _add_cases(connection, batch)
    _run(connection, sql.INDEXES)
    connection.execute(sql.COMMIT)
    _run(connection, sql.AFTER_BULK)
    connection.close()


def remove(path: Path) -> None:
    """Delete a database with its companions; a stale `-wal` would be replayed into a new one."""
    for name in ("", *_COMPANIONS):
        path.with_name(path.name + name).unlink(missing_ok=True)


class Limit:
    """One open limit office; method wN does workload N and answers how much it found.

    `index` counts the calls of a measurement: the n-th call asks the n-th question, on our side
    as on this one.
    """

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        self._questions = questions(count)
        self._connection = connect(path, durable=True)
        self._second: Connection | None = None
        self._file_numbers = 1
        found = self._connection.execute(sql.MOVABLE_DEALS, (_MOVABLE,)).fetchall()
        self.movable_deals: tuple[int, ...] = tuple(row[0] for row in found)
        self.movable_stages: dict[int, int] = dict(found)
        deep = (max(0, int(count * 0.9) - 1),)
        self.deep_cursor: tuple[int, int] | None = self._connection.execute(
            sql.DEEP_CURSOR, deep
        ).fetchone()

    @classmethod
    def empty(cls, path: Path) -> Self:
        """Make a fully indexed office without customers, for an import."""
        remove(path)
        connection = connect(path, durable=True)
        _run(connection, sql.TABLES)
        _run(connection, sql.INDEXES)
        connection.close()
        return cls(path, 1)

    def close(self) -> None:
        """Close the file; no further work is possible."""
        self.forget_open()
        self._connection.close()

    def w1_import(self, sheet: Path) -> int:
        """Take in a CSV as one durable transaction; answer how many customers are new."""
        connection = self._connection
        connection.execute(sql.BEGIN)
        seen = {row[0] for row in connection.execute(sql.KNOWN_PHONES)}
        known = len(seen)
        fresh = _new_rows(sheet, seen)
        while batch := list(islice(fresh, _BATCH)):
            _add_imported(connection, batch)
        connection.execute(sql.COMMIT)
        return len(seen) - known

    def w2_list_page(self, _index: int) -> int:
        """Read the newest 50 rows of the customer list and count all."""
        self._connection.execute(sql.LIST_PAGE).fetchall()
        return self._number(sql.COUNT)

    def w3_deep_page(self, _index: int) -> int:
        """Read 50 rows after the first nine tenths of the list."""
        if self.deep_cursor is None:
            return 0
        return len(self._connection.execute(sql.DEEP_PAGE, self.deep_cursor).fetchall())

    def w4_filter(self, _index: int) -> int:
        """Read 50 deals of the filter question and count all."""
        asked = self._questions.filter
        values = (
            asked.owner,
            *asked.stages,
            asked.amount_from_fen,
            asked.amount_to_fen,
            asked.quiet_since_s,
        )
        self._connection.execute(sql.FILTER_PAGE, values).fetchall()
        return self._number(sql.FILTER_COUNT, values)

    def w5_name(self, index: int) -> int:
        """Find customers by a piece of the name."""
        return self._matches(_turn(self._questions.name_fragments, index))

    def w5_last4(self, index: int) -> int:
        """Find customers by the last four digits of the phone."""
        tail = _turn(self._questions.phone_tails, index)
        return len(self._connection.execute(sql.SEARCH_TAIL, (tail,)).fetchall())

    def w5_pinyin(self, index: int) -> int:
        """Find customers by pinyin initials."""
        return self._matches("p" + _turn(self._questions.initials, index))

    def w6_customer_page(self, index: int) -> int:
        """Read one customer with deal, follow-ups, tasks, documents and history."""
        customer = (_turn(self._questions.customers_opened, index),)
        return sum(
            len(self._connection.execute(part, customer).fetchall()) for part in sql.CUSTOMER_PAGE
        )

    def w7_move(self, index: int) -> None:
        """Move a deal to its next stage, on the disk when this returns."""
        deal = _turn(self.movable_deals, index)
        now_s = NOW_S + index
        run = self._connection.execute
        run(sql.BEGIN)
        stage, since_s, owner = run(sql.DEAL_BEFORE_MOVE, (deal,)).fetchone()
        target = stage % 6 + 1
        run(sql.MOVE_DEAL, (target, now_s, target, deal))
        run(sql.MOVE_CUSTOMER, (target, deal))
        run(sql.ADD_MOVE, (deal, stage, target, now_s, owner, now_s - since_s))
        detail = f'{{"from":{stage},"to":{target}}}'
        run(sql.ADD_JOURNAL, (now_s, owner, "deal", deal, "stage", detail))
        run(sql.COMMIT)

    def w8_follow_up(self, index: int) -> None:
        """Log a follow-up, on the disk when this returns."""
        customer = _turn(self._questions.customers_contacted, index)
        now_s = NOW_S + index
        caller = _CALLING_EMPLOYEE
        run = self._connection.execute
        run(sql.BEGIN)
        run(sql.ADD_FOLLOW_UP, (customer, customer, caller, 1, now_s, _NOTE))
        run(sql.CONTACT_CUSTOMER, (now_s, customer))
        run(sql.CONTACT_DEAL, (now_s, customer))
        run(sql.ADD_JOURNAL, (now_s, caller, "customer", customer, "follow-up", None))
        run(sql.COMMIT)

    def w9_dashboard(self, _index: int) -> int:
        """Compute the five figures of the dashboard."""
        return sum(self._figure(name) for name in sql.DASHBOARD)

    def add_file_numbers(self, values: int) -> None:
        """Give every customer one of so many file numbers, indexed in the order of the list."""
        run = self._connection.execute
        run(sql.ADD_FILE_NUMBER)
        run(sql.FILL_FILE_NUMBERS, (values,))
        run(sql.INDEX_FILE_NUMBERS)
        self._file_numbers = values

    def own_condition(self, index: int) -> int:
        """Read 50 customers with one file number and count all."""
        number = (index % self._file_numbers,)
        self._connection.execute(sql.FILE_NUMBER_PAGE, number).fetchall()
        return self._number(sql.FILE_NUMBER_COUNT, number)

    def forget_reminders(self) -> None:
        """Put the office back before its first idle scan."""
        self._connection.execute(sql.FORGET_REMINDERS)

    def w10_idle_scan(self, index: int) -> int:
        """Remind of every quiet deal once; answer how many reminders are new."""
        now_s = NOW_S + index
        run = self._connection.execute
        run(sql.BEGIN)
        quiet = run(sql.REMIND_QUIET, (now_s, now_s - _QUIET_S)).rowcount
        run(sql.COMMIT)
        return quiet

    def w11_open(self, _index: int) -> int:
        """Open the file once more, up to the first answer; `forget_open` undoes it."""
        self._second = connect(self._path, durable=True)
        return len(self._second.execute(sql.FIRST_READ).fetchall())

    def w11_open_and_list(self, index: int) -> int:
        """Open the file once more and read the first page of the list."""
        self.w11_open(index)
        if self._second is None:
            return 0
        self._second.execute(sql.LIST_PAGE).fetchall()
        return int(self._second.execute(sql.COUNT).fetchone()[0])

    def forget_open(self) -> None:
        """Close what W11 opened and ask the system to drop the file from its cache."""
        if self._second is not None:
            self._second.close()
            self._second = None
        memory.forget_cached(self._path)

    def _figure(self, name: str) -> int:
        return len(self._connection.execute(sql.DASHBOARD[name]).fetchall())

    def _matches(self, word: str) -> int:
        return len(self._connection.execute(sql.SEARCH_GRAM, (f'"{word}"',)).fetchall())

    def _number(self, statement: str, values: Sequence[object] = ()) -> int:
        return int(self._connection.execute(statement, values).fetchone()[0])


def connect(path: Path, *, durable: bool) -> Connection:
    """Open a limit's file; `durable` has a commit reach the disk."""
    wheel = import_module("sqlcipher3.dbapi2")
    connection = cast(
        "Connection", wheel.connect(str(path), isolation_level=None, cached_statements=256)
    )
    _run(connection, (*sql.PRAGMAS, sql.DURABLE if durable else sql.BULK))
    return connection


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _turn(values: Sequence[_Asked], index: int) -> _Asked:
    return values[index % len(values)]


def _add_lists(connection: Connection) -> None:
    limits_s = [days and days * DAY_S for days in STAGE_LIMIT_DAYS]
    stages = [(at, name, limits_s[at - 1]) for at, name in enumerate(STAGES, 1)]
    connection.executemany(sql.ADD_EMPLOYEE, enumerate(EMPLOYEES, 1))
    connection.executemany(sql.ADD_CHANNEL, enumerate(CHANNELS, 1))
    connection.executemany(sql.ADD_STAGE, stages)


def _add_cases(connection: Connection, batch: Sequence[CaseSeed]) -> None:
    many = connection.executemany
    many(
        sql.ADD_CUSTOMER,
        ((*c.customer, c.last_contact_s, c.deal.amount_fen, c.deal.stage) for c in batch),
    )
    many(
        sql.ADD_DEAL,
        ((*c.deal, c.last_contact_s, c.furthest_stage, _month(c.deal.created_s)) for c in batch),
    )
    many(sql.ADD_MOVE, (move for c in batch for move in c.moves))
    many(sql.ADD_FOLLOW_UP, (contact for c in batch for contact in c.follow_ups))
    many(sql.ADD_TASK, (task for c in batch for task in c.tasks))
    many(sql.ADD_DOCUMENT, (paper for c in batch for paper in c.documents))
    many(
        sql.ADD_GRAMS,
        ((c.customer.number, sql.grams(c.customer.name, c.customer.phone)) for c in batch),
    )


def _new_rows(sheet: Path, seen: set[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield number, phone and cells of every row whose phone is new, and note the phone."""
    with sheet.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.reader(opened)
        next(rows)
        for row in rows:
            phone = _plain_phone(row[1])
            if phone not in seen:
                seen.add(phone)
                yield len(seen), phone, row


def _plain_phone(written: str) -> str:
    digits = "".join(filter(str.isdigit, written))
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _add_imported(connection: Connection, batch: Sequence[tuple[int, str, list[str]]]) -> None:
    customers: list[tuple[object, ...]] = []
    deals: list[tuple[object, ...]] = []
    month = _month(NOW_S)
    for number, phone, (name, _, id_number, channel, owner, city, amount_yuan) in batch:
        place, person, fen = _CHANNEL_PLACE[channel], _EMPLOYEE_PLACE[owner], int(amount_yuan) * 100
        customers.append(
            (number, name, phone, id_number, place, person, city, NOW_S, NOW_S, fen, 1)
        )
        deals.append(
            (number, number, person, place, 1, fen, 0, NOW_S, NOW_S, None, NOW_S, 1, month)
        )
    many = connection.executemany
    many(sql.ADD_CUSTOMER, customers)
    many(sql.ADD_DEAL, deals)
    many(sql.ADD_GRAMS, ((number, sql.grams(row[0], phone)) for number, phone, row in batch))
    many(sql.ADD_JOURNAL, ((NOW_S, 1, "customer", row[0], "import", None) for row in batch))


def _month(at_s: int) -> int:
    local = datetime.fromtimestamp(at_s, UTC) + _OFFICE_TIME
    return local.year * 100 + local.month


_CHANNEL_PLACE = {name: place for place, name in enumerate(CHANNELS, 1)}
_EMPLOYEE_PLACE = {name: place for place, name in enumerate(EMPLOYEES, 1)}
