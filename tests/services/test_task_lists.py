"""To-dos as a list: whose, when, how sorted, block by block."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loancrm_desktop.services import customers, task_batches, task_plans, tasks
from loancrm_desktop.services.task_lists import TaskQuery, listed
from loancrm_desktop.services.task_plans import TaskWish


@pytest.fixture
def made(office, owner, clock):
    about = office.do(owner, customers.add, values={"name": "张三", "owner": owner.user_id}).id
    wishes = {
        "late": TaskWish("补流水", about, due_at=clock.now - timedelta(days=2), priority=1),
        "now": TaskWish("盖章", due_at=clock.now + timedelta(minutes=5)),
        "soon": TaskWish("回访", about, due_at=clock.now + timedelta(days=3), priority=2),
        "free": TaskWish("整理"),
    }
    return {name: office.do(owner, task_plans.make, wish=wish) for name, wish in wishes.items()}


def names(office, actor, made, **wanted):
    page = office.ask(actor, listed, query=TaskQuery(**wanted))
    by_id = {number: name for name, number in made.items()}
    return [by_id[row.id] for row in page.rows]


def test_the_most_urgent_comes_first_and_what_has_no_time_last(office, owner, made):
    assert names(office, owner, made) == ["late", "now", "soon", "free"]
    assert names(office, owner, made, sort="priority")[:2] == ["soon", "late"]
    assert names(office, owner, made, sort="-due") == ["soon", "now", "late", "free"]


def test_filters_choose_by_time_words_and_weight(office, owner, made):
    assert names(office, owner, made, when="overdue") == ["late"]
    assert names(office, owner, made, when="today") == ["now"]
    assert names(office, owner, made, when="week") == ["now", "soon"]
    assert names(office, owner, made, when="none") == ["free"]
    assert names(office, owner, made, search="张三") == ["late", "soon"]
    assert names(office, owner, made, search="章") == ["now"]
    assert names(office, owner, made, search="%") == []
    assert names(office, owner, made, priority=2) == ["soon"]


def test_figures_are_those_of_the_whole_list_also_from_a_block(office, owner, made):
    page = office.ask(owner, listed, query=TaskQuery(), limit=1, offset=1)
    assert (page.total, page.overdue, page.today, len(page.rows)) == (4, 1, 1, 1)
    assert page.rows[0].id == made["now"]


def test_done_ones_stand_apart_the_newest_first(office, owner, clock, made):
    for name in ("soon", "now"):
        office.do(owner, tasks.done, task_id=made[name], outcome="好了")
        clock.forward(minutes=1)
    assert names(office, owner, made, state="done", sort="-done") == ["now", "soon"]
    assert names(office, owner, made) == ["late", "free"]


def test_a_colleague_sees_none_of_them_nor_in_the_team(office, made, actor_of):
    for whose in ("mine", "team", "given"):
        assert names(office, actor_of("li"), made, whose=whose) == []


def test_several_are_put_off_given_and_finished_at_once(office, owner, made, actor_of, clock):
    both = [made["late"], made["now"]]
    until = clock.now + timedelta(days=1)
    assert office.do(owner, task_batches.snooze_many, task_ids=both, until=until).done == tuple(
        both
    )
    assert names(office, owner, made, when="overdue") == []
    li = actor_of("li")
    office.do(owner, task_batches.hand_over_many, task_ids=[made["free"]], assignee_id=li.user_id)
    assert names(office, li, made) == ["free"]
    result = office.do(owner, task_batches.done_many, task_ids=[*both, 999_999])
    assert result.done == tuple(both)
    assert [each.id for each in result.refused] == [999_999]
    again = office.do(owner, task_batches.done_many, task_ids=both)
    assert again.done == ()
    assert len(again.refused) == 2
