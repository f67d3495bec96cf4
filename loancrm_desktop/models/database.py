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
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.gate import WriteGate
from loancrm_desktop.text_keys import text_key
from loancrm_desktop.texts import say

Mode = Literal["local", "shared"]

APPLICATION_ID = 0x4C43524D  # "LCRM"
BUSY_TIMEOUT_MS = 3000
PAGE_BYTES = 4096
CACHE_KIB = 65536
COMMIT_PATIENCE_S = 10.0
"""How long a COMMIT that meets another desk's reader is tried again."""

DRIVER = "driver"
"""Where a session keeps the driver's own connection, for `prepared`."""

FAULTS = (DBAPIError, sqlcipher.Error)
"""What the database library raises, through SQLAlchemy or past it."""

_ATTACH = 24  # SQLITE_ATTACH
_PRAGMA = 19  # SQLITE_PRAGMA
_FORBIDDEN_PRAGMAS = frozenset({"writable_schema", "rekey", "hexrekey", "cipher_migrate"})


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
        Unavailable: the file is missing, damaged, or does not take the settings.
    """
    if not may_create:
        _require_file(path)
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
            problem = Unavailable(_SENTENCES["read_only"], "read_only")
        raise problem from fault
    except BaseException:
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
        raise Unavailable(_SENTENCES["damaged"], "damaged")


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
    if action == _ATTACH:
        return sqlcipher.SQLITE_DENY
    if action == _PRAGMA and first in _FORBIDDEN_PRAGMAS and second is not None:
        return sqlcipher.SQLITE_DENY
    return sqlcipher.SQLITE_OK


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
        except sqlcipher.Error:
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


def missing_database(path: Path) -> Unavailable:
    """Say that the database file is not there."""
    return Unavailable(
        say(
            "The database {file} is missing in the office folder. Connect the drive it lies on, "
            "or restore the office from a backup.",
            file=path.name,
        ),
        "missing",
    )


_FAULTS = (
    ("locked", "busy"),
    ("busy", "busy"),
    ("disk is full", "disk_full"),
    ("full", "disk_full"),
    ("readonly", "read_only"),
    ("read-only", "read_only"),
    ("malformed", "damaged"),
    ("not a database", "damaged"),
    ("disk i/o", "io"),
    ("unable to open", "missing"),
)


def translated(fault: BaseException) -> Unavailable:
    """Turn a fault of the database library into a sentence; never shows its parameters."""
    words = str(getattr(fault, "orig", None) or fault).lower()
    reason = next((name for word, name in _FAULTS if word in words), "unavailable")
    return Unavailable(_SENTENCES[reason], reason)


_SENTENCES = {
    "busy": say(
        "Another desk is writing to this office right now. Nothing was changed; try again in "
        "a few seconds."
    ),
    "disk_full": say(
        "The disk of the office folder is full. Nothing was changed; free some space and try again."
    ),
    "read_only": say(
        "The office folder cannot be written to. Check the folder's permissions or the drive's "
        "write protection; nothing was changed."
    ),
    "damaged": say(
        "The database of this office is damaged. Nothing was changed; restore the newest backup "
        "or copy the folder and ask for help before trying anything else."
    ),
    "io": say(
        "The drive of the office folder reports an error. Nothing was changed; check the cable, "
        "the network or the disk, then open the office again."
    ),
    "missing": say(
        "The office folder cannot be reached. Connect the drive or network it lies on and open "
        "the office again; what was saved is safe."
    ),
    "unavailable": say(
        "The database of this office does not answer. Close the program and open the office again."
    ),
}
