"""A rule starts an approval: the deal goes into it by its process, and others are asked too."""

import pytest
from process_pictures import plant, rich
from sqlalchemy import select

from loancrm_desktop.models.process_runs import Approval
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import approvals, customers, deals
from loancrm_desktop.services.rules import drawing, reading, saying, trying

LARGE = {
    "format": 1,
    "key": "large",
    "title": {"zh": "大额审批", "en": "Large loans"},
    "kind": "deal",
    "when": {"on": "changed", "fields": ["requested_amount"]},
    "if": {"field": "requested_amount", "op": "ge", "value": "100000"},
    "then": [{"do": "approval"}],
}


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def deal_id(office, owner, li):
    office.do(owner, plant, rich())
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    given = {"requested_amount": "50000", "bank": "建行"}
    return office.do(li, deals.open_deal, customer_id=case.id, values=given, process="rich").id


def runs(office):
    with office.database.reading() as session:
        return session.execute(select(RuleRun).order_by(RuleRun.id)).scalars().all()


def asked(office, deal_id):
    with office.database.reading() as session:
        chosen = select(Approval).where(Approval.deal_id == deal_id)
        return [each.approver_id for each in session.execute(chosen).scalars()]


def raise_to(office, li, deal_id, amount):
    office.do(li, deals.edit, deal_id=deal_id, values={"requested_amount": amount})


def test_a_large_amount_starts_the_approval_by_itself(office, owner, actor_of, li, deal_id):
    office.do(owner, drawing.save, LARGE)
    raise_to(office, li, deal_id, "300000")
    (run,) = runs(office)
    assert (run.state, run.fault) == ("done", None)
    assert run.did["actions"][0]["people"] == asked(office, deal_id)
    (row,) = office.ask(actor_of("desk"), approvals.waiting)
    assert (row.deal_id, row.node) == (deal_id, "sign_off")


def test_others_are_asked_too_and_nobody_twice(office, owner, actor_of, li, deal_id):
    more = {"do": "approval", "people": [owner.user_id, actor_of("desk").user_id]}
    office.do(owner, drawing.save, {**LARGE, "then": [more]})
    raise_to(office, li, deal_id, "300000")
    assert sorted(asked(office, deal_id)) == sorted({*asked(office, deal_id), owner.user_id})
    before = asked(office, deal_id)
    raise_to(office, li, deal_id, "310000")
    assert [run.state for run in runs(office)] == ["done", "done"]
    assert asked(office, deal_id) == before


def test_where_no_approval_follows_it_is_said_and_nothing_is_moved(office, owner, li, deal_id):
    office.do(owner, drawing.save, {**LARGE, "if": None})
    raise_to(office, li, deal_id, "60000")
    (run,) = runs(office)
    assert run.state == "failed"
    assert run.fault
    assert office.ask(li, deals.show, deal_id=deal_id).card.stage == "intake"
    assert asked(office, deal_id) == []


def test_what_the_node_asks_for_stands_in_the_way_of_a_rule_too(office, owner, li, deal_id):
    office.do(li, deals.edit, deal_id=deal_id, values={"bank": None})
    office.do(owner, drawing.save, LARGE)
    raise_to(office, li, deal_id, "300000")
    (run,) = runs(office)
    assert run.state == "failed"
    assert asked(office, deal_id) == []


def test_it_is_said_tried_and_refused_for_what_is_no_deal(office, owner, li, deal_id):
    said = office.ask(owner, saying.say_rule, LARGE, "zh")
    assert "发起业务单审批" in said.sentence
    too = {**LARGE, "then": [{"do": "approval", "people": [li.user_id]}]}
    assert "ask" in office.ask(owner, saying.say_rule, too, "en").sentence
    raise_to(office, li, deal_id, "300000")
    trial = office.ask(owner, trying.dry_run, LARGE)
    assert trial.fired == 1
    wrong = {**LARGE, "kind": "customer", "when": {"on": "created"}, "if": None}
    said = office.ask(owner, saying.say_rule, wrong, "zh")
    assert [each.field for each in said.problems] == ["then.0.do"]
    gone = {**LARGE, "then": [{"do": "approval", "people": [4711]}]}
    said = office.ask(owner, saying.say_rule, gone, "zh")
    assert [each.field for each in said.problems] == ["then.0.people.0"]
    assert reading.read(too).body()["then"] == too["then"]
