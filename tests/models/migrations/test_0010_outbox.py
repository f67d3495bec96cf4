"""An office of schema 9 gets the tables around the outbox, and keeps the messages that wait."""

from office_fixtures import RAW_KEY, START, FrozenClock, place_in
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database
from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.services import access, founding
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.messages import outbox
from loancrm_desktop.services.opening import assemble


def test_a_message_of_an_older_program_stands_in_the_outbox_and_can_be_cancelled(tmp_path):
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    database = Database(path, RAW_KEY, "local")
    office = assemble(database, place_in(tmp_path), FrozenClock())
    office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    with database.writing() as session:
        session.add(OutboxMessage(channel="bot", address="", body="旧消息", created_at=START))
        session.flush()
        database.commit(session)
    office.close()
    rewind(path, 9)
    database = Database(path, RAW_KEY, "local")
    office = assemble(database, place_in(tmp_path), FrozenClock())
    try:
        assert schema.bring_up_to_date(database, tmp_path / "backups", START) == 9
        with database.reading() as session:
            boss = access.actor_for(session, "boss", desk="desk-1")
        (row,) = office.ask(boss, outbox.page).rows
        assert (row.text, row.state) == ("旧消息", "waiting")
        assert office.do(boss, outbox.cancel, row.id) == "cancelled"
    finally:
        office.close()
