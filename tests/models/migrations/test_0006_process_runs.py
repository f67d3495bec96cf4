"""An office of schema 5 gets stays in nodes; its running deals go on from where they stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from office_fixtures import RAW_KEY, START, FrozenClock, place_in
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.database import Database, connect
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.services import access, deal_runs, deals, founding
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.process import timekeeping

NEW = {"node_visit", "approval", "limit_event"}


@operation("tests.old_deal")
def old_deal(work: Work) -> int:
    """Write a deal as programs before this schema did: with a stay in its stage alone."""
    moment = {"created_at": work.now, "updated_at": work.now}
    customer = Customer(name="王五", name_key="王五", **moment)
    work.session.add(customer)
    work.session.flush()
    stood = {
        "stage": "first_call",
        "handler_id": work.me,
        "due_at": work.now + timedelta(hours=2),
    }
    deal = Deal(
        ref="D202606-00001",
        customer_id=customer.id,
        process_id=1,
        stage_position=1,
        stage_entered_at=work.now,
        owner_id=work.me,
        **stood,
        **moment,
    )
    work.session.add(deal)
    work.session.flush()
    work.session.add(StageVisit(deal_id=deal.id, process_id=1, entered_at=work.now, **stood))
    return deal.id


@pytest.fixture
def old_file(tmp_path):
    """Answer an office whose file is as schema 5 had it, with a deal in it."""
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    office = assemble(Database(path, RAW_KEY, "local"), place_in(tmp_path), FrozenClock())
    office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    office.do(boss(office), old_deal)
    office.close()
    rewind(path, 5)
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


def test_a_deal_of_schema_5_goes_on_from_where_it_stands(old_file, tmp_path):
    assert not NEW & tables(old_file)
    clock = FrozenClock()
    database = Database(old_file, RAW_KEY, "local")
    office = assemble(database, place_in(tmp_path), clock)
    try:
        assert schema.bring_up_to_date(database, tmp_path / "backups", START) == 5
        me = boss(office)
        clock.forward(hours=3)
        fired = office.do(me, timekeeping.run_limits).fired
        assert {each.act for each in fired} >= {"remind_handler"}
        assert office.do(me, timekeeping.run_limits).fired == ()
        view = office.ask(me, deal_runs.run_view, deal_id=1)
        assert (view.version, view.here) == (1, "first_call")
        moved = office.do(me, deals.move, deal_id=1, to_stage="qualification_review")
        assert moved.card.stage == "qualification_review"
    finally:
        office.close()
    assert tables(old_file) >= NEW


def test_the_tables_are_those_of_a_fresh_office(old_file, tmp_path):
    fresh = tmp_path / "fresh.db"
    schema.create(fresh, RAW_KEY, "local")
    database = Database(old_file, RAW_KEY, "local")
    schema.bring_up_to_date(database, tmp_path / "backups", START)
    database.close()
    told = []
    for path in (old_file, fresh):
        raw = connect(path, RAW_KEY, "local")
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        told.append({name: " ".join(sql.split()) for name, sql in rows if _ours(name)})
        raw.close()
    assert told[0] == told[1]


def _ours(name):
    return any(name.removeprefix("ix_").startswith(table) for table in NEW)
