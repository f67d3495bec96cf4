"""Customers: added, found again by phone, changed by two desks, thrown away and restored."""

import pytest

from loancrm_desktop.errors import Conflict, Invalid, Refused
from loancrm_desktop.services import customers, deals, look_alikes

ZHANG = {"name": "张三", "phone": "138 0013 8000", "requested_amount": "300000.00"}


def test_a_new_customer_has_a_normalised_phone_and_a_deal(office, owner):
    added = office.do(owner, customers.add, values=ZHANG)
    record = office.ask(owner, customers.values, customer_id=added.id)
    assert record.values["phone"] == "13800138000"
    assert record.values["requested_amount"] == "300000.00"
    assert record.values["status"] == "prospect"
    sheet = office.ask(owner, deals.show, deal_id=added.deal_id)
    assert sheet.card.stage == "lead_assignment"
    assert sheet.card.amount_fen == 30_000_000


def test_a_known_phone_is_refused_and_says_who_owns_it(office, owner, actor_of):
    office.do(actor_of("li"), customers.add, values=ZHANG)
    with pytest.raises(Refused, match="李经理"):
        office.do(owner, customers.add, values={"name": "张三三", "phone": "+8613800138000"})


def test_others_customers_show_only_masked_as_look_alikes(office, actor_of):
    office.do(actor_of("li"), customers.add, values=ZHANG)
    seen = office.ask(actor_of("chen"), look_alikes.look_alikes, phone="13800138000")
    assert seen[0].customer_id is None
    assert "张三" not in seen[0].title
    assert seen[0].owner_name == "李经理"


def test_every_bad_field_is_named(office, owner):
    with pytest.raises(Invalid) as caught:
        office.do(
            owner,
            customers.add,
            values={"phone": "12", "requested_amount": "viel", "id_number": "1", "nmae": "x"},
        )
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"name", "phone", "requested_amount", "id_number", "nmae"}


def test_an_id_number_gives_birth_date_and_gender(office, owner):
    added = office.do(
        owner, customers.add, values={"name": "李四", "id_number": "360426199101010071"}
    )
    values = office.ask(owner, customers.values, customer_id=added.id).values
    assert values["birth_date"] == "1991-01-01"
    assert values["gender"] == "male"


def test_fields_changed_by_one_side_merge_silently(office, owner):
    added = office.do(owner, customers.add, values=ZHANG)
    shown = office.ask(owner, customers.values, customer_id=added.id)
    office.do(owner, customers.edit, customer_id=added.id, values={"company": "甲公司"})
    saved = office.do(
        owner,
        customers.edit,
        customer_id=added.id,
        values={"remark": "想尽快放款"},
        expected_revision=shown.revision,
    )
    values = office.ask(owner, customers.values, customer_id=added.id).values
    assert (values["company"], values["remark"]) == ("甲公司", "想尽快放款")
    assert saved.revision == shown.revision + 2


@pytest.mark.parametrize("with_original", [True, False])
def test_fields_both_changed_conflict_and_name_three_values(office, owner, with_original):
    added = office.do(owner, customers.add, values=ZHANG)
    shown = office.ask(owner, customers.values, customer_id=added.id)
    office.do(owner, customers.edit, customer_id=added.id, values={"requested_amount": "500000.00"})
    with pytest.raises(Conflict) as caught:
        office.do(
            owner,
            customers.edit,
            customer_id=added.id,
            values={"requested_amount": "400000.00"},
            expected_revision=shown.revision,
            original=shown.values if with_original else None,
        )
    (clash,) = caught.value.clashes
    assert (clash.mine, clash.theirs, clash.original) == ("400000.00", "500000.00", "300000.00")


def test_a_broker_sees_only_the_own_customers(office, actor_of):
    mine = office.do(actor_of("li"), customers.add, values=ZHANG)
    with pytest.raises(Refused):
        office.ask(actor_of("chen"), customers.values, customer_id=mine.id)
    assert office.ask(actor_of("lead"), customers.values, customer_id=mine.id).values["name"]


def test_the_trash_gives_customers_and_deals_back(office, owner):
    added = office.do(owner, customers.add, values=ZHANG)
    office.do(owner, customers.remove, customer_ids=[added.id])
    with pytest.raises(Invalid):
        office.ask(owner, deals.show, deal_id=added.deal_id)
    office.do(owner, customers.restore, customer_ids=[added.id])
    assert office.ask(owner, deals.show, deal_id=added.deal_id).card.customer_id == added.id


def test_a_role_with_masks_gets_masked_values(office, owner, actor_of):
    added = office.do(owner, customers.add, values=ZHANG)
    record = office.ask(actor_of("guest"), customers.values, customer_id=added.id)
    assert "phone" in record.masked
    assert "0013" not in record.values["phone"]


def test_bulk_change_answers_row_by_row(office, owner):
    added = office.do(owner, customers.add, values=ZHANG)
    result = office.do(
        owner, customers.change_many, customer_ids=[added.id, 99_999], values={"level": "A"}
    )
    assert result.done == (added.id,)
    assert result.refused[0].id == 99_999
