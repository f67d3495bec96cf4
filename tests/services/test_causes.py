"""What a process or a rule changed by itself says so in the history, in words."""

from __future__ import annotations

import pytest
from office_content import last_seq
from process_pictures import plant, rich

from loancrm_desktop.services import (
    causes,
    customer_timeline,
    customers,
    deal_steps,
    deals,
    journal,
)
from loancrm_desktop.services.calls import reader


@pytest.fixture
def stepped(office, owner):
    """Answer a customer whose deal came into a node that sets the bank."""
    body = rich()
    check = next(each for each in body["nodes"] if each["key"] == "check")
    check["on_entry"] = [{"do": "set_field", "field": "bank", "value": "工行"}]
    office.do(owner, plant, body)
    case = office.do(owner, customers.add, values={"name": "王五", "phone": "13912345678"})
    given = {"requested_amount": "50000"}
    deal = office.do(owner, deals.open_deal, customer_id=case.id, values=given, process="rich")
    office.do(owner, deal_steps.advance, deal_id=deal.id, values={"bank": "建行"})
    return case.id


def test_the_history_names_the_process_that_set_a_field(office, owner, stepped):
    changes = office.ask(owner, journal.changes_of, seq=last_seq(office, owner))
    (bank,) = [each for each in changes if each.table == "deal" and each.field == "bank"]
    assert bank.by is not None
    assert bank.by.read("en").startswith("by the process ")
    assert bank.by.read("en").endswith("version 1")


def test_what_a_person_did_names_no_drawing(office, owner, stepped):
    office.do(owner, customers.edit, stepped, {"company": "甲公司"})
    changes = office.ask(owner, journal.changes_of, seq=last_seq(office, owner))
    assert [each.by for each in changes] == [None] * len(changes)


def test_the_timeline_names_it_beside_the_field(office, owner, stepped):
    page = office.ask(owner, customer_timeline.timeline, customer_id=stepped)
    said = [shift.by.read("en") for each in page.moments for shift in each.shifts if shift.by]
    assert said
    assert said[0].startswith("by the process ")


def test_a_drawing_that_is_gone_is_no_hand_either(office, owner):
    @reader("test.cause")
    def asked(work):
        return causes.cause_text(work, 999_999), causes.cause_text(work, None)

    gone, none = office.ask(owner, asked)
    assert none is None
    assert "gone" in gone.read("en")
