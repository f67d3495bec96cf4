"""An office of schema 6 gets the table of pairs told apart, and keeps all it held."""

from office_content import BOOKKEEPING, content_of, rows_of
from office_fixtures import RAW_KEY, START, FrozenClock, place_in
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, connect
from loancrm_desktop.services import access, apart, customers, founding
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.opening import assemble


def boss(office):
    with office.database.reading() as session:
        return access.actor_for(session, "boss", desk="desk-1")


def test_opening_an_office_of_schema_6_makes_the_table_and_keeps_the_rest(tmp_path):
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    office = assemble(Database(path, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    made = [
        office.do(boss(office), customers.add, values={"name": name}).id
        for name in ("张三", "李四")
    ]
    office.close()
    rewind(path, 6)
    raw = connect(path, RAW_KEY, "local")
    known = {name for (name,) in raw.execute("SELECT name FROM sqlite_master").fetchall()}
    raw.close()
    database = Database(path, RAW_KEY, "local")
    office = assemble(database, place_in(tmp_path), FrozenClock())
    try:
        before = rows_of(office, BOOKKEEPING, known)
        assert schema.bring_up_to_date(database, tmp_path / "backups", START) == 6
        after = content_of(office)
        assert {name: after[name] for name in before} == before
        assert office.do(boss(office), apart.tell_apart, made) == 1
    finally:
        office.close()
