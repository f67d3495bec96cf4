"""Roles of offices made before get the new rights, where nobody had changed what they may."""

import json

import pytest
from office_fixtures import RAW_KEY, START, FrozenClock, place_in
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, connect
from loancrm_desktop.services import founding
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.opening import assemble

LATER = {
    10: ("messages.", "rules."),
    11: ("rules.",),
}


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    office = assemble(Database(path, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    office.close()
    return path


def rights(path):
    raw = connect(path, RAW_KEY, "local")
    rows = raw.execute("SELECT key, rights FROM role").fetchall()
    raw.close()
    return {key: json.loads(stored) for key, stored in rows}


def put(path, key, stored):
    raw = connect(path, RAW_KEY, "local")
    raw.execute("UPDATE role SET rights = ? WHERE key = ?", (json.dumps(stored), key))
    raw.close()


def catch_up(path, folder):
    database = Database(path, RAW_KEY, "local")
    schema.bring_up_to_date(database, folder / "backups", START)
    database.close()


@pytest.mark.parametrize("number", [10, 11])
def test_roles_nobody_changed_may_what_those_of_a_new_office_may(made, tmp_path, number):
    fresh = rights(made)
    rewind(made, number)
    for key, stored in fresh.items():
        may = [act for act in stored["may"] if not act.startswith(LATER[number])]
        put(made, key, {**stored, "may": may})
    catch_up(made, tmp_path)
    for key, stored in rights(made).items():
        assert set(stored["may"]) == set(fresh[key]["may"])
        assert {**stored, "may": []} == {**fresh[key], "may": []}


def test_a_role_somebody_changed_stays_as_it_is(made, tmp_path):
    rewind(made, 11)
    mine = {"scope": "own", "may": ["customers.see", "tasks.*", "tasks.see"], "masked": []}
    put(made, "broker", mine)
    catch_up(made, tmp_path)
    assert rights(made)["broker"] == mine


def test_no_role_but_the_shipped_ones_gets_anything(made, tmp_path):
    rewind(made, 11)
    kept = rights(made)["broker"]
    kept = {**kept, "may": [act for act in kept["may"] if not act.startswith("rules.")]}
    put(made, "broker", kept)
    raw = connect(made, RAW_KEY, "local")
    raw.execute("UPDATE role SET key = 'own' WHERE key = 'broker'")
    raw.close()
    catch_up(made, tmp_path)
    assert rights(made)["own"] == kept
