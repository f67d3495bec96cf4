"""One operation is one transaction is one journal entry."""

import pytest
from office_fixtures import RAW_KEY, place_in
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.database import Database
from loancrm_desktop.models.people import Team, User
from loancrm_desktop.services import customers, journal, people
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.opening import assemble


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


@operation("tests.write_wrongly")
def write_wrongly(work: Work, what: str) -> int:
    if what == "same login":
        work.session.add(
            User(login="li", name="x", role_key="broker", created_at=work.now, updated_at=work.now)
        )
    elif what == "nobody's customer":
        work.session.add(
            Customer(
                name="x", name_key="x", owner_id=4711, created_at=work.now, updated_at=work.now
            )
        )
    elif what == "no name":
        row = Customer(name="x", name_key="x", created_at=work.now, updated_at=work.now)
        work.session.add(row)
        work.session.flush()
        row.name_key = None
    elif what == "no such column":
        work.session.connection().exec_driver_sql("SELECT nothing FROM customer")
    work.session.flush()
    return 0


@pytest.mark.parametrize("what", ["same login", "nobody's customer"])
def test_a_desk_that_was_faster_is_told_in_a_sentence(office, owner, what):
    before = office.ask(owner, journal.head)
    with pytest.raises(Refused):
        office.do(owner, write_wrongly, what=what)
    assert office.ask(owner, journal.head) == before
    office.do(owner, people.add_team, name="下一个")


@pytest.mark.parametrize("what", ["no name", "no such column"])
def test_a_bug_of_ours_is_not_blamed_on_the_disk(office, owner, what):
    with pytest.raises(DBAPIError):
        office.do(owner, write_wrongly, what=what)
    office.do(owner, people.add_team, name="下一个")


def second_program(office):
    folder = office.place.folder
    return assemble(Database(folder / "office.db", RAW_KEY, "local"), place_in(folder))


def test_what_another_program_changed_counts_for_the_very_next_act(office, owner, actor_of):
    li = actor_of("li")
    office.do(li, customers.add, values={"name": "甲"})
    other = second_program(office)
    other.do(owner, people.disable, login="li")
    other.close()
    with pytest.raises(Refused):
        office.do(li, customers.add, values={"name": "乙"})


def test_the_database_is_closed_though_something_fails_on_the_way_out(office):
    other = second_program(office)

    def fail():
        raise ZeroDivisionError

    other.when_closed(fail)
    with pytest.raises(ZeroDivisionError):
        other.close()
    assert other.database.writer.pool.checkedin() == 0
