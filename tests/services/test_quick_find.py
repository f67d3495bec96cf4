"""What the command palette finds, with numbers covered and only what is in sight."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers, deals, quick_find
from loancrm_desktop.services.actor import Actor, Rights


@pytest.fixture
def people(office, owner):
    found = {}
    for name, phone in (
        ("钱慧敏", "13900000872"),
        ("钱慧珍", "13700000813"),
        ("冯国栋", "13700002215"),
    ):
        values = {
            "name": name,
            "phone": phone,
            "owner": owner.user_id,
            "product_type": "property_secured",
            "requested_amount": "1800000.00",
        }
        found[name] = office.do(owner, customers.add, values=values)
    return found


def test_who_is_found_comes_with_covered_number_need_and_stage(office, owner, people):
    (found,) = office.ask(owner, quick_find.find, text="钱慧敏")
    assert found.phone == "139 **** 0872"
    assert (found.product_type, found.amount_fen) == ("property_secured", 180_000_000)
    assert (found.stage, found.advance_to) == ("lead_assignment", "first_call")


def test_all_ways_of_remembering_somebody_lead_there(office, owner, people):
    ref = office.ask(owner, deals.show, deal_id=people["冯国栋"].deal_id).card.ref
    for text in ("冯国栋", "fgd", "2215", ref):
        found = office.ask(owner, quick_find.find, text=text)
        assert people["冯国栋"].id in [each.id for each in found], text


def test_only_numbers_leaves_out_who_was_found_by_name(office, owner, people):
    assert office.ask(owner, quick_find.find, text="钱慧敏", numbers=True) == ()
    (found,) = office.ask(owner, quick_find.find, text="0872", numbers=True)
    assert found.name == "钱慧敏"


def test_a_finished_deal_has_no_next_stage(office, owner, people):
    deal = people["钱慧敏"].deal_id
    office.do(owner, deals.move, deal_id=deal, to_stage="lost", reason="客户放弃")
    (found,) = office.ask(owner, quick_find.find, text="钱慧敏")
    assert (found.outcome, found.advance_to) == ("lost", None)


def test_those_looked_at_before_come_in_their_order_and_only_if_still_there(office, owner, people):
    ids = [people[name].id for name in ("冯国栋", "钱慧敏", "钱慧珍")]
    office.do(owner, customers.remove, customer_ids=[people["钱慧敏"].id])
    found = office.ask(owner, quick_find.again, customer_ids=ids)
    assert [each.name for each in found] == ["冯国栋", "钱慧珍"]


def test_nobody_out_of_sight_is_found(office, actor_of, people):
    broker = actor_of("li")
    assert office.ask(broker, quick_find.find, text="钱慧") == ()
    ids = [people["钱慧敏"].id]
    assert office.ask(broker, quick_find.again, customer_ids=ids) == ()


def test_what_a_role_does_not_show_stays_away(office, owner, people):
    rights = Rights("all", frozenset({"customers.see"}), hidden=frozenset({"customer.phone"}))
    blind = Actor(owner.user_id, "boss", "王老板", "owner", rights)
    (found,) = office.ask(blind, quick_find.find, text="钱慧敏")
    assert (found.phone, found.stage, found.deal_id) == ("", None, None)
    nobody = Actor(owner.user_id, "boss", "王老板", "owner", Rights("all", frozenset()))
    with pytest.raises(Refused):
        office.ask(nobody, quick_find.find, text="钱慧敏")
