"""A deal goes from node to node, through what each asks for, and everything is kept."""

from __future__ import annotations

import pytest
from process_pictures import plant, rich
from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services import approvals, customers, deal_steps, deals
from loancrm_desktop.services.process import timekeeping


def stays(office, deal_id, *, tracks=False):
    chosen = select(NodeVisit.__table__).where(NodeVisit.deal_id == deal_id).order_by(NodeVisit.id)
    with office.database.reading() as session:
        rows = session.execute(chosen).all()
    return [row for row in rows if tracks or row.track is None]


@pytest.fixture
def deal_of(office, owner, actor_of):
    """Answer a deal of Mr Li's in the rich process, for an amount."""
    office.do(owner, plant, rich())
    li = actor_of("li")
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})

    def made(amount="50000", **values):
        return office.do(
            li,
            deals.open_deal,
            customer_id=case.id,
            values={"requested_amount": amount, **values},
            process="rich",
        )

    return made


def test_a_branch_sends_a_deal_by_its_amount_and_keeps_what_decided(office, actor_of, deal_of):
    li = actor_of("li")
    small = deal_of("50000", bank="建行")
    step = office.do(li, deal_steps.advance, deal_id=small.id)
    assert (step.from_node, step.to_node, step.to_stage) == ("intake", "check", "review")
    last = stays(office, small.id)[-1]
    assert last.facts["through"] == ["size"]
    assert last.facts["decided"][0]["else"] is True
    large = deal_of("300000", bank="建行")
    assert office.do(li, deal_steps.advance, deal_id=large.id).to_node == "sign_off"
    decided = stays(office, large.id)[-1].facts["decided"]
    assert decided == [
        {"edge": "size>sign_off", "else": False, "values": {"requested_amount": 30_000_000}}
    ]


def test_a_field_the_node_asks_for_stands_in_the_way_on_every_way_in(office, actor_of, deal_of):
    li = actor_of("li")
    card = deal_of()
    for call, given in ((deal_steps.advance, {}), (deals.move, {"to_stage": "review"})):
        with pytest.raises(Refused) as caught:
            office.do(li, call, deal_id=card.id, **given)
        assert [need.field for need in caught.value.needs] == ["bank"]
    moved = office.do(
        li, deals.move, deal_id=card.id, to_stage="review", values={"bank": "建设银行"}
    )
    assert moved.card.stage == "review"


def test_everybody_has_to_approve_and_a_move_waits_for_it(office, actor_of, deal_of):
    li, desk = actor_of("li"), actor_of("desk")
    card = deal_of("300000", bank="建行")
    office.do(li, deals.move, deal_id=card.id, to_stage="review")
    with pytest.raises(Refused, match=r"赵主管|周内勤"):
        office.do(li, deals.move, deal_id=card.id, to_stage="papers")
    waiting = office.ask(desk, approvals.waiting)
    assert [(row.ref, row.node_zh, row.mode) for row in waiting] == [(card.ref, "审批", "all")]
    first = office.do(desk, approvals.decide, approval_id=waiting[0].id, approve=True)
    assert first.answer is None
    assert office.ask(desk, approvals.waiting) == ()
    (mine,) = asked_of(office, actor_of)
    done = office.do(actor_of(mine[0]), approvals.decide, approval_id=mine[1], approve=True)
    assert (done.answer, done.step.to_stage) == ("approved", "papers")


def asked_of(office, actor_of):
    """Answer who is asked still: the leader of the team, or who stands in."""
    return [
        (login, row.id)
        for login in ("lead", "boss", "li")
        for row in office.ask(actor_of(login), approvals.waiting)
    ]


def test_one_rejection_ends_it_with_a_reason(office, actor_of, deal_of):
    card = deal_of("300000", bank="建行")
    office.do(actor_of("li"), deal_steps.advance, deal_id=card.id)
    desk = actor_of("desk")
    (row,) = office.ask(desk, approvals.waiting)
    with pytest.raises(Refused) as caught:
        office.do(desk, approvals.decide, approval_id=row.id, approve=False)
    assert [need.field for need in caught.value.needs] == ["reason"]
    done = office.do(desk, approvals.decide, approval_id=row.id, approve=False, comment="流水不足")
    assert (done.answer, done.step.to_stage) == ("rejected", "refused")
    assert asked_of(office, actor_of) == []


def test_parallel_work_joins_and_a_wait_ends_by_the_clock(office, owner, actor_of, deal_of, clock):
    li, desk = actor_of("li"), actor_of("desk")
    card = deal_of("50000", bank="建行")
    office.do(li, deal_steps.advance, deal_id=card.id)
    office.do(li, deal_steps.advance, deal_id=card.id, edge="check>prepare")
    with pytest.raises(Refused, match="填表"):
        office.do(li, deal_steps.advance, deal_id=card.id)
    assert office.do(desk, deal_steps.finish_part, deal_id=card.id, part="bank/form") is None
    assert office.do(li, deal_steps.finish_part, deal_id=card.id, part="client/sign") is None
    step = office.do(li, deal_steps.finish_part, deal_id=card.id, part="bank/send")
    assert step.to_node == "pause"
    with pytest.raises(Refused):
        office.do(li, deal_steps.advance, deal_id=card.id)
    clock.forward(days=1, minutes=1)
    run = office.do(owner, timekeeping.run_limits)
    assert [(each.act, each.done) for each in run.fired if each.node == "pause"] == [
        ("wait_over", True)
    ]
    assert office.ask(li, deals.show, deal_id=card.id).card.outcome == "won"
    assert stays(office, card.id)[-1].entered_by is None


def test_sent_back_twice_a_deal_does_not_come_forward_again(office, actor_of, deal_of):
    li = actor_of("li")
    deal = deal_of("50000", bank="建行").id
    office.do(li, deal_steps.advance, deal_id=deal)
    back = office.do(li, deal_steps.send_back, deal_id=deal)
    assert (back.from_node, back.to_node) == ("check", "intake")
    with pytest.raises(Refused):
        office.do(li, deal_steps.send_back, deal_id=deal)
    office.do(li, deal_steps.advance, deal_id=deal)
    again = office.do(li, deal_steps.send_back, deal_id=deal)
    assert again.to_node == "intake"


def test_a_deal_that_has_ended_is_not_sent_back(office, actor_of, deal_of):
    li = actor_of("li")
    deal = deal_of("50000", bank="建行").id
    office.do(li, deal_steps.advance, deal_id=deal)
    office.do(li, deal_steps.advance, deal_id=deal, edge="check>refused", reason="不合适")
    with pytest.raises(Refused):
        office.do(li, deal_steps.send_back, deal_id=deal)
    assert office.ask(li, deals.show, deal_id=deal).card.stage == "refused"
