"""Opening a damaged, wrong or newer office: said in a sentence, and nothing lost or changed."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from vault_fixtures import FakeClock, surroundings

from loancrm_desktop.errors import Problem, Refused, Unavailable
from loancrm_desktop.models import schema
from loancrm_desktop.models.database import FileKey, connect
from loancrm_desktop.services import checking, customer_list, customers, opening
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.vault import keys
from loancrm_desktop.services.vault.kdf import FLOOR

PASSWORD = "three green lamps dance"
LATER = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)


class Clock:
    """A clock that people could set."""

    def __init__(self):
        self.now = LATER

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def here(tmp_path):
    return surroundings(tmp_path / "profile", FakeClock())


@pytest.fixture(scope="module")
def made_office(tmp_path_factory):
    """Make one office with a customer, copied for each test."""
    top = tmp_path_factory.mktemp("made")
    here = surroundings(top / "profile", FakeClock())
    new = opening.NewOffice("测试机构", "boss", "王老板", PASSWORD, params=FLOOR)
    created = opening.create_office(top / "office", new, clock=Clock(), here=here)
    opened = created.opened
    opened.office.do(opened.actor, customers.add, {"name": "张三", "phone": "13800138000"})
    opened.office.close()
    return top / "office", created.recovery_key


@pytest.fixture
def folder(made_office, tmp_path):
    target = tmp_path / "office"
    shutil.copytree(made_office[0], target)
    return target


def content(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def enter(folder, here, password=PASSWORD, clock=None):
    return opening.open_office(folder, "boss", password, clock=clock or Clock(), here=here)


def refused(folder, here, password=PASSWORD):
    """Open an office that cannot be opened; answer why, after looking that nothing changed."""
    before = content(folder) if folder.exists() else {}
    with pytest.raises(Problem) as caught:
        enter(folder, here, password)
    after = content(folder) if folder.exists() else {}
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) <= {"office.gate", "office.db-shm", "office.db-wal"}
    assert caught.value.text.read("en").endswith((".", "?"))
    return getattr(caught.value, "reason", type(caught.value).__name__)


def altered(path, offset=None):
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 if offset is None else offset] ^= 0xFF
    path.write_bytes(raw)


def test_the_right_password_opens_and_everything_is_there(folder, here):
    opened = enter(folder, here)
    page = opened.office.ask(opened.actor, customer_list.page, ListQuery())
    assert [row.name for row in page.rows] == ["张三"]
    assert checking.check(opened.office, opened.actor).ok
    opened.office.close()


def test_a_wrong_password_and_an_unknown_login_are_told_alike(folder, here):
    assert refused(folder, here, "wrong") == "wrong_password"
    with pytest.raises(Unavailable) as caught:
        opening.open_office(folder, "nobody", PASSWORD, here=here)
    assert caught.value.reason == "wrong_password"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"magic": "other"}', b"\0" * 300])
def test_a_damaged_office_json_is_named(folder, here, damage):
    (folder / "office.json").write_bytes(damage)
    assert refused(folder, here) == "damaged"


def test_flipped_bytes_of_office_json_are_noticed(folder, here):
    whole = (folder / "office.json").read_bytes()
    for place in range(0, len(whole), 7):
        (folder / "office.json").write_bytes(whole)
        altered(folder / "office.json", place)
        assert refused(folder, here) in ("damaged", "too_new")


def test_missing_parts_are_named(folder, here, tmp_path):
    assert refused(tmp_path / "nowhere", here) == "missing"
    (folder / "office.db").rename(folder / "office.db.away")
    assert refused(folder, here) == "missing"
    assert not (folder / "office.db").exists()
    (folder / "office.db.away").rename(folder / "office.db")
    shutil.rmtree(folder / "keys")
    assert refused(folder, here) == "missing"
    (folder / "office.json").unlink()
    assert refused(folder, here) == "missing"


@pytest.mark.parametrize("how", ["flip", "empty", "cut"])
def test_damaged_key_headers_are_named(folder, here, how):
    for path in (folder / "keys").iterdir():
        whole = path.read_bytes()
        if how == "flip":
            altered(path)
        else:
            path.write_bytes(b"" if how == "empty" else whole[: len(whole) // 2])
    assert refused(folder, here) == "damaged"


@pytest.mark.parametrize("kept", [0, 1, 100, 4096, 4096 * 3 + 17, -4096])
def test_a_database_cut_short_is_refused_and_not_made_anew(folder, here, kept):
    path = folder / "office.db"
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.truncate(kept if kept >= 0 else size + kept)
    assert refused(folder, here) == "damaged"


def test_a_database_cut_short_by_one_byte_is_found_by_the_check(folder, here):
    path = folder / "office.db"
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - 1)
    opened = enter(folder, here)
    assert not checking.check(opened.office, opened.actor).ok
    opened.office.close()


def test_an_empty_database_under_the_right_key_is_no_office(folder, here):
    path = folder / "office.db"
    path.unlink()
    fresh = connect(path, database_key(folder, here), "local", may_create=True)
    fresh.execute("CREATE TABLE x (y)")
    fresh.close()
    assert refused(folder, here) == "damaged"


def database_key(folder, here):
    return FileKey(keys.unlock(folder, "boss", PASSWORD, here=here).keys.database)


def test_a_damaged_first_page_is_refused(folder, here):
    altered(folder / "office.db", 200)
    assert refused(folder, here) == "damaged"


def test_a_damaged_page_further_in_is_said_when_it_is_met(folder, here):
    path = folder / "office.db"
    for page in range(3, path.stat().st_size // 4096):
        altered(path, page * 4096 + 99)
    with pytest.raises(Unavailable) as caught:
        read_customers(folder, here)
    assert caught.value.reason == "damaged"


def read_customers(folder, here):
    opened = enter(folder, here)
    try:
        return opened.office.ask(opened.actor, customer_list.page, ListQuery())
    finally:
        opened.office.close()


def test_a_newer_schema_is_refused_untouched(folder, here):
    opened = enter(folder, here)
    raw = opened.office.database.raw()
    raw.execute(f"PRAGMA user_version = {schema.SCHEMA + 7}")
    raw.close()
    opened.office.close()
    assert refused(folder, here) == "too_new"


MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("team", sa.Column("colour", sa.String(), nullable=True))
    {more}
"""


@pytest.fixture
def newer_program(tmp_path, monkeypatch):
    """Make this program one schema newer; answers how to say what else its step does."""

    def make(more="pass"):
        steps = tmp_path / "migrations"
        shutil.copytree(Path(schema.__file__).parent / "migrations", steps)
        step = MIGRATION.format(before=f"{schema.SCHEMA:04d}", more=more)
        (steps / "versions" / "9999_colour.py").write_text(step)
        monkeypatch.setattr(schema, "_FOLDER", steps)
        monkeypatch.setattr(schema, "SCHEMA", schema.SCHEMA + 1)

    return make


def test_an_older_schema_is_migrated_after_a_backup(folder, here, newer_program):
    before = schema.SCHEMA
    newer_program()
    opened = enter(folder, here)
    raw = opened.office.database.raw()
    assert raw.execute("PRAGMA user_version").fetchone()[0] == before + 1
    assert raw.execute("SELECT colour FROM team").fetchall() == []
    raw.close()
    key = FileKey(opened.vault.keys.database)
    opened.office.close()
    assert [path.suffix for path in (folder / "backups").iterdir()] == [".db"]
    (backup,) = (folder / "backups").iterdir()
    copy = connect(backup, key, "shared")
    assert copy.execute("PRAGMA user_version").fetchone()[0] == before
    assert copy.execute("SELECT name FROM customer").fetchall() == [("张三",)]
    assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    copy.close()
    assert "张三".encode() not in backup.read_bytes()
    enter(folder, here).office.close()
    assert len(list((folder / "backups").glob("*.db"))) == 1


def test_a_migration_that_fails_half_way_leaves_the_old_office(folder, here, newer_program):
    before = schema.SCHEMA
    newer_program("raise RuntimeError('half way')")
    with pytest.raises(RuntimeError):
        enter(folder, here)
    raw = connect(folder / "office.db", database_key(folder, here), "local")
    assert raw.execute("PRAGMA user_version").fetchone()[0] == before
    assert "colour" not in [row[1] for row in raw.execute("PRAGMA table_info(team)")]
    assert raw.execute("SELECT name FROM customer").fetchall() == [("张三",)]
    raw.close()


def test_a_second_office_is_not_made_over_the_first(folder, here):
    before = content(folder)
    new = opening.NewOffice("测试机构", "boss", "王老板", PASSWORD, params=FLOOR)
    with pytest.raises(Refused):
        opening.create_office(folder, new, here=here)
    assert content(folder) == before


def test_no_key_is_in_any_repr(folder, here, made_office):
    opened = enter(folder, here)
    secrets = [
        opened.vault.keys.database,
        opened.vault.keys.documents,
        opened.vault.keys.journal,
        opened.vault.keys.header,
        opened.vault.own.master,
    ]
    shown = "".join(
        repr(thing) + str(thing)
        for thing in (
            opened,
            opened.vault,
            opened.vault.keys,
            opened.vault.own,
            opened.office,
            opened.office.place,
            opened.office.database,
            opened.office.database.file_key(),
            opening.Created(opened, made_office[1]),
        )
    )
    opened.office.close()
    for secret in secrets:
        assert secret.hex() not in shown
        assert repr(secret) not in shown
    assert made_office[1] not in shown
