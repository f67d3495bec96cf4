"""Who changed what since a page was shown is answered field by field."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import customers, follow_ups
from loancrm_desktop.services.meanwhile import meanwhile


@pytest.fixture
def added(office, owner):
    return office.do(owner, customers.add, values={"name": "张三"})


def revision(office, owner, customer_id):
    return office.ask(owner, customers.values, customer_id=customer_id).revision


def test_the_newest_edit_of_each_field_is_named_with_its_person(office, owner, added):
    since = revision(office, owner, added.id)
    for values in ({"company": "甲"}, {"company": "乙", "remark": "备"}):
        office.do(owner, customers.edit, customer_id=added.id, values=values)
    edits = office.ask(owner, meanwhile, customer_id=added.id, since=since)
    assert {edit.field for edit in edits} == {"company", "remark"}
    assert {edit.person_id for edit in edits} == {owner.user_id}


def test_edits_up_to_the_revision_shown_are_left_out(office, owner, added):
    office.do(owner, customers.edit, customer_id=added.id, values={"company": "甲"})
    since = revision(office, owner, added.id)
    office.do(owner, customers.edit, customer_id=added.id, values={"remark": "备"})
    until = revision(office, owner, added.id)
    office.do(owner, customers.edit, customer_id=added.id, values={"wechat": "zs"})
    edits = office.ask(owner, meanwhile, customer_id=added.id, since=since, until=until)
    assert [edit.field for edit in edits] == ["remark"]


def test_what_the_program_keeps_by_itself_is_no_edit(office, owner, added):
    since = revision(office, owner, added.id)
    office.do(owner, follow_ups.log, customer_id=added.id, text="来电")
    edits = office.ask(owner, meanwhile, customer_id=added.id, since=since)
    assert "last_contact_at" not in {edit.field for edit in edits}
