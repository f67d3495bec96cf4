"""A rule goes through the gates of the process like everybody."""

from __future__ import annotations

import pytest
from process_pictures import plant, rich
from sqlalchemy import select

from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import customers, deals
from loancrm_desktop.services.rules import drawing

MOVES = {
    "format": 1,
    "key": "on_to_review",
    "title": {"zh": "送审", "en": "On to review"},
    "kind": "deal",
    "when": {"on": "changed", "fields": ["requested_amount"]},
    "then": [{"do": "move", "stage": "review"}],
}


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def open_deal(office, owner, li):
    office.do(owner, plant, rich())
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})

    def made():
        given = {"requested_amount": "50000"}
        return office.do(li, deals.open_deal, customer_id=case.id, values=given, process="rich").id

    return made


def stage_of(office, li, deal_id):
    return office.ask(li, deals.show, deal_id=deal_id).card.stage


def test_a_rule_does_not_move_a_deal_past_a_gate_that_does_not_hold(office, owner, li, open_deal):
    office.do(owner, drawing.save, MOVES)
    deal_id = open_deal()
    office.do(li, deals.edit, deal_id=deal_id, values={"requested_amount": "60000"})
    assert stage_of(office, li, deal_id) == "intake"
    with office.database.reading() as session:
        (run,) = (
            session.execute(select(RuleRun).where(RuleRun.rule == "on_to_review")).scalars().all()
        )
        assert run.state == "failed"
        assert run.fault
    # With the bank named the gate holds, and the same rule goes through it.
    values = {"requested_amount": "70000", "bank": "建行"}
    office.do(li, deals.edit, deal_id=deal_id, values=values)
    assert stage_of(office, li, deal_id) == "review"
    with office.database.reading() as session:
        chosen = select(NodeVisit.node).where(NodeVisit.deal_id == deal_id)
        been = session.execute(chosen.order_by(NodeVisit.id)).scalars().all()
    assert been == ["intake", "check"]
