"""To-dos are given, finished and put off."""

from datetime import datetime, timedelta

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import (
    customers,
    journal,
    task_reminders,
    tasks,
)
from loancrm_desktop.services.calls import (
    read_arguments,
    read_result,
    write_arguments,
    write_result,
)


@pytest.fixture
def li(actor_of):
    return actor_of("li")


def add_customer(office, actor, name="张三", **values):
    return office.do(actor, customers.add, values={"name": name, **values})


def titles(office, actor, **asked):
    return [row.title for row in office.ask(actor, tasks.page, **asked)]


def test_a_new_task_is_the_makers_own_and_open(office, li):
    added = add_customer(office, li)
    due = office.clock() + timedelta(hours=2)
    task_id = office.do(
        li, tasks.add, title=" 回访 ", deal_id=added.deal_id, due_at=due, note="带流水"
    )
    (row,) = office.ask(li, tasks.page)
    assert (row.id, row.title, row.kind) == (task_id, "回访", "todo")
    assert (row.customer_id, row.customer_name, row.deal_id) == (added.id, "张三", added.deal_id)
    assert (row.assignee_id, row.due_at, row.overdue) == (li.user_id, due, False)


def test_a_task_whose_time_has_passed_is_overdue(office, li, clock):
    office.do(li, tasks.add, title="回访", due_at=clock() + timedelta(hours=1))
    office.do(li, tasks.add, title="没有期限")
    clock.forward(hours=2)
    assert [(row.title, row.overdue) for row in office.ask(li, tasks.page)] == [
        ("回访", True),
        ("没有期限", False),
    ]
    assert titles(office, li, due="overdue") == ["回访"]


def test_today_is_the_offices_day(office, li):
    # The frozen clock stands at noon of 2026-06-30 in Shanghai.
    for title, moment in (
        ("昨夜", "2026-06-29T23:59:00+08:00"),
        ("凌晨", "2026-06-30T00:00:00+08:00"),
        ("深夜", "2026-06-30T23:59:00+08:00"),
        ("明天", "2026-07-01T00:00:00+08:00"),
    ):
        office.do(li, tasks.add, title=title, due_at=datetime.fromisoformat(moment))
    assert titles(office, li, due="today") == ["凌晨", "深夜"]
    assert titles(office, li) == ["昨夜", "凌晨", "深夜", "明天"]
    assert titles(office, li, limit=1) == ["昨夜"]


def test_a_finished_task_leaves_the_list_and_says_what_came_of_it(office, owner, li):
    added = add_customer(office, li)
    task_id = office.do(li, tasks.add, title="回访", customer_id=added.id)
    saved = office.do(li, tasks.done, task_id=task_id, outcome="已约周五")
    assert (saved.id, saved.revision) == (task_id, 2)
    assert titles(office, li) == []
    seq = office.ask(owner, journal.latest, limit=1)[0].seq
    written = {c.field: c.new for c in office.ask(owner, journal.changes_of, seq=seq)}
    assert written["outcome"] == "已约周五"
    assert written["done_by"] == li.user_id
    with pytest.raises(Refused, match=str(task_id)):
        office.do(li, tasks.done, task_id=task_id)
    with pytest.raises(Refused):
        office.do(li, tasks.snooze, task_id=task_id, until=office.clock() + timedelta(days=1))


def test_a_task_is_put_off_to_a_time_ahead(office, li, clock):
    task_id = office.do(li, tasks.add, title="回访", due_at=clock() - timedelta(hours=1))
    until = clock() + timedelta(days=1)
    assert office.do(li, tasks.snooze, task_id=task_id, until=until).revision == 2
    (row,) = office.ask(li, tasks.page)
    assert (row.due_at, row.overdue) == (until, False)
    with pytest.raises(Invalid):
        office.do(li, tasks.snooze, task_id=task_id, until=clock() - timedelta(days=1))
    with pytest.raises(Invalid):
        office.do(li, tasks.snooze, task_id=task_id, until=datetime.fromisoformat("2027-01-01"))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "长" * 256}),
        ("customer_id", {"title": "回访", "customer_id": 999}),
        ("deal_id", {"title": "回访", "deal_id": 999}),
        ("assignee_id", {"title": "回访", "assignee_id": 999}),
        ("due_at", {"title": "回访", "due_at": datetime.fromisoformat("2027-01-01")}),
    ],
)
def test_what_does_not_hold_is_named(office, owner, field, values):
    with pytest.raises(Invalid) as caught:
        office.do(owner, tasks.add, **values)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_deal_belongs_to_the_customer_it_is_named_with(office, owner):
    first, second = add_customer(office, owner), add_customer(office, owner, "李四")
    with pytest.raises(Invalid):
        office.do(owner, tasks.add, title="回访", customer_id=first.id, deal_id=second.deal_id)


def test_other_peoples_tasks_are_neither_seen_nor_finished(office, owner, actor_of, li):
    added = add_customer(office, li)
    task_id = office.do(li, tasks.add, title="回访", customer_id=added.id)
    plain_id = office.do(li, tasks.add, title="打印")
    chen, lead = actor_of("chen"), actor_of("lead")
    assert titles(office, chen, mine=False) == []
    for number in (task_id, plain_id):
        with pytest.raises(Refused):
            office.do(chen, tasks.done, task_id=number)
    with pytest.raises(Refused):
        office.do(chen, tasks.add, title="抢单", customer_id=added.id)
    assert titles(office, lead, mine=False) == ["回访"]
    assert titles(office, lead) == []
    assert titles(office, owner, mine=False) == ["回访", "打印"]
    assert office.do(lead, tasks.done, task_id=task_id).id == task_id


def test_whoever_may_only_look_changes_nothing(office, owner, actor_of):
    task_id = office.do(owner, tasks.add, title="回访")
    guest = actor_of("guest")
    assert titles(office, guest, mine=False) == ["回访"]
    with pytest.raises(Refused):
        office.do(guest, tasks.add, title="x")
    with pytest.raises(Refused):
        office.do(guest, tasks.done, task_id=task_id)
    with pytest.raises(Refused):
        office.do(guest, task_reminders.remind_idle)


def test_a_task_there_is_none_of_is_named(office, owner):
    with pytest.raises(Invalid, match="7"):
        office.do(owner, tasks.done, task_id=7)


# ------------------------------------------------------------------------------- silent customers


def test_calls_round_trip_through_json(office, owner, clock):
    due = clock() + timedelta(days=1)
    asked = {"title": "回访", "customer_id": None, "due_at": due}
    assert read_arguments(tasks.add, write_arguments(tasks.add, asked)) == asked
    asked = {"mine": False, "due": "overdue", "limit": 3}
    assert read_arguments(tasks.page, write_arguments(tasks.page, asked)) == asked
    asked = {"task_id": 1, "until": due}
    assert read_arguments(tasks.snooze, write_arguments(tasks.snooze, asked)) == asked
    office.do(owner, tasks.add, title="回访", due_at=due)
    rows = office.ask(owner, tasks.page)
    assert read_result(tasks.page, write_result(tasks.page, rows)) == rows
    scan = office.do(owner, task_reminders.remind_idle)
    assert (
        read_result(task_reminders.remind_idle, write_result(task_reminders.remind_idle, scan))
        == scan
    )
