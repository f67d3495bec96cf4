"""Opens the encrypted file, proves every setting by its answer, makes sessions."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.database_faults import (
    FAULTS,
    missing_database,
    translated,
    unavailable,
)
from loancrm_desktop.models.gate import WriteGate
from loancrm_desktop.text_keys import text_key
from loancrm_desktop.texts import say

Mode = Literal["local", "shared"]

APPLICATION_ID = 0x4C43524D  # "LCRM"
BUSY_TIMEOUT_MS = 3000
PAGE_BYTES = 4096
CACHE_KIB = 65536
ROOMY_CACHE_KIB = 262144
COMMIT_PATIENCE_S = 10.0
"""How long a COMMIT that meets another desk's reader is tried again."""

DRIVER = "driver"
"""Where a session keeps the driver's own connection, for `prepared`."""

_MANY_ROWS = 20_000
_ATTACH = 24  # SQLITE_ATTACH
_PRAGMA = 19  # SQLITE_PRAGMA
_FUNCTION = 31  # SQLITE_FUNCTION
_PRAGMAS = frozenset(
    [
        *("application_id", "user_version", "data_version", "foreign_keys", "wal_checkpoint"),
        *("integrity_check", "quick_check", "cipher_integrity_check", "foreign_key_check"),
        *("table_info", "table_xinfo", "table_list", "foreign_key_list"),
        *("index_list", "index_info", "index_xinfo"),
        "cache_size",  # more of it while very many rows are written
    ]
)
"""What may be asked once a connection is set up, with a value or without."""

_READ_PRAGMAS = frozenset(
    [
        *("journal_mode", "synchronous", "busy_timeout", "temp_store", "mmap_size", "query_only"),
        *("trusted_schema", "wal_autocheckpoint", "locking_mode", "secure_delete"),
        *(
            "read_uncommitted",
            "writable_schema",
            "page_size",
            "page_count",
            "freelist_count",
            "cipher_version",
        ),
        *("compile_options", "database_list", "schema_version", "encoding", "auto_vacuum"),
    ]
)
"""What may be looked at, but not changed any more."""

_FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer", "sqlcipher_export"})
"""What reaches out of the file."""


# Asked for its details, the engine writes whole rows into the log, hidden parameters or not.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True, repr=False)
class FileKey:
    """The raw 256-bit database key; its repr shows nothing."""

    raw: bytes

    def pragma(self) -> str:
        """Answer the statement that hands the raw key to SQLCipher."""
        return f"PRAGMA key = \"x'{self.raw.hex()}'\""


def connect(path: Path, key: FileKey, mode: Mode, *, may_create: bool = False) -> Any:
    """Open one connection with every pragma of security.md 2.6, each checked by its answer.

    Raises:
        Unavailable: the file is missing, damaged, or does not take the settings; `unfit_place`
            when another program keeps a shared office in the way of a single computer.
    """
    if not may_create:
        _require_file(path)
    if mode == "shared":
        _refuse_foreign_log(path)
    access = "rwc" if may_create else "rw"
    connection = sqlcipher.connect(
        f"{path.resolve().as_uri()}?mode={access}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    try:
        _set_up(connection, key, mode)
    except sqlcipher.Error as fault:
        connection.close()
        problem = translated(fault)
        if problem.reason == "missing" and path.is_file():
            # The file is there: it is its log that cannot be made beside it.
            problem = unavailable("read_only")
        raise problem from fault
    except BaseException:  # Ctrl+C too: the file must not stay open
        connection.close()
        raise
    return connection


def _require_file(path: Path) -> None:
    """Refuse a file that is gone or was emptied, before SQLite makes it anew.

    Raises:
        Unavailable: `missing` or `damaged`.
    """
    if not path.is_file():
        raise missing_database(path)
    # Asked of the folder: opening the file would drop SQLite's locks on it (security.md 0.5).
    if path.stat().st_size < PAGE_BYTES:
        raise unavailable("damaged")


def _refuse_foreign_log(path: Path) -> None:
    """Refuse a share on which somebody writes ahead: other desks would not see it, and lose it.

    Raises:
        Unavailable: `unfit_place`.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise Unavailable(
            say(
                "Another program has opened {file} as if it were alone with it ({log} lies beside "
                "it). Close that program on every desk; if the file stays, restore the newest "
                "backup or ask for help. Nothing was changed.",
                file=path.name,
                log=log.name,
            ),
            "unfit_place",
        )


def _set_up(connection: Any, key: FileKey, mode: Mode) -> None:
    run = connection.execute
    run("PRAGMA cipher_log_level = NONE")
    run(key.pragma())
    run("SELECT count(*) FROM sqlite_master").fetchone()
    journal, journal_answer = ("WAL", "wal") if mode == "local" else ("TRUNCATE", "truncate")
    _expect(connection, "busy_timeout", str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS)
    _expect(connection, "foreign_keys", "ON", 1)
    _expect(connection, "temp_store", "MEMORY", 2)
    _expect(connection, "mmap_size", "0", 0)
    _expect(connection, "journal_mode", journal, journal_answer)
    _expect(connection, "synchronous", "FULL", 2)
    _expect(connection, "trusted_schema", "OFF", 0)
    _expect(connection, "cache_size", str(-CACHE_KIB), -CACHE_KIB)
    if mode == "local":
        _expect(connection, "wal_autocheckpoint", "4000", 4000)
    connection.create_function("text_key", 1, _sql_text_key, deterministic=True)
    connection.set_authorizer(_authorize)


def _expect(connection: Any, pragma: str, value: str, answer: object) -> None:
    connection.execute(f"PRAGMA {pragma} = {value}").fetchall()
    row = connection.execute(f"PRAGMA {pragma}").fetchone()
    # Some builds compile mmap out and answer nothing: nothing mapped is what we ask for.
    given = row[0] if row else 0
    if given != answer:
        raise Unavailable(
            say(
                "The database did not accept the safety setting {setting} (it answered {answer}). "
                "Close other programs that use this office and try again.",
                setting=pragma,
                answer=given,
            ),
            "damaged",
        )


def _sql_text_key(value: object) -> str | None:
    return None if value is None else text_key(str(value))


def _authorize(action: int, first: str | None, second: str | None, *_rest: object) -> int:
    if action == _PRAGMA:
        return sqlcipher.SQLITE_OK if _may_ask(first, second) else sqlcipher.SQLITE_DENY
    if action == _ATTACH or (action == _FUNCTION and str(second).lower() in _FUNCTIONS):
        return sqlcipher.SQLITE_DENY
    return sqlcipher.SQLITE_OK


def _may_ask(pragma: str | None, value: str | None) -> bool:
    """Say whether a pragma may run; SQLite hands its name over as it was written."""
    name = str(pragma).lower()
    if name == "query_only" and value is not None:
        return value.lower() == "on"
    return name in _PRAGMAS or (name in _READ_PRAGMAS and value is None)


class Database:
    """One open office file: a writer behind the gate, and readers that cannot write.

    Runs: any thread; each session belongs to the thread that opened it.
    """

    def __init__(self, path: Path, key: FileKey, mode: Mode) -> None:
        self.path = path
        self.mode: Mode = mode
        self._key = key
        self._file: tuple[int, int] | None = None
        self._gate = WriteGate(path.with_name("office.gate"))
        self.writer = self._engine(1, 0, "BEGIN IMMEDIATE")
        self.reader = self._engine(3, 4, "BEGIN")
        event.listen(self.reader, "connect", _forbid_writing)
        self._write_sessions = sessionmaker(self.writer, expire_on_commit=False, autoflush=False)

    def _engine(self, size: int, overflow: int, begin: str) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=self._connect,
            module=sqlcipher,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=overflow,
            hide_parameters=True,
            json_serializer=json_text,
            query_cache_size=1500,
        )
        event.listen(engine, "begin", _beginner(begin))
        event.listen(engine, "checkin", _leave_no_transaction)
        return engine

    def _connect(self) -> Any:
        connection = connect(self.path, self._key, self.mode)
        if self._file is None:
            self._file = self._file_now()
        return connection

    @contextmanager
    def writing(self) -> Generator[Session]:
        """Hold the write gate and one `BEGIN IMMEDIATE` transaction; the caller commits.

        Raises:
            Unavailable: another desk writes too long, or the file cannot be written.
        """
        with self._gate, self._write_sessions() as session:
            try:
                self._require_same_file()
                session.info[DRIVER] = session.connection().connection.driver_connection
                yield session
            except BaseException:
                # A failed COMMIT leaves the connection inside its transaction: end it here
                # and drop the connection, or it goes back to the pool holding the lock.
                self._abandon(session)
                raise

    def foreign_version(self, session: Session) -> int:
        """Answer a number that changes whenever another program has written to the file."""
        return int(session.info[DRIVER].execute("PRAGMA data_version").fetchone()[0])

    def commit(self, session: Session) -> None:
        """Commit; a COMMIT that meets another desk's reader is tried again for a while.

        Raises:
            Unavailable: it still fails; the caller's transaction is rolled back by `writing`.
        """
        raw: Any = session.connection().connection.driver_connection
        deadline = time.monotonic() + COMMIT_PATIENCE_S
        pause_s = 0.005
        while True:
            try:
                raw.commit()
                break
            except sqlcipher.Error as fault:
                problem = translated(fault)
                if problem.reason != "busy" or time.monotonic() > deadline:
                    raise problem from fault
                time.sleep(pause_s)
                pause_s = min(pause_s * 2, 0.2)
        # The file has it; this closes SQLAlchemy's own idea of the transaction.
        session.commit()

    def _require_same_file(self) -> None:
        """Refuse to write where nobody would find it: into a file that was moved or replaced.

        Raises:
            Unavailable: `missing`, or `damaged` when another file stands in its place.
        """
        there = self._file_now()
        if self.mode == "local" and self._file not in (None, there):
            raise Unavailable(
                say(
                    "The database {file} was replaced while the office was open. Nothing was "
                    "changed; close the program and open the office again.",
                    file=self.path.name,
                ),
                "damaged",
            )

    def _file_now(self) -> tuple[int, int]:
        try:
            now = self.path.stat()
        except OSError as fault:
            raise missing_database(self.path) from fault
        return now.st_dev, now.st_ino

    def _abandon(self, session: Session) -> None:
        try:
            session.rollback()
        except FAULTS:
            session.invalidate()

    @contextmanager
    def reading(self) -> Generator[Session]:
        """Hold one short read transaction on a connection that refuses to write."""
        with self.reader.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")
            # The session joins this transaction when it is asked for; what is prepared goes past it.
            with Session(
                connection, autoflush=False, expire_on_commit=False, info={DRIVER: driver}
            ) as session:
                yield session

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self.reader.dispose()
        self.writer.dispose()
        self._gate.rest()

    def file_key(self) -> FileKey:
        """Answer the key, for a copy that must open with the same one."""
        return self._key

    def raw(self) -> Any:
        """Open one more plain connection, for backup and integrity checks; caller closes it."""
        return self._connect()


@contextmanager
def roomy(session: Session, rows: int) -> Generator[None]:
    """Let the database keep more pages in memory while very many rows are written.

    What does not fit is written out and read back, encrypted each time, before the commit.
    """
    if rows < _MANY_ROWS:
        yield
        return
    driver = session.info[DRIVER]
    driver.execute(f"PRAGMA cache_size = {-ROOMY_CACHE_KIB}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA cache_size = {-CACHE_KIB}")


def json_text(value: object) -> str:
    """Write JSON compactly and readable: no escapes for Chinese."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _beginner(statement: str) -> Callable[[Any], None]:
    def begin(connection: Any) -> None:
        # Straight to the driver: this runs before every operation.
        driver = connection.connection.driver_connection
        if not driver.in_transaction:
            driver.execute(statement)

    return begin


def _forbid_writing(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _leave_no_transaction(connection: Any, _record: object) -> None:
    if connection is not None and connection.in_transaction:
        connection.rollback()
