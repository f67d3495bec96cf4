"""The encrypted file: every setting proved, nothing dangerous allowed, no commit half done."""

import threading
import time

import pytest
from office_fixtures import RAW_KEY
from sqlalchemy.exc import IntegrityError

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import database as module
from loancrm_desktop.models import schema
from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.database import Database, FileKey, connect, translated
from loancrm_desktop.models.database_faults import clash_of, is_bug
from loancrm_desktop.models.people import Team

TEAM = "INSERT INTO team (name, revision, created_at, updated_at, custom) VALUES (?, 1, 1, 1, '{}')"


@pytest.fixture(params=["local", "shared"])
def file(request, tmp_path):
    """Answer a fresh file in each mode."""
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, request.param)
    opened = Database(path, RAW_KEY, request.param)
    yield opened
    opened.close()


def team(name, moment_ms=1):
    from loancrm_desktop.models.base import from_ms

    moment = from_ms(moment_ms)
    assert to_ms(moment) == moment_ms
    return Team(name=name, created_at=moment, updated_at=moment)


def write(opened, *new, then=None):
    """Write teams in one transaction and commit it; `then` comes in between."""
    with opened.writing() as session:
        session.add_all([team(name) for name in new])
        session.flush()
        if then is not None:
            then()
        opened.commit(session)


def names(opened):
    raw = opened.raw()
    try:
        return [row[0] for row in raw.execute("SELECT name FROM team ORDER BY id")]
    finally:
        raw.close()


def test_every_setting_is_as_the_security_notes_ask(file):
    raw = file.raw()
    answered = {
        name: raw.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            "journal_mode",
            "synchronous",
            "busy_timeout",
            "foreign_keys",
            "temp_store",
            "trusted_schema",
            "cache_size",
        )
    }
    mapped = raw.execute("PRAGMA mmap_size").fetchone()
    raw.close()
    assert answered == {
        "journal_mode": "wal" if file.mode == "local" else "truncate",
        "synchronous": 2,
        "busy_timeout": module.BUSY_TIMEOUT_MS,
        "foreign_keys": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cache_size": -module.CACHE_KIB,
    }
    assert mapped is None or mapped[0] == 0


def test_pooled_connections_have_the_same_settings_and_readers_cannot_write(file):
    with file.reading() as session:
        run = session.connection().exec_driver_sql
        assert run("PRAGMA synchronous").scalar() == 2
        assert run("PRAGMA foreign_keys").scalar() == 1
        assert run("PRAGMA query_only").scalar() == 1
    with file.writing() as session:
        run = session.connection().exec_driver_sql
        assert run("PRAGMA synchronous").scalar() == 2
        assert run("PRAGMA query_only").scalar() == 0


def test_a_setting_that_is_not_taken_refuses_the_connection(file, monkeypatch):
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", -5)
    with pytest.raises(Unavailable):
        file.raw()


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH DATABASE ':memory:' AS other",
        "ATTACH DATABASE 'other.db' AS other KEY ''",
        "VACUUM INTO 'copy.db'",
        "PRAGMA writable_schema = ON",
        "PRAGMA writable_schema(1)",
        "PRAGMA rekey = 'x'",
        "PRAGMA hexrekey = '00'",
        "PRAGMA Rekey = 'x'",
        "PRAGMA WRITABLE_SCHEMA = 1",
        "PRAGMA key = 'x'",
        "PRAGMA cipher_migrate",
        "PRAGMA cipher_log = 'sql.log'",
        "PRAGMA cipher_profile = 'sql.log'",
        "PRAGMA temp_store_directory = '.'",
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA trusted_schema = ON",
        "PRAGMA locking_mode = EXCLUSIVE",
        "PRAGMA query_only = OFF",
        "SELECT fts3_tokenizer('simple')",
        "SELECT load_extension('x')",
        "SELECT sqlcipher_export('other')",
    ],
)
def test_other_files_schemas_keys_and_extensions_are_out_of_reach(file, statement, monkeypatch):
    monkeypatch.chdir(file.path.parent)
    before = sorted(path.name for path in file.path.parent.iterdir())
    raw = file.raw()
    with pytest.raises(module.sqlcipher.DatabaseError):
        raw.execute(statement).fetchall()
    assert raw.execute("PRAGMA writable_schema").fetchone()[0] == 0
    raw.close()
    after = {path.name for path in file.path.parent.iterdir()}
    assert after - set(before) <= {"office.db-wal", "office.db-shm"}


def test_only_the_right_key_opens_the_file_and_nothing_is_readable_in_it(file):
    write(file, "找不到的名字 marker-7531")
    file.close()
    for path in file.path.parent.iterdir():
        assert b"marker-7531" not in path.read_bytes()
    assert not file.path.read_bytes().startswith(b"SQLite")
    with pytest.raises(Unavailable) as caught:
        connect(file.path, FileKey(b"\1" * 32), file.mode)
    assert caught.value.reason == "damaged"
    assert names(file) == ["找不到的名字 marker-7531"]


def test_a_missing_file_is_not_made_by_opening(tmp_path):
    with pytest.raises(Unavailable) as caught:
        connect(tmp_path / "office.db", RAW_KEY, "local")
    assert caught.value.reason == "missing"
    assert list(tmp_path.iterdir()) == []


def test_what_raises_inside_is_rolled_back_and_lets_the_next_one_in(file):
    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(file, "half", then=fail)
    write(file, "whole")
    assert names(file) == ["whole"]


def test_leaving_without_a_commit_writes_nothing(file):
    with file.writing() as session:
        session.add(team("forgotten"))
        session.flush()
    with file.writing() as session:
        assert not session.connection().exec_driver_sql("SELECT 1 FROM team").first()


@pytest.fixture
def shared_file(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(module, "COMMIT_PATIENCE_S", 0.3)
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "shared")
    opened = Database(path, RAW_KEY, "shared")
    yield opened
    opened.close()


def test_a_commit_that_fails_for_good_is_rolled_back_by_us(shared_file):
    reader = shared_file.raw()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM team").fetchall()  # holds the shared lock
    with pytest.raises(Unavailable) as caught:
        write(shared_file, "lost")
    assert caught.value.reason == "busy"
    reader.execute("COMMIT")
    # Nobody holds a lock any more, neither the pool nor the gate.
    reader.execute("BEGIN IMMEDIATE")
    reader.execute(TEAM, ("other desk",))
    reader.execute("COMMIT")
    reader.close()
    write(shared_file, "again")
    assert names(shared_file) == ["other desk", "again"]


def test_a_commit_that_meets_a_passing_reader_is_tried_again(shared_file, monkeypatch):
    monkeypatch.setattr(module, "COMMIT_PATIENCE_S", 5.0)
    reader = shared_file.raw()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM team").fetchall()

    def leave():
        time.sleep(0.2)
        reader.execute("COMMIT")

    leaving = threading.Thread(target=leave)
    write(shared_file, "patient", then=leaving.start)
    leaving.join()
    reader.close()
    assert names(shared_file) == ["patient"]


def test_readers_of_a_local_file_do_not_hold_up_a_commit(tmp_path):
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    opened = Database(path, RAW_KEY, "local")
    with opened.reading() as seen, opened.writing() as session:
        assert seen.connection().exec_driver_sql("SELECT count(*) FROM team").scalar() == 0
        session.add(team("fresh"))
        session.flush()
        opened.commit(session)
        assert seen.connection().exec_driver_sql("SELECT count(*) FROM team").scalar() == 0
    assert names(opened) == ["fresh"]
    opened.close()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("database is locked", "busy"),
        ("database or disk is full", "disk_full"),
        ("attempt to write a readonly database", "read_only"),
        ("database disk image is malformed", "damaged"),
        ("file is not a database", "damaged"),
        ("disk I/O error", "io"),
        ("unable to open database file", "missing"),
        ("something new", "unavailable"),
    ],
)
def test_each_fault_of_the_library_is_a_sentence_of_its_own(words, reason):
    problem = translated(module.sqlcipher.OperationalError(words))
    assert problem.reason == reason
    assert words not in problem.text.read("en")


def test_keys_and_values_are_in_no_repr_and_no_error(file):
    hexed = RAW_KEY.raw.hex()
    assert hexed not in repr(RAW_KEY)
    assert hexed not in repr(file.writer) + repr(file.reader) + repr(vars(file))
    with pytest.raises(IntegrityError) as caught:
        write(file, "marker-8642", "marker-8642")
    assert "marker-8642" not in str(caught.value)


def test_a_shared_file_that_somebody_keeps_alone_is_refused(tmp_path):
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "shared")
    alone = connect(path, RAW_KEY, "local")
    alone.execute(TEAM, ("A",))
    with pytest.raises(Unavailable) as caught:
        connect(path, RAW_KEY, "shared")
    assert caught.value.reason == "unfit_place"
    alone.close()
    connect(path, RAW_KEY, "shared").close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT nothing FROM team",
        "SELEKT 1",
        "PRAGMA rekey = 'x'",
        "INSERT INTO team (id) VALUES ('no number')",
    ],
)
def test_what_only_we_can_do_wrong_is_not_blamed_on_the_disk(file, statement):
    raw = file.raw()
    with pytest.raises(module.sqlcipher.Error) as caught:
        raw.execute(statement)
    raw.close()
    assert is_bug(caught.value)


def test_a_busy_or_read_only_file_is_no_bug(file):
    holder, other = file.raw(), file.raw()
    holder.execute("BEGIN IMMEDIATE")
    other.execute("PRAGMA query_only = ON")
    with pytest.raises(module.sqlcipher.Error) as caught:
        other.execute(TEAM, ("A",))
    assert not is_bug(caught.value)
    assert translated(caught.value).reason in {"busy", "read_only"}
    holder.rollback()
    holder.close()
    other.close()


def test_a_second_value_that_must_be_unique_is_a_sentence(file):
    write(file, "A")
    with pytest.raises(IntegrityError) as caught:
        write(file, "A")
    assert "just saved" in clash_of(caught.value).text.msgid


def test_a_value_a_table_cannot_do_without_is_a_bug(file):
    raw = file.raw()
    with pytest.raises(module.sqlcipher.IntegrityError) as caught:
        raw.execute("INSERT INTO team (name) VALUES ('A')")
    raw.close()
    assert clash_of(caught.value) is None
