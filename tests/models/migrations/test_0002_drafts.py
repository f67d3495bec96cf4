"""An office of schema 1 is copied, gets its table of drafts, and keeps all it held."""

import pytest
from office_content import BOOKKEEPING, content_of, rows_of
from office_fixtures import RAW_KEY, START, FrozenClock, place_in
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, connect
from loancrm_desktop.services import access, checking, customers, drafts, founding, journal
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.opening import assemble


@pytest.fixture
def old_file(tmp_path):
    """Answer an office as the program of schema 1 made it, with one customer."""
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    office = assemble(Database(path, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    office.do(boss(office), customers.add, values={"name": "张三", "phone": "13800138000"})
    office.close()
    rewind(path, 1)
    return path


def boss(office):
    with office.database.reading() as session:
        return access.actor_for(session, "boss", desk="desk-1")


def tables(path):
    raw = connect(path, RAW_KEY, "local")
    try:
        number = raw.execute("PRAGMA user_version").fetchone()[0]
        rows = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return number, {name for (name,) in rows}
    finally:
        raw.close()


def test_an_office_of_schema_1_knows_no_drafts(old_file):
    number, names = tables(old_file)
    assert number == 1
    assert "customer" in names
    assert "draft" not in names


def test_opening_it_makes_a_copy_and_the_table(old_file):
    database = Database(old_file, RAW_KEY, "local")
    try:
        assert schema.bring_up_to_date(database, old_file.parent / "backups", START) == 1
    finally:
        database.close()
    number, names = tables(old_file)
    assert number == schema.SCHEMA
    assert "draft" in names
    (copy,) = (old_file.parent / "backups").glob("*.db")
    assert "draft" not in tables(copy)[1]


def test_what_it_held_is_there_and_drafts_can_be_kept(old_file, tmp_path):
    office = assemble(Database(old_file, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    try:
        before = content_without_drafts(office, tables(old_file)[1])
        schema.bring_up_to_date(office.database, tmp_path / "backups", START)
        me = boss(office)
        after = content_of(office)
        assert {name: after[name] for name in before} == before
        assert not any(after[name] for name in after.keys() - before.keys())
        assert office.ask(me, journal.verify).intact
        assert checking.check(office, me).problems == ()
        office.do(me, drafts.keep, key="customer:new", body={"name": "李四"})
        assert office.ask(me, drafts.read, key="customer:new").body == {"name": "李四"}
    finally:
        office.close()


def content_without_drafts(office, known):
    content = rows_of(office, BOOKKEEPING, known)
    assert "draft" not in content, "drafts are no part of what is journaled"
    return content
