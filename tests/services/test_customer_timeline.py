"""The timeline tells what happened with a customer in order, and no more than the role may see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers, deals, follow_ups, tasks
from loancrm_desktop.services.customer_timeline import timeline

VALUES = {"name": "张三", "phone": "13800138000", "requested_amount": "300000"}


@pytest.fixture
def added(office, owner):
    return office.do(owner, customers.add, values=VALUES)


def told(office, actor, customer_id, **more):
    return office.ask(actor, timeline, customer_id=customer_id, **more)


def test_every_kind_of_moment_is_told_once_newest_first(office, owner, added):
    office.do(owner, follow_ups.log, customer_id=added.id, text="来电", outcome="reached")
    office.do(owner, deals.move, deal_id=added.deal_id, to_stage="first_call")
    task = office.do(owner, tasks.add, title="补流水", customer_id=added.id)
    office.do(owner, tasks.done, task_id=task)
    office.do(owner, customers.edit, customer_id=added.id, values={"requested_amount": "500000"})
    moments = told(office, owner, added.id).moments
    assert [moment.at for moment in moments] == sorted(
        (moment.at for moment in moments), reverse=True
    )
    words = [(moment.kind, moment.word) for moment in moments]
    assert sorted(words) == sorted(
        [
            ("change", "customers.edit"),
            ("change", "customers.add"),
            ("task", "done"),
            ("task", "added"),
            ("stage", "first_call"),
            ("stage", "lead_assignment"),
            ("follow_up", "phone"),
        ]
    )


def test_a_change_says_what_a_field_was_and_is(office, owner, added):
    office.do(
        owner,
        customers.edit,
        customer_id=added.id,
        values={"requested_amount": "500000", "phone": "13900139000"},
    )
    change = next(m for m in told(office, owner, added.id).moments if m.word == "customers.edit")
    shifts = {shift.field: (shift.old, shift.new) for shift in change.shifts}
    assert shifts["requested_amount"] == ("300000.00", "500000.00")
    assert shifts["phone"] == ("138 **** 8000", "139 **** 9000")


def test_pages_follow_each_other_without_a_gap_or_a_double(office, owner, added):
    for number in range(7):
        office.do(owner, follow_ups.log, customer_id=added.id, text=f"第{number}次")
    whole = told(office, owner, added.id)
    seen, after = [], None
    while True:
        page = told(office, owner, added.id, limit=2, after=after)
        seen += page.moments
        after = page.next
        if after is None:
            break
    assert tuple(seen) == whole.moments
    assert whole.counts == {"follow_up": 7, "task": 0, "deal": 1}


def test_only_the_wanted_kinds_and_texts_are_told(office, owner, added):
    office.do(owner, follow_ups.log, customer_id=added.id, text="答应周六给流水 ABC")
    office.do(owner, follow_ups.log, customer_id=added.id, text="未接")
    only = told(office, owner, added.id, kinds=("follow_up",), search="abc").moments
    assert [moment.text for moment in only] == ["答应周六给流水 ABC"]


def test_what_the_role_may_not_see_is_left_out(office, owner, added):
    office.do(owner, follow_ups.log, customer_id=added.id, text="来电")
    rights = replace(owner.rights, may=frozenset({"customers.see"}))
    page = told(office, replace(owner, rights=rights, granted=None), added.id)
    assert {moment.kind for moment in page.moments} == {"change"}
    assert page.counts == {}


def test_another_persons_customer_is_refused(office, owner, actor_of, added):
    with pytest.raises(Refused):
        told(office, actor_of("chen"), added.id)


def test_a_cursor_nobody_gave_starts_at_the_newest(office, owner, added):
    whole = told(office, owner, added.id)
    assert told(office, owner, added.id, after="x.y.z").moments == whole.moments
