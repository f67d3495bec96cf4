"""Rules that time wakes: at the right moments, each occasion once, caught up with its true time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.rule_runs import Notice, RuleRun
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import customers, deals, follow_ups
from loancrm_desktop.services.rules import clock as rules_clock
from loancrm_desktop.services.rules import drawing

SILENT = {
    "format": 1,
    "key": "silent3",
    "title": {"zh": "三天未跟进提醒", "en": "Silent for three days"},
    "when": {"on": "silent", "days": 3},
    "if": {"field": "status", "op": "in", "value": ["prospect", "following"]},
    "then": [
        {"do": "task", "text": "请及时跟进客户{name}", "due": {"days": 0, "at": "18:00"}},
        {"do": "notify", "to": {"who": "leader"}, "text": "{owner}三天没有跟进{name}"},
    ],
}


def rows(office, model):
    with office.database.reading() as session:
        return session.execute(select(model).order_by(model.id)).scalars().all()


@pytest.fixture
def run(office, owner):
    return lambda: office.do(owner, rules_clock.run)


@pytest.fixture
def customer(office, actor_of):
    return office.do(actor_of("li"), customers.add, values={"name": "钱慧敏"}).id


def test_owner_and_leader_hear_of_three_silent_days_once(
    office, owner, run, customer, clock, actor_of
):
    office.do(owner, drawing.save, SILENT)
    assert run().fired == ()
    clock.forward(days=3)
    fired = run().fired
    assert [(each.rule, each.id, each.actions) for each in fired] == [
        ("silent3", customer, ("task", "notify"))
    ]
    assert run().fired == ()
    (task,) = rows(office, Task)
    assert (task.title, task.assignee_id) == ("请及时跟进客户钱慧敏", actor_of("li").user_id)
    (notice,) = rows(office, Notice)
    leader = actor_of("lead").user_id
    assert (notice.title, notice.person_id) == ("李经理三天没有跟进钱慧敏", leader)


def test_a_real_contact_begins_a_new_silence(office, owner, run, customer, clock, actor_of):
    office.do(owner, drawing.save, SILENT)
    clock.forward(days=3)
    run()
    office.do(actor_of("li"), follow_ups.log, customer, "打过电话", "phone")
    clock.forward(days=2)
    assert run().fired == ()
    clock.forward(days=1, minutes=1)
    assert len(run().fired) == 1


def test_what_fell_due_while_every_computer_was_off_has_its_true_time(
    office, owner, run, customer, clock
):
    office.do(owner, drawing.save, SILENT)
    (made,) = [each.created_at for each in rows_of_customers(office)]
    clock.forward(days=9)
    (fired,) = run().fired
    assert fired.due_at == made + timedelta(days=3)
    (log,) = rows(office, RuleRun)
    assert log.due_at == made + timedelta(days=3)
    assert log.at - log.due_at > timedelta(days=5)


def rows_of_customers(office):
    from loancrm_desktop.models.customers import Customer

    return rows(office, Customer)


def test_the_ladder_of_three_five_and_seven_days(office, owner, run, customer, clock):
    for days in (3, 5, 7):
        body = SILENT | {"key": f"silent{days}", "when": {"on": "silent", "days": days}}
        office.do(owner, drawing.save, body)
    seen = []
    for _day in range(8):
        clock.forward(days=1)
        seen.append([each.rule for each in run().fired])
    assert seen == [[], [], ["silent3"], [], ["silent5"], [], ["silent7"], []]


def test_a_birthday_comes_every_year_at_its_hour(office, owner, run, clock, actor_of):
    body = {
        "format": 1, "key": "birthday", "title": {"zh": "生日"},
        "when": {"on": "date", "field": "birth_date", "yearly": True, "offset_days": -1, "at": "09:00"},
        "then": [{"do": "task", "text": "明天是{name}的生日"}],
    }  # fmt: skip
    office.do(owner, drawing.save, body)
    office.do(actor_of("li"), customers.add, values={"name": "钱慧敏", "birth_date": "1990-07-03"})
    clock.now = datetime(2026, 7, 2, 0, 59, tzinfo=UTC)
    assert run().fired == ()
    clock.now = datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
    (fired,) = run().fired
    assert fired.due_at == datetime(2026, 7, 2, 1, 0, tzinfo=UTC)
    assert run().fired == ()
    clock.now = datetime(2027, 7, 4, 1, 0, tzinfo=UTC)
    assert len(run().fired) == 1


def test_a_daily_rule_fires_once_a_day_and_not_for_the_days_nobody_was_there(
    office, owner, run, customer, clock
):
    body = {
        "format": 1, "key": "daily", "title": {"zh": "每日"}, "when": {"on": "daily", "at": "09:00"},
        "then": [{"do": "notify", "text": "{name}还没有进展"}],
    }  # fmt: skip
    office.do(owner, drawing.save, body)
    assert run().fired == ()
    clock.forward(days=4)
    assert len(run().fired) == 1
    assert run().fired == ()


def test_a_time_limit_that_nears_and_one_that_has_passed(office, owner, run, customer, clock):
    for key, before in (("near", 60), ("passed", 0)):
        office.do(
            owner, drawing.save,
            {
                "format": 1, "key": key, "title": {"zh": key}, "kind": "deal",
                "when": {"on": "limit", "before_minutes": before},
                "then": [{"do": "notify", "to": {"who": "handler"}, "text": "{customer.name}"}],
            },
        )  # fmt: skip
    deal_id = rows(office, Deal)[0].id  # opened with the customer
    due_at = office.ask(owner, deals.show, deal_id).card.due_at
    clock.now = due_at - timedelta(minutes=61)
    assert run().fired == ()
    clock.now = due_at - timedelta(minutes=59)
    assert [each.rule for each in run().fired] == ["near"]
    clock.now = due_at + timedelta(days=2)
    (fired,) = run().fired
    assert (fired.rule, fired.due_at) == ("passed", due_at)
    assert run().fired == ()


def test_at_most_once_in_so_many_days(office, owner, run, customer, clock):
    body = {
        "format": 1, "key": "daily", "title": {"zh": "每日"}, "when": {"on": "daily", "at": "09:00"},
        "then": [{"do": "notify", "text": "{name}"}], "every_days": 3,
    }  # fmt: skip
    office.do(owner, drawing.save, body)
    seen = []
    for _day in range(7):
        clock.forward(days=1)
        seen.append(len(run().fired))
    assert seen == [1, 0, 0, 1, 0, 0, 1]


def test_on_working_days_only(office, owner, run, customer, clock):
    office.do(owner, drawing.save, SILENT | {"working_days": True})
    clock.now = datetime(2026, 7, 4, 4, 0, tzinfo=UTC)  # a Saturday
    assert run().fired == ()
    clock.now = datetime(2026, 7, 6, 4, 0, tzinfo=UTC)
    assert len(run().fired) == 1


def test_who_sells_may_not_run_the_rules(office, actor_of):
    from loancrm_desktop.errors import Refused

    with pytest.raises(Refused):
        office.do(actor_of("guest"), rules_clock.run)
