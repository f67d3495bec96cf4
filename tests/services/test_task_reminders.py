"""A silent customer is reminded of exactly once."""

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import (
    customers,
    deals,
    follow_ups,
    journal,
    task_reminders,
    tasks,
    undoing,
)


@pytest.fixture
def li(actor_of):
    return actor_of("li")


def add_customer(office, actor, name="张三", **values):
    return office.do(actor, customers.add, values={"name": name, **values})


def idle(office, actor):
    return [
        (row.customer_id, row.assignee_id, row.deal_id)
        for row in office.ask(actor, tasks.page, mine=False)
        if row.kind == "idle"
    ]


def test_a_silent_customer_is_reminded_of_once(office, owner, li, clock):
    silent = add_customer(office, li)
    spoken = add_customer(office, li, "李四")
    clock.forward(days=2)
    office.do(li, follow_ups.log, customer_id=spoken.id, text="来电")
    clock.forward(days=2)
    scan = office.do(owner, task_reminders.remind_idle, days=3)
    assert (scan.created, scan.scanned) == (1, 2)
    assert idle(office, owner) == [(silent.id, li.user_id, silent.deal_id)]
    (row,) = office.ask(li, tasks.page)
    assert row.overdue is True
    assert "3" in row.title


def test_a_second_search_makes_nothing_new(office, owner, clock):
    add_customer(office, owner)
    clock.forward(days=4)
    assert office.do(owner, task_reminders.remind_idle).created == 1
    head = office.ask(owner, journal.head)
    assert office.do(owner, task_reminders.remind_idle).created == 0
    (row,) = office.ask(owner, tasks.page)
    office.do(owner, tasks.done, task_id=row.id)
    clock.forward(days=10)
    assert office.do(owner, task_reminders.remind_idle).created == 0
    assert office.ask(owner, journal.head) != head


def test_of_a_customer_without_an_owner_whoever_searched_is_reminded(office, owner, clock):
    added = add_customer(office, owner)
    clock.forward(days=4)
    office.do(owner, task_reminders.remind_idle)
    assert idle(office, owner) == [(added.id, owner.user_id, added.deal_id)]


def test_a_search_that_finds_nobody_leaves_no_entry(office, owner, clock):
    add_customer(office, owner)
    head = office.ask(owner, journal.head)
    assert office.do(owner, task_reminders.remind_idle).created == 0
    assert office.ask(owner, journal.head) == head


def test_the_next_silence_is_reminded_of_again(office, owner, clock):
    added = add_customer(office, owner)
    clock.forward(days=4)
    office.do(owner, task_reminders.remind_idle)
    office.do(owner, follow_ups.log, customer_id=added.id, text="来电")
    assert office.do(owner, task_reminders.remind_idle).created == 0
    clock.forward(days=4)
    assert office.do(owner, task_reminders.remind_idle).created == 1


def test_two_open_deals_make_one_reminder(office, owner, clock):
    added = add_customer(office, owner)
    office.do(owner, deals.open_deal, customer_id=added.id)
    clock.forward(days=4)
    assert office.do(owner, task_reminders.remind_idle).created == 1


def test_nobody_is_reminded_of_closed_deals_or_trash(office, owner, clock):
    lost = add_customer(office, owner)
    office.do(owner, deals.move, deal_id=lost.deal_id, to_stage="lost", reason="无意向")
    trash = add_customer(office, owner, "李四")
    office.do(owner, customers.remove, customer_ids=[trash.id])
    office.do(owner, customers.add, values={"name": "无单"}, open_deal=False)
    clock.forward(days=30)
    assert office.do(owner, task_reminders.remind_idle).created == 0


def test_a_broker_searches_only_among_the_own(office, owner, actor_of, li, clock):
    add_customer(office, li)
    add_customer(office, actor_of("chen"), "李四")
    clock.forward(days=4)
    scan = office.do(li, task_reminders.remind_idle)
    assert (scan.created, scan.scanned) == (1, 1)
    assert office.do(owner, task_reminders.remind_idle).created == 1


def test_reminders_are_journaled_told_and_undone_as_one(office, owner, clock):
    made = [add_customer(office, owner, name) for name in ("甲", "乙", "丙")]
    clock.forward(days=4)
    heard = []
    office.feed.subscribe(heard.append)
    assert office.do(owner, task_reminders.remind_idle).created == 3
    assert heard[0].operation == "tasks.remind_idle"
    rows = office.ask(owner, tasks.page)
    assert heard[0].ids("task") == {row.id for row in rows}
    seq = heard[0].seq
    entries = office.ask(owner, journal.of_record, kind="task", record_id=rows[1].id)
    assert [entry.seq for entry in entries] == [seq]
    assert office.ask(owner, journal.verify).intact
    office.do(owner, undoing.undo, seq=seq)
    assert office.ask(owner, tasks.page) == ()
    assert office.do(owner, task_reminders.remind_idle).created == len(made)


def test_a_finished_reminder_stands_in_the_way_of_undoing(office, owner, clock):
    add_customer(office, owner)
    clock.forward(days=4)
    office.do(owner, task_reminders.remind_idle)
    seq = office.ask(owner, journal.latest, limit=1)[0].seq
    (row,) = office.ask(owner, tasks.page)
    office.do(owner, tasks.done, task_id=row.id)
    with pytest.raises(Refused):
        office.do(owner, undoing.undo, seq=seq)


@pytest.mark.parametrize("days", [0, -1, 4000])
def test_a_silence_is_at_least_a_day(office, owner, days):
    with pytest.raises(Invalid):
        office.do(owner, task_reminders.remind_idle, days=days)
