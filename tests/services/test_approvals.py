"""The approval inbox: any, all, in turn; somebody added, passed on; nobody else may answer."""

from __future__ import annotations

import pytest
from process_pictures import plant, rich

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import approvals, customers, deal_steps, deals, people


@pytest.fixture
def waits(office, owner, actor_of):
    """Answer a deal that waits for the lead and the back office, in a mode."""

    def made(mode):
        body = rich()
        next(n for n in body["nodes"] if n["key"] == "sign_off")["mode"] = mode
        office.do(owner, plant, body)
        li = actor_of("li")
        case = office.do(li, customers.add, values={"name": "王五"})
        values = {"requested_amount": "300000", "bank": "建行"}
        card = office.do(li, deals.open_deal, customer_id=case.id, values=values, process="rich")
        office.do(li, deal_steps.advance, deal_id=card.id)
        return card.id

    return made


@pytest.fixture
def inbox(office, actor_of):
    def rows(login):
        return office.ask(actor_of(login), approvals.waiting)

    return rows


@pytest.fixture
def answer(office, actor_of, inbox):
    def given(login, *, approve=True, comment="好"):
        (row,) = inbox(login)
        return office.do(
            actor_of(login),
            approvals.decide,
            approval_id=row.id,
            approve=approve,
            comment=comment,
        )

    return given


def test_where_any_is_enough_the_first_answer_decides(waits, answer, inbox):
    waits("any")
    assert answer("desk").answer == "approved"
    assert inbox("lead") == ()


def test_in_turn_the_second_is_asked_after_the_first(waits, answer, inbox):
    waits("in_turn")
    assert inbox("desk") == ()
    assert answer("lead").answer is None
    assert answer("desk").answer == "approved"


def test_somebody_added_has_to_answer_too(office, actor_of, waits, answer, inbox):
    deal = waits("all")
    audit = actor_of("audit").user_id
    office.do(actor_of("lead"), approvals.add, deal_id=deal, user_id=audit, comment="请风控看")
    assert answer("lead").answer is None
    assert answer("desk").answer is None
    assert answer("audit").answer == "approved"
    assert inbox("lead") == ()


def test_an_approval_passed_on_is_answered_by_the_other_alone(office, actor_of, waits, inbox):
    deal = waits("any")
    lead = actor_of("lead")
    (row,) = inbox("lead")
    office.do(lead, approvals.pass_on, approval_id=row.id, user_id=actor_of("boss").user_id)
    assert inbox("lead") == ()
    with pytest.raises(Refused):
        office.do(lead, approvals.decide, approval_id=row.id, approve=True)
    assert [each.deal_id for each in inbox("boss")] == [deal]


def test_nobody_answers_for_another_or_twice(office, actor_of, waits, inbox):
    waits("all")
    (row,) = inbox("lead")
    with pytest.raises(Refused):
        office.do(actor_of("boss"), approvals.decide, approval_id=row.id, approve=True)
    office.do(actor_of("lead"), approvals.decide, approval_id=row.id, approve=True)
    with pytest.raises(Refused):
        office.do(actor_of("lead"), approvals.decide, approval_id=row.id, approve=True)
    with pytest.raises(Invalid):
        office.do(actor_of("lead"), approvals.decide, approval_id=999, approve=True)


def test_somebody_who_left_or_is_asked_already_is_not_asked(office, owner, actor_of, waits):
    deal = waits("all")
    desk = actor_of("desk").user_id
    chen = actor_of("chen").user_id
    office.do(owner, people.disable, login="chen")
    for user_id in (desk, chen, 999):
        with pytest.raises(Invalid):
            office.do(actor_of("lead"), approvals.add, deal_id=deal, user_id=user_id)


def test_a_deal_sent_back_asks_anew_when_it_comes_again(office, actor_of, waits, answer, inbox):
    deal = waits("all")
    assert answer("lead").answer is None
    li = actor_of("li")
    office.do(li, deals.move, deal_id=deal, to_stage="intake")
    assert inbox("desk") == ()
    office.do(li, deal_steps.advance, deal_id=deal)
    assert [row.deal_id for row in inbox("lead")] == [deal]
    assert answer("desk").answer is None
