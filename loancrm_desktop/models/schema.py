"""Brings an office file to this program's schema; a newer one is refused untouched."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.database import APPLICATION_ID, Database, FileKey, Mode, connect
from loancrm_desktop.models.database_faults import FAULTS, is_bug, translated, unavailable
from loancrm_desktop.models.durable_files import make_folder
from loancrm_desktop.texts import say

SCHEMA = 12
"""The number of the newest migration; stored in the file as `PRAGMA user_version`."""

_FOLDER = Path(__file__).resolve().parent / "migrations"


def create(path: Path, key: FileKey, mode: Mode) -> None:
    """Make a new encrypted file with the present schema.

    Raises:
        Unavailable: the folder cannot be written to.
    """
    connection = connect(path, key, mode, may_create=True)
    try:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        connection.close()
    database = Database(path, key, mode)
    try:
        _migrate(database)
    finally:
        database.close()


def bring_up_to_date(database: Database, backups: Path, now: datetime) -> int:
    """Check the file's schema number and migrate an older one, after a backup.

    Backup and migration happen inside the write gate: of two programs that open an old office
    at once, one migrates it and the other finds it done.

    Args:
        database: the open office.
        backups: the folder where the copy made before migrating is put.
        now: names the backup.

    Returns:
        The schema number the file had.

    Raises:
        Unavailable: reason `too_new` when a later version of the program wrote the file,
            `damaged` when it is empty; the disk.
    """
    connection = database.raw()
    try:
        found = _checked_number(connection)
    finally:
        connection.close()
    if found < SCHEMA:
        _migrate(database, lambda: _back_up(database, backups, now))
    return found


def _checked_number(connection: Any) -> int:
    """Answer the schema number of a file that is ours to open.

    Raises:
        Unavailable: `too_new` or `damaged`.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > SCHEMA:
        raise Unavailable(
            say(
                "This office was last opened by a newer version of the program (schema {found}, "
                "this program knows {known}). Install the newer version; nothing was changed.",
                found=found,
                known=SCHEMA,
            ),
            "too_new",
        )
    if found == 0:
        # Never one of ours: an emptied file must not become a new office without a word.
        raise Unavailable(
            say("The database of this office is empty. Restore the newest backup."), "damaged"
        )
    return found


def _back_up(database: Database, backups: Path, now: datetime) -> None:
    name = f"before-schema-{SCHEMA:04d}-{now:%Y%m%d-%H%M%S}"
    target = backups / f"{name}.db"
    while target.exists():
        name = f"{name}-again"
        target = backups / f"{name}.db"
    connection = database.raw()
    try:
        copy_database(connection, target, database)
    finally:
        connection.close()


def is_older(database: Database) -> bool:
    """Say whether the file's schema is older than this program's."""
    connection = database.raw()
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0]) < SCHEMA
    finally:
        connection.close()


def copy_database(source: Any, target: Path, database: Database) -> None:
    """Copy the open database in one step into a file with the same key; a half copy is removed.

    Raises:
        Unavailable: the disk, or the copy does not hold together.
    """
    make_folder(target.parent)
    try:
        copy = connect(target, database.file_key(), "shared", may_create=True)
        try:
            source.backup(copy)
            if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise unavailable("damaged")
        finally:
            copy.close()
    except FAULTS as fault:
        target.unlink(missing_ok=True)
        raise translated(fault) from fault
    except BaseException:  # Ctrl+C too: half a copy must not pass for a backup
        target.unlink(missing_ok=True)
        raise
    finally:
        target.with_name(f"{target.name}-journal").unlink(missing_ok=True)


def _migrate(database: Database, before: Callable[[], None] | None = None) -> None:
    """Run the numbered steps the file has not seen, in one transaction; nothing of it if one fails.

    Raises:
        Unavailable: another program is in the way for too long, or the disk.
    """
    # Alembic takes most of a second to import: only a file that needs it pays for it.
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        with database.writing() as session:
            connection = session.connection()
            if before is not None:
                # Another program may have been here while we waited at the gate.
                if _checked_number(connection.connection.driver_connection) == SCHEMA:
                    return
                before()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
            database.commit(session)
    except FAULTS as fault:
        raise fault if is_bug(fault) else translated(fault) from fault
