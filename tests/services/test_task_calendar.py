"""The calendar: to-dos and agreed contacts on their days, holidays told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import customers, office_calendar, task_plans, tasks
from loancrm_desktop.services.task_calendar import calendar
from loancrm_desktop.services.task_plans import TaskWish


def test_days_carry_to_dos_and_agreed_contacts_in_order(office, owner, clock):
    tomorrow = (clock.now + timedelta(days=1)).replace(hour=2, minute=0)
    values = {
        "name": "张三",
        "owner": owner.user_id,
        "next_follow_up_at": (tomorrow + timedelta(hours=1)).isoformat(),
    }
    who = office.do(owner, customers.add, values=values).id
    task = office.do(owner, task_plans.make, wish=TaskWish("盖章", who, due_at=tomorrow))
    office.do(owner, tasks.done, task_id=task)
    found = office.ask(owner, calendar, first=clock.now.date(), days=7)
    assert [(each.key, each.done) for each in found.items] == [
        (f"task:{task}", True),
        (f"contact:{who}", False),
    ]
    assert found.items[1].customer_name == "张三"
    assert all(each.timed for each in found.items)
    assert len(found.days) == 7


def test_a_day_alone_has_no_time_and_others_see_nothing(office, owner, actor_of):
    midnight = datetime.fromisoformat("2026-06-03T00:00:00+08:00")
    office.do(owner, task_plans.make, wish=TaskWish("盖章", due_at=midnight))
    first = date(2026, 6, 1)
    (item,) = office.ask(owner, calendar, first=first, days=31).items
    assert not item.timed
    for whose in ("mine", "team", "given"):
        seen = office.ask(actor_of("li"), calendar, first=first, days=31, whose_tasks=whose)
        assert seen.items == ()


def test_holidays_and_the_days_worked_for_them_are_marked(office, owner):
    days = office.ask(owner, calendar, first=date(2026, 9, 28), days=14).days
    marked = {each.day: (each.working, each.holiday) for each in days}
    assert marked[date(2026, 10, 1)] == (False, "national_day")
    assert marked[date(2026, 10, 10)] == (True, None)
    assert marked[date(2026, 9, 30)] == (True, None)


def test_the_offices_own_days_off_and_worked_days_are_marked(office, owner):
    usual = office.ask(owner, office_calendar.calendar)
    office.do(
        owner,
        office_calendar.edit_calendar,
        week=list(usual.week),
        free=["2026-11-25"],
        worked=["2026-11-28"],
    )
    days = office.ask(owner, calendar, first=date(2026, 11, 23), days=7).days
    working = {each.day.day: each.working for each in days}
    assert working == {23: True, 24: True, 25: False, 26: True, 27: True, 28: True, 29: False}


@pytest.mark.parametrize("days", [0, 63, -1])
def test_a_calendar_has_an_end(office, owner, days):
    with pytest.raises(Invalid):
        office.ask(owner, calendar, first=date(2026, 6, 1), days=days)
