"""An office of schema 2 gets its number series and counts on from the beginning."""

from form_bodies import form, own
from office_content import content_of
from office_fixtures import RAW_KEY, START, FrozenClock, place_in
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access, customers, founding
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.forms import publishing
from loancrm_desktop.services.opening import assemble


def test_an_old_office_keeps_all_it_held_and_can_number_its_customers(tmp_path):
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    office = assemble(Database(path, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    try:
        office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    finally:
        office.close()
    rewind(path, 2)
    office = assemble(Database(path, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    try:
        assert schema.bring_up_to_date(office.database, tmp_path / "backups", START) == 2
        content = content_of(office)
        assert len(content["app_user"]) == 1
        assert "number_series" not in content, "counts are no part of what is journaled"
        with office.database.reading() as session:
            boss = access.actor_for(session, "boss", desk="desk-1")
        body = form({"file_no": own("autonumber", number={"prefix": "A"})})
        office.do(boss, publishing.publish, kind="customer", body=body)
        added = office.do(boss, customers.add, values={"name": "张三"})
        shown = office.ask(boss, customers.values, customer_id=added.id)
        assert shown.values["file_no"] == "A00001"
    finally:
        office.close()
