"""Every open deal says what comes next; those that would be forgotten are listed."""

from __future__ import annotations

import pytest
from process_pictures import plant, rich

from loancrm_desktop.services import (
    customers,
    deal_runs,
    deal_steps,
    deals,
    next_steps,
    people,
    tasks,
)


@pytest.fixture
def card(office, owner, actor_of):
    office.do(owner, plant, rich())
    li = actor_of("li")
    case = office.do(li, customers.add, values={"name": "王五"})
    return office.do(
        li,
        deals.open_deal,
        customer_id=case.id,
        values={"requested_amount": "50000"},
        process="rich",
    )


def test_the_next_step_names_what_is_missing_then_the_way_then_the_choice(office, actor_of, card):
    li = actor_of("li")
    step = office.ask(li, next_steps.next_step, deal_id=card.id)
    assert (step.kind, step.needs) == ("fill", ("bank",))
    office.do(li, deals.edit, deal_id=card.id, values={"bank": "建行"})
    step = office.ask(li, next_steps.next_step, deal_id=card.id)
    assert (step.kind, step.edge, step.who) == ("advance", "intake>size", (li.user_id,))
    office.do(li, deal_steps.advance, deal_id=card.id)
    assert office.ask(li, next_steps.next_step, deal_id=card.id).kind == "choose"
    office.do(li, deal_steps.advance, deal_id=card.id, edge="check>prepare")
    step = office.ask(li, next_steps.next_step, deal_id=card.id)
    assert step.kind == "part"
    assert "填表" in step.text.read("zh")


def test_a_passed_limit_is_an_alert(office, actor_of, card, clock):
    clock.forward(days=3)
    assert office.ask(actor_of("li"), next_steps.next_step, deal_id=card.id).alert


def test_an_open_deal_without_limit_or_to_do_is_listed_until_it_has_one(
    office, owner, actor_of, card
):
    li = actor_of("li")
    office.do(li, deals.edit, deal_id=card.id, values={"bank": "建行"})
    assert office.ask(owner, next_steps.forgotten) == ()
    office.do(li, deal_steps.advance, deal_id=card.id)
    (row,) = office.ask(owner, next_steps.forgotten)
    assert (row.deal_id, row.why) == (card.id, "no_next_step")
    assert office.ask(actor_of("chen"), next_steps.forgotten) == ()
    office.do(li, tasks.add, title="约面谈", customer_id=card.customer_id)
    assert office.ask(owner, next_steps.forgotten) == ()


def test_a_deal_whose_handler_left_is_listed(office, owner, card):
    office.do(owner, people.disable, login="li")
    rows = office.ask(owner, next_steps.forgotten)
    assert {(row.deal_id, row.why) for row in rows} >= {(card.id, "handler_left")}
    heir = next(row.id for row in office.ask(owner, people.page) if row.login == "lead")
    office.do(owner, deal_steps.reassign, deal_id=card.id, user_id=heir, reason="离职")
    left = {row.deal_id for row in office.ask(owner, next_steps.forgotten)}
    assert card.id not in left


def test_the_run_view_shows_done_now_and_ahead_with_who_and_when(office, actor_of, card):
    li = actor_of("li")
    office.do(li, deals.edit, deal_id=card.id, values={"bank": "建行"})
    office.do(li, deal_steps.advance, deal_id=card.id)
    view = office.ask(li, deal_runs.run_view, deal_id=card.id)
    states = {node.node: node.state for node in view.nodes}
    assert (states["start"], states["intake"], states["size"]) == ("done", "done", "done")
    assert (states["check"], states["prepare"]) == ("now", "ahead")
    assert [way.edge for way in view.ways] == ["check>prepare", "check>refused"]
    assert [way.needs_reason for way in view.ways] == [False, True]
    last = view.path[-1]
    assert (last.from_node, last.node, last.entered_by) == ("intake", "check", li.user_id)


def test_sending_back_goes_to_where_it_came_from(office, actor_of, card):
    li = actor_of("li")
    office.do(li, deals.edit, deal_id=card.id, values={"bank": "建行"})
    office.do(li, deal_steps.advance, deal_id=card.id)
    step = office.do(li, deal_steps.send_back, deal_id=card.id, reason="资料不全")
    assert (step.to_node, step.to_stage) == ("intake", "intake")
    path = office.ask(li, deal_runs.run_view, deal_id=card.id).path
    assert (path[-2].result, path[-1].way, path[-1].reason) == ("returned", "return", "资料不全")
