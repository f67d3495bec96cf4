"""What a node says of fields holds on every way in; what it writes itself is the office's act."""

from __future__ import annotations

from dataclasses import replace

import pytest
from process_pictures import plant, rich
from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.designs import Design
from loancrm_desktop.services import customers, deal_steps, deals, work_edits


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def deal(office, owner, li):
    body = rich()
    intake, check = (n for n in body["nodes"] if n["key"] in ("intake", "check"))
    intake.update(visible=["requested_amount"], editable=["requested_amount", "purpose"])
    check["on_entry"] = [{"do": "set_field", "field": "bank", "value": "工行"}]
    office.do(owner, plant, body)
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    given = {"requested_amount": "50000"}
    return office.do(li, deals.open_deal, customer_id=case.id, values=given, process="rich")


def test_a_field_that_is_not_open_in_the_node_is_refused_by_name(office, li, deal):
    values = {"product_type": "mortgage", "requested_amount": "60000"}
    with pytest.raises(Invalid) as caught:
        office.do(li, deals.edit, deal_id=deal.id, values=values)
    assert [each.field for each in caught.value.problems] == ["product_type"]
    office.do(li, deals.edit, deal_id=deal.id, values={"requested_amount": "60000"})


def test_what_the_node_asks_for_is_open_and_filled_in_on_the_way(office, li, deal):
    values = {"product_type": "mortgage", "bank": "建行"}
    with pytest.raises(Invalid):
        office.do(li, deal_steps.advance, deal_id=deal.id, values=values)
    step = office.do(li, deal_steps.advance, deal_id=deal.id, values={"bank": "建行"})
    assert step.to_node == "check"
    # There everything is open again.
    office.do(li, deals.edit, deal_id=deal.id, values={"product_type": "mortgage"})


def test_a_value_sent_back_unchanged_is_no_change(office, li, deal):
    shown = office.ask(li, deals.show, deal_id=deal.id).values
    office.do(li, deals.edit, deal_id=deal.id, values={"product_type": shown["product_type"]})


def test_sheet_and_form_say_what_is_shown_and_open(office, li, deal):
    here = office.ask(li, deals.show, deal_id=deal.id).here
    assert "product_type" in here.not_shown
    assert not {"bank", "requested_amount"} & {*here.not_shown, *here.not_open}
    form = office.ask(li, work_edits.deal_values, deal_id=deal.id)
    assert "product_type" in form.not_shown
    assert "product_type" in form.read_only
    assert "bank" not in form.read_only


def test_a_node_writes_a_field_its_mover_may_not_and_marks_it(office, li, deal):
    office.do(li, deals.edit, deal_id=deal.id, values={"bank": "建行"})
    shy = replace(li, rights=replace(li.rights, read_only=frozenset({"deal.bank"})), granted=None)
    seen = []
    office.feed.subscribe(seen.append)
    office.do(shy, deal_steps.advance, deal_id=deal.id)
    assert office.ask(li, deals.show, deal_id=deal.id).values["bank"] == "工行"
    with office.database.reading() as session:
        design = session.execute(
            select(Design.id).where(Design.kind == "process", Design.key == "rich")
        ).scalar_one()
    (change,) = [each for each in seen[-1].changes if each.table == "deal"]
    assert change.cause == design
    with pytest.raises(Invalid):
        office.do(shy, deals.edit, deal_id=deal.id, values={"bank": "建行"})
