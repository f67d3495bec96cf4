"""What a change means to deals at once: limits on a date move with it, waits end when they may."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from process_pictures import plant, rich
from sqlalchemy import select

from loancrm_desktop.models.process_runs import LimitEvent, NodeVisit
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import customers, deal_steps, deals, undoing
from loancrm_desktop.services.process import timekeeping
from loancrm_desktop.services.watching import newest_number

HERE = ZoneInfo("Asia/Shanghai")
AGREED = {"field": "bank", "op": "eq", "value": "建行"}


def node_of(body, key):
    return next(node for node in body["nodes"] if node["key"] == key)


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def deal_of(office, owner, li):
    """Answer how to open a deal of Mr Li's in a changed rich process."""

    def made(change, **values):
        body = rich()
        change(body)
        office.do(owner, plant, body)
        case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
        return office.do(li, deals.open_deal, customer_id=case.id, values=values, process="rich")

    return made


def three_days_before_it_is_wanted(body):
    node_of(body, "intake")["limit"] = {
        "amount": -3,
        "unit": "days",
        "field": "disbursed_on",
        "actions": [{"when": "at"}],
    }


def served(office, owner):
    return [
        each.due_at.astimezone(HERE).strftime("%m-%d")
        for each in office.do(owner, timekeeping.run_limits).fired
        if each.node == "intake"
    ]


def test_a_limit_on_a_date_moves_when_the_date_is_edited(office, owner, li, deal_of, clock):
    clock.now = datetime(2026, 6, 30, 9, tzinfo=HERE)
    deal = deal_of(three_days_before_it_is_wanted, disbursed_on="2026-07-10")
    assert deal.due_at.astimezone(HERE).strftime("%m-%d %H:%M") == "07-08 00:00"
    for day, due in (("2026-07-20", "07-18"), ("2026-07-06", "07-04")):
        office.do(li, deals.edit, deal_id=deal.id, values={"disbursed_on": day})
        shown = office.ask(li, deals.show, deal_id=deal.id)
        assert shown.card.due_at.astimezone(HERE).strftime("%m-%d") == due
        assert shown.stage_history[-1].left_at is None
    clock.now = datetime(2026, 7, 4, 0, 1, tzinfo=HERE)
    assert served(office, owner) == ["07-04"]
    assert served(office, owner) == []


def test_a_date_moved_away_and_back_asks_once_for_each_moment(office, owner, li, deal_of, clock):
    clock.now = datetime(2026, 6, 30, 9, tzinfo=HERE)
    deal = deal_of(three_days_before_it_is_wanted, disbursed_on="2026-07-06")
    clock.now = datetime(2026, 7, 4, 1, tzinfo=HERE)
    assert served(office, owner) == ["07-04"]
    for day, asked in (("2026-07-05", ["07-03"]), ("2026-07-06", []), ("2026-07-07", [])):
        office.do(li, deals.edit, deal_id=deal.id, values={"disbursed_on": day})
        assert served(office, owner) == asked
    clock.now = datetime(2026, 7, 5, 1, tzinfo=HERE)
    assert served(office, owner) == ["07-05"]
    with office.database.reading() as session:
        mine = LimitEvent.deal_id == deal.id
        kept = session.execute(select(LimitEvent.due_at).where(mine)).scalars().all()
        tasks = select(Task.due_at).where(Task.kind == "limit", Task.deal_id == deal.id)
        told = session.execute(tasks).scalars().all()
    assert sorted(kept) == sorted(told)


def test_an_emptied_date_leaves_no_limit_and_undo_brings_it_back(office, owner, li, deal_of, clock):
    clock.now = datetime(2026, 6, 30, 9, tzinfo=HERE)
    deal = deal_of(three_days_before_it_is_wanted, disbursed_on="2026-07-06")
    office.do(li, deals.edit, deal_id=deal.id, values={"disbursed_on": None})
    assert office.ask(li, deals.show, deal_id=deal.id).card.due_at is None
    office.do(li, undoing.undo, seq=office.ask(li, newest_number))
    clock.now = datetime(2026, 7, 4, 0, 1, tzinfo=HERE)
    assert served(office, owner) == ["07-04"]


def test_a_limit_on_a_date_of_the_customer_moves_with_the_customer(
    office, owner, li, deal_of, clock
):
    def on_the_birthday(body):
        node_of(body, "intake")["limit"] = {
            "amount": 2,
            "unit": "days",
            "field": "customer.next_follow_up_at",
            "actions": [{"when": "at"}],
        }

    clock.now = datetime(2026, 6, 30, 9, tzinfo=HERE)
    deal = deal_of(on_the_birthday)
    assert deal.due_at is None
    due = "2026-07-03T10:00:00+08:00"
    office.do(li, customers.edit, customer_id=deal.customer_id, values={"next_follow_up_at": due})
    shown = office.ask(li, deals.show, deal_id=deal.id)
    assert shown.card.due_at == datetime(2026, 7, 5, 10, tzinfo=HERE)


def waits_for_the_bank(body):
    pause = node_of(body, "pause")
    del pause["limit"]
    pause["until"] = AGREED
    node_of(body, "intake")["required"] = []
    body["edges"] = [
        {"from": "start", "to": "intake"},
        {"from": "intake", "to": "pause"},
        {"from": "pause", "to": "paid"},
    ]


def test_a_wait_ends_with_the_change_that_makes_its_condition_true(office, li, deal_of):
    deal = deal_of(waits_for_the_bank)
    assert office.do(li, deal_steps.advance, deal_id=deal.id).to_node == "pause"
    office.do(li, deals.edit, deal_id=deal.id, values={"bank": "工行"})
    assert office.ask(li, deals.show, deal_id=deal.id).card.stage == "papers"
    office.do(li, deals.edit, deal_id=deal.id, values={"bank": "建行"})
    shown = office.ask(li, deals.show, deal_id=deal.id)
    assert (shown.card.stage, shown.card.outcome) == ("paid", "won")
    assert shown.stage_history[-1].entered_by is None
    # One act, one entry: undo takes the edit and what followed back together.
    office.do(li, undoing.undo, seq=office.ask(li, newest_number))
    shown = office.ask(li, deals.show, deal_id=deal.id)
    assert (shown.card.stage, shown.values["bank"]) == ("papers", "工行")


def test_a_wait_whose_condition_holds_on_coming_does_not_stop_the_deal(office, li, deal_of):
    deal = deal_of(waits_for_the_bank, bank="建行")
    office.do(li, deal_steps.advance, deal_id=deal.id)
    assert office.ask(li, deals.show, deal_id=deal.id).card.stage == "paid"


def test_a_wait_for_a_day_ends_by_the_clock_once(office, owner, li, deal_of, clock):
    def waits_for_the_day(body):
        waits_for_the_bank(body)
        node_of(body, "pause")["until"] = {
            "field": "disbursed_on",
            "op": "lt",
            "value": {"today": 0},
        }

    clock.now = datetime(2026, 6, 30, 9, tzinfo=HERE)
    deal = deal_of(waits_for_the_day, disbursed_on="2026-07-02")
    office.do(li, deal_steps.advance, deal_id=deal.id)
    assert served(office, owner) == []
    assert office.ask(li, deals.show, deal_id=deal.id).card.stage == "papers"
    clock.now = datetime(2026, 7, 5, 9, tzinfo=HERE)
    fired = office.do(owner, timekeeping.run_limits).fired
    (ended,) = [each for each in fired if each.deal_id == deal.id]
    assert (ended.act, ended.node, ended.done) == ("wait_over", "pause", True)
    assert office.do(owner, timekeeping.run_limits).fired == ()
    assert office.ask(li, deals.show, deal_id=deal.id).card.stage == "paid"


def test_waits_drawn_in_a_circle_come_to_rest(office, li, deal_of):
    def circle(body):
        waits_for_the_bank(body)
        again = {**node_of(body, "pause"), "key": "again"}
        body["nodes"].append(again)
        body["edges"][-1:] = [{"from": "pause", "to": "again"}, {"from": "again", "to": "pause"}]

    deal = deal_of(circle, bank="建行")
    office.do(li, deal_steps.advance, deal_id=deal.id)
    with office.database.reading() as session:
        chosen = select(NodeVisit.node).where(NodeVisit.deal_id == deal.id)
        been = session.execute(chosen.order_by(NodeVisit.id)).scalars().all()
    assert been == ["intake", "pause", "again", "pause"]


def test_a_wait_for_a_field_that_is_gone_stands_in_nobodys_way(office, owner, li, deal_of):
    def waits_for_nothing_known(body):
        waits_for_the_bank(body)
        node_of(body, "pause")["until"] = {"field": "c_gone", "op": "is_filled"}

    deal = deal_of(waits_for_nothing_known)
    office.do(li, deal_steps.advance, deal_id=deal.id)
    office.do(li, deals.edit, deal_id=deal.id, values={"bank": "建行"})
    assert served(office, owner) == []
    assert office.ask(li, deals.show, deal_id=deal.id).card.stage == "papers"
