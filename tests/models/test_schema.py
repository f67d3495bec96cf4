"""An older office file is brought up to date once, after a copy; whoever else opens it waits."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, FileKey, connect

KEY = FileKey(bytes(range(32)))
NOW = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("team", sa.Column("colour", sa.String(), nullable=True))
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "office.db"
    schema.create(path, KEY, "local")
    return path


@pytest.fixture
def file(template, tmp_path):
    path = tmp_path / "office.db"
    shutil.copy(template, path)
    return path


@pytest.fixture
def steps(tmp_path):
    """Answer a folder of steps with one more than the program has."""
    folder = tmp_path / "steps"
    shutil.copytree(Path(schema.__file__).parent / "migrations", folder)
    step = STEP.format(before=f"{schema.SCHEMA:04d}")
    (folder / "versions" / "9999_colour.py").write_text(step)
    return folder


@pytest.fixture
def newer(monkeypatch, steps):
    monkeypatch.setattr(schema, "_FOLDER", steps)
    monkeypatch.setattr(schema, "SCHEMA", schema.SCHEMA + 1)


def number(path: Path) -> int:
    raw = connect(path, KEY, "local")
    try:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])
    finally:
        raw.close()


def bring(path: Path, mode: str = "local") -> int:
    database = Database(path, KEY, mode)
    try:
        return schema.bring_up_to_date(database, path.parent / "backups", NOW)
    finally:
        database.close()


OPENER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, FileKey
schema._FOLDER = Path(sys.argv[2])
schema.SCHEMA += 1
path = Path(sys.argv[1])
database = Database(path, FileKey(bytes(range(32))), "local")
print("ready", flush=True)
sys.stdin.readline()
now = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
print(schema.bring_up_to_date(database, path.parent / "backups", now), flush=True)
database.close()
"""


def test_two_programs_that_open_an_old_office_at_once_migrate_it_once(file, steps):
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(file), str(steps)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        assert [program.stdout.readline().strip() for program in programs] == ["ready"] * 2
        for program in programs:
            program.stdin.write("go\n")
            program.stdin.flush()
        told = [program.communicate(timeout=60)[0].strip() for program in programs]
    finally:
        for program in programs:
            program.kill()
            program.wait()
    assert set(told) <= {str(schema.SCHEMA), str(schema.SCHEMA + 1)}
    assert number(file) == schema.SCHEMA + 1
    assert len(list((file.parent / "backups").glob("*.db"))) == 1


def test_a_program_of_the_old_version_does_not_turn_the_number_back(file, monkeypatch):
    """It found an older number, waited at the gate, and meanwhile a newer program was there."""
    old = schema.SCHEMA
    database = Database(file, KEY, "local")
    database.reader.connect().close()
    real = schema._checked_number

    def looked(connection):
        found = real(connection)
        raw = connect(file, KEY, "local")
        raw.execute(f"PRAGMA user_version = {old + 5}")
        raw.close()
        monkeypatch.setattr(schema, "_checked_number", real)
        return found - 1

    monkeypatch.setattr(schema, "_checked_number", looked)
    with pytest.raises(Unavailable) as caught:
        schema.bring_up_to_date(database, file.parent / "backups", NOW)
    database.close()
    assert caught.value.reason == "too_new"
    assert number(file) == old + 5


@pytest.mark.usefixtures("newer")
def test_a_program_that_writes_meanwhile_is_waited_for(file):
    database = Database(file, KEY, "local")
    inside, go_on = threading.Event(), threading.Event()

    def write():
        with database.writing() as session:
            inside.set()
            go_on.wait(5)
            database.commit(session)

    writer = threading.Thread(target=write)
    writer.start()
    inside.wait(5)
    threading.Timer(0.2, go_on.set).start()
    bring(file)
    writer.join()
    database.close()
    assert number(file) == schema.SCHEMA


@pytest.mark.usefixtures("newer")
def test_a_copy_of_the_same_second_is_not_written_over(file):
    backups = file.parent / "backups"
    backups.mkdir()
    name = f"before-schema-{schema.SCHEMA:04d}-20260630-040000.db"
    (backups / name).write_bytes(b"an earlier copy")
    bring(file)
    assert (backups / name).read_bytes() == b"an earlier copy"
    assert len(list(backups.iterdir())) == 2


@pytest.mark.usefixtures("newer")
def test_no_migration_without_a_copy(file):
    before = schema.SCHEMA - 1
    (file.parent / "backups").write_text("a file where the folder should be")
    with pytest.raises(Unavailable, match="backups"):
        bring(file)
    assert number(file) == before


@pytest.mark.usefixtures("newer")
def test_a_half_copy_is_taken_away(file, monkeypatch):
    def full(_name):
        raise schema.unavailable("disk_full")

    monkeypatch.setattr(schema, "connect", lambda target, *_a, **_k: full(target.write_bytes(b"x")))
    with pytest.raises(Unavailable):
        bring(file)
    assert list((file.parent / "backups").iterdir()) == []
