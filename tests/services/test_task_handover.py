"""A to-do is handed to a colleague, and only by those whose it is."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, people, tasks
from loancrm_desktop.services.task_handover import hand_over


@pytest.fixture
def task(office, owner):
    made = office.do(owner, customers.add, values={"name": "张三", "owner": owner.user_id})
    return office.do(owner, tasks.add, title="补流水", customer_id=made.id)


@pytest.fixture
def colleague(office, owner, actor_of):
    return actor_of("li")


def test_the_colleague_finds_it_among_the_own_tasks(office, owner, colleague, task):
    office.do(owner, hand_over, task_id=task, assignee_id=colleague.user_id)
    assert [row.id for row in office.ask(colleague, tasks.page)] == [task]
    assert office.ask(owner, tasks.page) == ()


def test_a_finished_task_stays_where_it_is(office, owner, colleague, task):
    office.do(owner, tasks.done, task_id=task)
    with pytest.raises(Refused):
        office.do(owner, hand_over, task_id=task, assignee_id=colleague.user_id)


def test_nobody_gets_a_task_who_is_not_there(office, owner, task):
    for wanted in (0, 999_999):
        with pytest.raises(Invalid):
            office.do(owner, hand_over, task_id=task, assignee_id=wanted)
    with pytest.raises(Invalid):
        office.do(owner, hand_over, task_id=999_999, assignee_id=owner.user_id)


def test_others_do_not_give_it_away(office, colleague, task):
    with pytest.raises(Refused):
        office.do(colleague, hand_over, task_id=task, assignee_id=colleague.user_id)


def test_somebody_who_left_gets_none(office, owner, colleague, task):
    office.do(owner, people.disable, login=colleague.login)
    with pytest.raises(Invalid):
        office.do(owner, hand_over, task_id=task, assignee_id=colleague.user_id)
