"""One operation is one transaction is one journal entry."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.people import Team
from loancrm_desktop.services import journal, people


def test_an_operation_is_committed_and_journaled(office, owner):
    heard = []
    office.feed.subscribe(heard.append)
    team_id = office.do(owner, people.add_team, name="销售C组")
    newest = office.ask(owner, journal.latest, limit=1)[0]
    assert newest.operation == "people.add_team"
    assert newest.actor == "王老板"
    assert heard[0].ids("team") == {team_id}
    verdict = office.ask(owner, journal.verify)
    assert verdict.intact
    assert verdict.head == office.ask(owner, journal.head)


def test_a_refused_operation_leaves_nothing(office, actor_of):
    before = office.ask(actor_of("boss"), journal.head)
    with pytest.raises(Refused):
        office.do(actor_of("li"), people.add_team, name="X")
    with pytest.raises(Invalid):
        office.do(actor_of("boss"), people.add_team, name="销售A组")
    assert office.ask(actor_of("boss"), journal.head) == before


def test_a_change_is_journaled_with_its_old_value(office, owner):
    user_id = office.do(owner, people.disable, login="li")
    seq = office.ask(owner, journal.latest, limit=1)[0].seq
    fields = {c.field: (c.old, c.new) for c in office.ask(owner, journal.changes_of, seq=seq)}
    assert fields == {"active": (True, False)}
    history = office.ask(owner, journal.of_record, kind="app_user", record_id=user_id)
    assert history[0].seq == seq


def test_an_altered_entry_breaks_the_chain(office, owner):
    raw = office.database.raw()
    raw.execute("UPDATE journal_entry SET note = 'x' WHERE seq = 2")
    raw.close()
    verdict = office.ask(owner, journal.verify)
    assert not verdict.intact
    assert verdict.first_bad == 2


def test_a_reader_cannot_write(office, owner):
    with office.database.reading() as session:
        team = session.execute(select(Team)).scalars().first()
        team.name = "Y"
        with pytest.raises(OperationalError, match="readonly"):
            session.flush()
