"""An office of schema 4 can keep own records; who worked with customers works with them."""

import json

import pytest
from office_fixtures import RAW_KEY, START, FrozenClock, place_in
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, connect
from loancrm_desktop.services import access, founding, own_records, people, record_types
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.record_types import TypeWish


@pytest.fixture
def old_file(tmp_path):
    """Answer an office whose file and roles are as schema 4 had them."""
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    office = assemble(Database(path, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    office.do(of(office, "boss"), people.add, login="li", name="李经理", role_key="broker")
    office.close()
    rewind(path, 4)
    raw = connect(path, RAW_KEY, "local")
    for role_id, rights in raw.execute("SELECT id, rights FROM role").fetchall():
        stored = json.loads(rights)
        stored["may"] = [act for act in stored["may"] if not act.startswith("own_records")]
        raw.execute("UPDATE role SET rights = ? WHERE id = ?", (json.dumps(stored), role_id))
    raw.close()
    return path


def of(office, login):
    with office.database.reading() as session:
        return access.actor_for(session, login, desk="desk-1")


def test_roles_get_the_acts_they_have_on_customers(old_file, tmp_path):
    database = Database(old_file, RAW_KEY, "local")
    office = assemble(database, place_in(tmp_path), FrozenClock())
    try:
        assert schema.bring_up_to_date(database, tmp_path / "backups", START) == 4
        li = of(office, "li")
        assert {act for act in li.rights.may if act.startswith("own_records")} == {
            "own_records.add",
            "own_records.edit",
            "own_records.see",
        }
        wish = TypeWish("车辆", "Car")
        kind = office.do(of(office, "boss"), record_types.add, key="car", wish=wish)
        saved = office.do(li, own_records.add, kind=kind, values={"name": "粤B12345"})
        sheet = office.ask(li, own_records.show, kind=kind, record_id=saved.id)
        assert sheet.values["name"] == "粤B12345"
    finally:
        office.close()


def test_a_fresh_office_has_the_same_table_and_rights(old_file, tmp_path):
    fresh = tmp_path / "fresh.db"
    schema.create(fresh, RAW_KEY, "local")
    database = Database(old_file, RAW_KEY, "local")
    schema.bring_up_to_date(database, tmp_path / "backups", START)
    database.close()
    told = []
    for path in (old_file, fresh):
        raw = connect(path, RAW_KEY, "local")
        chosen = "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'own_record' ORDER BY name"
        told.append(raw.execute(chosen).fetchall())
        raw.close()
    assert told[0] == told[1] != []
