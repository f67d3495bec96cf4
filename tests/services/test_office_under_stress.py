"""An open office while the clock jumps, another program writes, and operations fail."""

import logging
import shutil
from datetime import timedelta

import pytest
from office_writer import Writer, opened
from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.people import Team
from loancrm_desktop.services import (
    checking,
    customer_list,
    customers,
    deals,
    follow_ups,
    journal,
    people,
)
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.lists import ListQuery


def test_a_clock_set_back_loses_no_order_and_no_sense(office, owner, clock):
    one = office.do(owner, customers.add, {"name": "李四"})
    office.do(owner, follow_ups.log, one.id, "电话")
    second = office.do(owner, deals.open_deal, one.id)
    clock.now -= timedelta(days=40)
    office.do(owner, follow_ups.log, one.id, "又一次")
    moved = office.do(owner, deals.move, second.id, "first_call")
    assert checking.check(office, owner).problems == ()
    office.do(owner, deals.move, one.deal_id, "first_call")
    assert moved.card.stage == "first_call"
    newest = office.ask(owner, journal.latest, limit=3)
    assert [entry.operation for entry in newest] == ["deals.move", "deals.move", "follow_ups.log"]
    visits = office.ask(owner, deals.show, second.id).stage_history
    assert all(visit.dwell_s is None or visit.dwell_s >= 0 for visit in visits)
    refs = [office.ask(owner, deals.show, each).card.ref for each in (second.id, one.deal_id)]
    assert len(set(refs)) == 2
    assert checking.check(office, owner).problems == ()


@pytest.mark.parametrize("mode", ["local", "shared"])
def test_two_programs_write_at_once_and_nothing_is_lost(founded_file, tmp_path, mode):
    folder = tmp_path / "both"
    folder.mkdir()
    shutil.copy(founded_file, folder / "office.db")
    programs = [Writer(folder, mode, name, 12) for name in ("甲", "乙")]
    for program in programs:
        assert len(program.finish()) == 36
    with opened(folder, mode, "third") as (office, actor):
        page = office.ask(actor, customer_list.page, ListQuery(limit=100))
        assert {row.name for row in page.rows} == {f"{n}{i}" for n in "甲乙" for i in range(12)}
        assert checking.check(office, actor).problems == ()


@operation("test.collide")
def collide(work):
    """Break a rule of the database with a person's data in hand."""
    for _ in range(2):
        work.session.add(Team(name="PLANTED-4711", created_at=work.now, updated_at=work.now))


@operation("test.misuse")
def misuse(work):
    """Fail inside the database library with a person's data in hand."""
    work.session.execute(select(Team).where(Team.name == {"name": "PLANTED-4711"}))


@pytest.fixture
def talkative(caplog):
    """Let everything log; an engine asks only when it is made."""
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, "sqlalchemy.engine"):
        yield caplog


def test_no_planted_marker_is_in_logs_or_bug_texts(talkative, office, owner):
    """T24: SQLAlchemy prints statements with their parameters unless told not to."""
    planted = {"name": "PLANTED-4711", "phone": "13912344711", "id_number": "360426199101010071"}
    added = office.do(owner, customers.add, planted)
    office.do(owner, follow_ups.log, added.id, "PLANTED-4711 谈了")
    office.ask(owner, customer_list.page, ListQuery(search="PLANTED-4711"))
    failures = [failure_of(office, owner, function) for function in (collide, misuse)]
    with pytest.raises(Invalid):
        office.do(owner, people.add_team, name="")
    said = talkative.text + "".join(chain(failure) for failure in failures)
    assert "INSERT INTO" in talkative.text, "nothing was logged at all"
    for marker in planted.values():
        assert marker not in said


def test_rows_are_not_logged_even_when_everything_else_is(caplog, office, owner):
    with caplog.at_level(logging.DEBUG):
        office.do(owner, customers.add, {"name": "PLANTED-4711"})
    assert "PLANTED-4711" not in caplog.text
    assert not logging.getLogger("sqlalchemy.engine.Engine").isEnabledFor(logging.INFO)


def failure_of(office, owner, function):
    with pytest.raises(Exception, match=r".") as caught:
        office.do(owner, function)
    return caught.value


def chain(error):
    """Answer the texts of an error and of all it came from."""
    said = ""
    while error is not None:
        said += f"{type(error).__name__}: {error}\n"
        error = error.__cause__ or error.__context__
    return said
