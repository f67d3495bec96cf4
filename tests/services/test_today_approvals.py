"""Approvals as a group of the day: the asked person's own, the team's for whoever leads it."""

import pytest
from process_pictures import plant, rich

from loancrm_desktop.services import approvals, customers, deal_steps, deals, tasks, today
from loancrm_desktop.services.today import GROUPS


@pytest.fixture
def waits(office, owner, actor_of):
    """Have two deals wait for the lead and the back office."""
    body = rich()
    next(node for node in body["nodes"] if node["key"] == "sign_off")["mode"] = "any"
    office.do(owner, plant, body)
    li, made = actor_of("li"), []
    for name in ("王五", "赵六"):
        case = office.do(li, customers.add, values={"name": name})
        values = {"requested_amount": "300000", "bank": "建行"}
        card = office.do(li, deals.open_deal, customer_id=case.id, values=values, process="rich")
        office.do(li, deal_steps.advance, deal_id=card.id)
        made.append(case.id)
    return made


def asked(office, actor, **wish):
    return office.ask(actor, today.queue, **wish).groups[GROUPS.index("approval")]


def test_who_is_asked_sees_the_question_with_what_it_is_about(office, actor_of, waits):
    group = asked(office, actor_of("lead"))
    assert (group.count, [item.customer_name for item in group.items]) == (2, ["王五", "赵六"])
    item = group.items[0]
    assert (item.reason, item.kind, item.key) == (
        "approval",
        "approval",
        f"approval:{item.approval_id}",
    )
    assert item.handler_id == actor_of("lead").user_id
    assert all(item.node_names)
    assert item.amount_fen == 30_000_000


def test_an_answer_takes_it_out(office, actor_of, waits):
    lead = actor_of("lead")
    item = asked(office, lead).items[0]
    office.do(lead, approvals.decide, approval_id=item.approval_id, approve=True, comment="好")
    assert [each.customer_name for each in asked(office, lead).items] == ["赵六"]


def test_it_stands_beside_the_customers_own_work(office, actor_of, waits, clock):
    lead = actor_of("lead")
    office.do(lead, tasks.add, title="回电", customer_id=waits[0], due_at=clock.now)
    clock.forward(hours=1)
    found = office.ask(lead, today.queue)
    where = {
        group.key for group in found.groups for item in group.items if item.customer_id == waits[0]
    }
    assert {"overdue", "approval"} <= where


def test_the_teams_questions_are_the_supervisors_to_see(office, actor_of, waits):
    assert asked(office, actor_of("boss")).count == 0
    group = asked(office, actor_of("boss"), scope="team")
    theirs = {actor_of("lead").user_id, actor_of("desk").user_id}
    assert {item.handler_id for item in group.items} == theirs
    assert group.count == 4


def test_nobody_else_sees_them_nor_the_trash(office, actor_of, waits):
    assert asked(office, actor_of("li")).count == 0
    office.do(actor_of("boss"), customers.remove, customer_ids=[waits[0]])
    assert asked(office, actor_of("lead")).count == 1


def test_the_rest_is_read_block_by_block(office, actor_of, waits, monkeypatch):
    monkeypatch.setattr(today, "SHOWN", 1)
    lead = actor_of("lead")
    first = asked(office, lead)
    assert (first.count, len(first.items)) == (2, 1)
    (second,) = office.ask(lead, today.more, "approval", 1)
    assert second.customer_name == "赵六"
    assert office.ask(lead, today.more, "approval", 2) == ()
