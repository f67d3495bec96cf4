"""An office of schema 3 is copied, gets its tables of ownership, and keeps all it held."""

import pytest
from office_content import BOOKKEEPING, content_of, rows_of
from office_fixtures import RAW_KEY, START, FrozenClock, place_in
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, connect
from loancrm_desktop.services import access, checking, customers, founding, journal, people
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.ownership import transfer

NEW = {"owner_change", "collaborator"}


@pytest.fixture
def old_file(tmp_path):
    """Answer an office whose file is as schema 3 had it, with one customer."""
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    office = assemble(Database(path, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    office.do(boss(office), people.add, login="li", name="李经理", role_key="broker")
    office.do(boss(office), customers.add, values={"name": "张三", "phone": "13800138000"})
    office.close()
    rewind(path, 3)
    return path


def boss(office):
    with office.database.reading() as session:
        return access.actor_for(session, "boss", desk="desk-1")


def tables(path):
    raw = connect(path, RAW_KEY, "local")
    try:
        rows = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name for (name,) in rows}
    finally:
        raw.close()


def test_opening_an_office_of_schema_3_makes_the_tables_and_keeps_the_rest(old_file, tmp_path):
    known = tables(old_file)
    assert not NEW & known
    database = Database(old_file, RAW_KEY, "local")
    office = assemble(database, place_in(tmp_path), FrozenClock())
    try:
        before = rows_of(office, BOOKKEEPING, known)
        assert schema.bring_up_to_date(database, tmp_path / "backups", START) == 3
        after = content_of(office)
        assert {name: after[name] for name in before} == before
        me = boss(office)
        assert office.ask(me, journal.verify).intact
        assert checking.check(office, me).problems == ()
        li = next(row for row in office.ask(me, people.page) if row.login == "li")
        assert office.do(me, transfer.transfer, [1], li.id).done == (1,)
        assert len(office.ask(me, transfer.history, 1)) == 1
    finally:
        office.close()
    assert tables(old_file) >= NEW


def test_the_new_tables_are_those_the_program_knows(old_file, tmp_path):
    fresh = tmp_path / "fresh.db"
    schema.create(fresh, RAW_KEY, "local")
    database = Database(old_file, RAW_KEY, "local")
    schema.bring_up_to_date(database, tmp_path / "backups", START)
    database.close()
    assert tables(old_file) == tables(fresh)
