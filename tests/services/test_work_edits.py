"""Deals, follow-ups and tasks are filled in again on their published forms, by those they belong to."""

from datetime import timedelta

import pytest
from form_bodies import form, own, words

from loancrm_desktop.errors import Conflict, Invalid, Refused
from loancrm_desktop.services import customers, deals, follow_ups, tasks, work_edits
from loancrm_desktop.services.forms import publishing

ANGRY = own("boolean", "客户有情绪")
WHY = own("text", "原因")


@pytest.fixture
def zhang(office, actor_of):
    values = {"name": "张三", "phone": "13912345678"}
    return office.do(actor_of("chen"), customers.add, values=values)


@pytest.fixture
def contact(office, owner, actor_of, zhang):
    """Answer a contact of Mr Chen's in an office whose form asks why somebody was angry."""
    asked = {"why": {"shown": {"field": "angry", "op": "eq", "value": True}}}
    asked["why"]["required"] = asked["why"]["shown"]
    body = form({"angry": ANGRY, "why": WHY}, asked, kind="follow_up")
    office.do(owner, publishing.publish, kind="follow_up", body=body)
    logged = office.do(
        actor_of("chen"), follow_ups.log, customer_id=zhang.id, text="已沟通", method="phone"
    )
    return logged.id


def change(office, actor, follow_up_id, **values):
    return office.do(actor, work_edits.edit_follow_up, follow_up_id=follow_up_id, values=values)


def test_the_author_changes_a_contact_and_its_form_holds(office, actor_of, contact):
    chen = actor_of("chen")
    with pytest.raises(Invalid) as missing:
        change(office, chen, contact, angry=True)
    assert [problem.field for problem in missing.value.problems] == ["why"]
    change(office, chen, contact, angry=True, why="利率太高", text="改过的纪要")
    read = office.ask(chen, work_edits.follow_up_values, follow_up_id=contact)
    assert (read.values["why"], read.values["text"]) == ("利率太高", "改过的纪要")
    assert {"customer", "at", "author"} <= set(read.read_only)
    assert "text" not in read.read_only


def test_a_contact_is_changed_by_nobody_but_its_author(office, owner, actor_of, contact):
    for who in (owner, actor_of("li"), actor_of("guest")):
        with pytest.raises(Refused):
            change(office, who, contact, text="不是我写的")
    read = office.ask(owner, work_edits.follow_up_values, follow_up_id=contact)
    assert set(read.values) == set(read.read_only)


@pytest.mark.parametrize(
    "values", [{"customer": 1}, {"at": "2026-01-01T08:00:00+08:00"}, {"text": ""}, {"text": None}]
)
def test_whom_and_when_and_an_empty_text_are_refused(office, actor_of, contact, zhang, values):
    asked = {"customer": zhang.id + 1} if "customer" in values else values
    with pytest.raises(Invalid):
        change(office, actor_of("chen"), contact, **asked)


def test_the_customers_next_step_follows_the_newest_contact_only(
    office, actor_of, clock, contact, zhang
):
    chen = actor_of("chen")
    due = clock.now + timedelta(days=3)
    change(office, chen, contact, next_at=due.isoformat())
    read = office.ask(chen, customers.values, customer_id=zhang.id)
    assert read.values["next_follow_up_at"][:10] == due.isoformat()[:10]
    clock.forward(days=1)
    later = clock.now + timedelta(days=9)
    office.do(chen, follow_ups.log, customer_id=zhang.id, text="再次沟通", next_at=later)
    change(office, chen, contact, next_at=(due + timedelta(days=1)).isoformat())
    read = office.ask(chen, customers.values, customer_id=zhang.id)
    assert read.values["next_follow_up_at"][:10] == later.isoformat()[:10]
    with pytest.raises(Invalid):
        change(office, chen, contact, next_at="2020-01-01T08:00:00+08:00")


def test_a_task_is_changed_by_who_does_it_until_it_is_done(office, owner, actor_of, zhang):
    chen = actor_of("chen")
    fields = {"place": own("text", "地点", required=True)}
    office.do(owner, publishing.publish, kind="task", body=form(fields, kind="task"))
    ask = {"title": "取资料", "customer_id": zhang.id}
    with pytest.raises(Invalid):
        office.do(chen, tasks.add, **ask)
    task = office.do(chen, tasks.add, **ask, values={"place": "网点"})
    with pytest.raises(Invalid):
        office.do(chen, work_edits.edit_task, task_id=task, values={"place": None})
    values = {"place": "客户公司", "title": "上门取资料"}
    office.do(chen, work_edits.edit_task, task_id=task, values=values)
    read = office.ask(chen, work_edits.task_values, task_id=task)
    assert (read.values["title"], read.values["place"]) == ("上门取资料", "客户公司")
    with pytest.raises(Refused):
        office.do(actor_of("li"), work_edits.edit_task, task_id=task, values={"title": "别人的"})
    office.do(chen, tasks.done, task_id=task)
    with pytest.raises(Refused):
        office.do(chen, work_edits.edit_task, task_id=task, values={"title": "晚了"})


def test_two_people_changing_the_title_of_one_task_clash(office, owner, zhang):
    task = office.do(owner, tasks.add, title="取资料", customer_id=zhang.id)
    ask = {"task_id": task, "expected_revision": 1}
    office.do(owner, work_edits.edit_task, **ask, values={"title": "甲"})
    office.do(owner, work_edits.edit_task, **ask, values={"note": "备注"})
    with pytest.raises(Conflict):
        office.do(owner, work_edits.edit_task, **ask, values={"title": "乙"})


def test_a_deals_own_fields_follow_its_form(office, owner, actor_of, zhang):
    chen = actor_of("chen")
    fields = {
        "fee": own("percent", "费率"),
        "cost": own("formula", "费用", formula="requested_amount * fee", result="money"),
    }
    rule = {"cost": {"invalid": [{"when": {"field": "cost", "op": "gt", "value": "1000.00"}}]}}
    rule["cost"]["invalid"][0]["say"] = words("费用过高", "Too much")
    body = form(fields, rule, kind="deal")
    body["tabs"][0]["sections"][0]["rows"].append([{"field": "requested_amount"}])
    office.do(owner, publishing.publish, kind="deal", body=body)
    edit = {"deal_id": zhang.deal_id}
    office.do(chen, deals.edit, **edit, values={"requested_amount": "10000.00", "fee": "2"})
    read = office.ask(chen, work_edits.deal_values, deal_id=zhang.deal_id)
    assert read.values["cost"] == "200.00"
    assert "customer" in read.read_only
    with pytest.raises(Invalid):
        office.do(chen, deals.edit, **edit, values={"fee": "50"})
