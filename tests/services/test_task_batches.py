"""The same to-do for several customers: one change set, one undo."""

from datetime import timedelta

import pytest
from office_content import content_of, last_seq
from office_fixtures import START

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, task_batches, tasks, undoing

DUE = START + timedelta(days=1)


@pytest.fixture
def people(office, owner):
    return [
        office.do(owner, customers.add, values={"name": f"客户{number}"}).id for number in range(3)
    ]


def test_each_customer_gets_the_to_do_in_one_entry(office, owner, people):
    before = last_seq(office, owner)
    done = office.do(owner, task_batches.add_many, people, "补充流水", DUE)
    assert done.done == tuple(people)
    rows = office.ask(owner, tasks.page)
    assert {(row.customer_id, row.title, row.due_at) for row in rows} == {
        (each, "补充流水", DUE) for each in people
    }
    assert last_seq(office, owner) == before + 1


def test_one_undo_takes_them_all_away(office, owner, people):
    before = content_of(office)
    office.do(owner, task_batches.add_many, people, "补充流水", DUE)
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert content_of(office) == before


def test_a_customer_that_is_gone_is_named_and_the_others_get_theirs(office, owner, people):
    office.do(owner, customers.remove, [people[0]])
    done = office.do(owner, task_batches.add_many, people, "补充流水", DUE)
    assert done.done == tuple(people[1:])
    assert [each.id for each in done.refused] == people[:1]


def test_a_title_that_does_not_hold_is_said_once_for_all(office, owner, people):
    before = last_seq(office, owner)
    with pytest.raises(Invalid) as caught:
        office.do(owner, task_batches.add_many, people, "  ", DUE)
    assert [each.field for each in caught.value.problems] == ["title"]
    assert last_seq(office, owner) == before


def test_somebody_named_does_them(office, owner, actor_of, people):
    li = actor_of("li").user_id
    office.do(owner, task_batches.add_many, people, "补充流水", DUE, assignee_id=li)
    assert len(office.ask(actor_of("li"), tasks.page)) == 3
    with pytest.raises(Invalid):
        office.do(owner, task_batches.add_many, people, "补充流水", DUE, assignee_id=999)


def test_who_may_add_none_is_refused(office, actor_of, people):
    with pytest.raises(Refused):
        office.do(actor_of("guest"), task_batches.add_many, people, "补充流水", DUE)
