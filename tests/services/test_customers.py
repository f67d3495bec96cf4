"""Customers: added, found again by phone, changed by two desks, thrown away and restored."""

import pytest
from office_content import last_seq

from loancrm_desktop.errors import Conflict, Invalid, Refused
from loancrm_desktop.services import customers, deals, look_alikes, undoing

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


@pytest.mark.parametrize("key", ["phone", "phone2"])
def test_an_edit_to_a_known_phone_is_refused_unless_it_is_on_purpose(office, owner, key):
    office.do(owner, customers.add, values=ZHANG)
    other = office.do(owner, customers.add, values={"name": "李四"})
    change = {"customer_id": other.id, "values": {key: "+86 138-0013-8000"}}
    with pytest.raises(Refused, match="张三") as caught:
        office.do(owner, customers.edit, **change)
    assert caught.value.allowed
    office.do(owner, customers.edit, **change, duplicates="allow")
    # Once shared on purpose, the number is no matter any more.
    office.do(
        owner, customers.edit, customer_id=other.id, values={key: "13800138000", "level": "A"}
    )


def test_a_second_phone_that_is_anothers_first_is_found(office, owner):
    office.do(owner, customers.add, values=ZHANG)
    with pytest.raises(Refused):
        office.do(owner, customers.add, values={"name": "李四", "phone2": "13800138000"})


def test_a_refusal_shows_no_other_number_of_the_customer_it_names(office, owner, actor_of):
    values = {**ZHANG, "phone2": "13900139000"}
    office.do(actor_of("li"), customers.add, values=values)
    with pytest.raises(Refused) as caught:
        office.do(actor_of("chen"), customers.add, values={"name": "x", "phone": "13900139000"})
    assert "8000" not in str(caught.value)
    assert "张三" not in str(caught.value)


def test_many_are_not_given_one_phone(office, owner):
    ids = [office.do(owner, customers.add, values={"name": name}).id for name in "甲乙"]
    result = office.do(
        owner, customers.change_many, customer_ids=[*ids, ids[0]], values={"phone": "13800138000"}
    )
    assert (result.done, [row.id for row in result.refused]) == ((ids[0],), [ids[1]])


def test_a_mended_id_number_mends_the_birth_date_that_came_from_it(office, owner):
    values = {"name": "李四", "id_number": "360426199101010071"}
    added = office.do(owner, customers.add, values=values)
    change = {"id_number": "110101199003070134"}
    office.do(owner, customers.edit, customer_id=added.id, values=change)
    shown = office.ask(owner, customers.values, customer_id=added.id).values
    assert shown["birth_date"] == "1990-03-07"


def test_a_birth_date_somebody_typed_stays_when_the_id_number_comes(office, owner):
    added = office.do(owner, customers.add, values={"name": "李四", "birth_date": "1980-05-05"})
    change = {"id_number": "110101199003070134"}
    office.do(owner, customers.edit, customer_id=added.id, values=change)
    shown = office.ask(owner, customers.values, customer_id=added.id).values
    assert shown["birth_date"] == "1980-05-05"


def test_transferring_a_customer_changes_the_owner_and_nothing_else(office, owner, actor_of):
    li, chen = actor_of("li"), actor_of("chen")
    added = office.do(li, customers.add, values={**ZHANG, "remark": "急用", "tags": ["重点"]})
    office.do(li, deals.move, deal_id=added.deal_id, to_stage="first_call")
    before = office.ask(owner, customers.values, customer_id=added.id).values
    office.do(owner, customers.edit, customer_id=added.id, values={"owner": chen.user_id})
    after = office.ask(chen, customers.values, customer_id=added.id).values
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"owner", "team"}
    assert office.ask(chen, deals.show, deal_id=added.deal_id).card.stage == "first_call"


def test_a_customer_in_the_trash_comes_back_unless_the_phone_has_a_new_owner(office, owner):
    phone = "13800138000"
    old = office.do(owner, customers.add, values={"name": "张三", "phone": phone}).id
    office.do(owner, customers.remove, customer_ids=[old])
    new = office.do(owner, customers.add, values={"name": "李四", "phone": phone}).id
    result = office.do(owner, customers.restore, customer_ids=[old])
    assert (result.done, [row.id for row in result.refused]) == ((), [old])
    assert "李四" in result.refused[0].text
    office.do(owner, customers.restore, customer_ids=[old], duplicates="allow")
    found = office.ask(owner, look_alikes.look_alikes, phone=phone)
    assert {alike.customer_id for alike in found} == {old, new}


def tags_of(office, owner, ids):
    return [office.ask(owner, customers.values, customer_id=each).values["tags"] for each in ids]


def test_tags_are_stuck_on_several_and_taken_off_in_one_entry(office, owner):
    ids = [
        office.do(owner, customers.add, values={"name": "甲", "tags": ["老客户", "急"]}).id,
        office.do(owner, customers.add, values={"name": "乙"}).id,
    ]
    before = last_seq(office, owner)
    done = office.do(owner, customers.tag_many, ids, add=["重点"], remove=["急"])
    assert done.done == tuple(ids)
    assert tags_of(office, owner, ids) == [["老客户", "重点"], ["重点"]]
    assert last_seq(office, owner) == before + 1
    office.do(owner, undoing.undo, before + 1)
    assert tags_of(office, owner, ids) == [["老客户", "急"], []]


def test_a_tag_that_is_there_already_changes_nothing(office, owner):
    ids = [office.do(owner, customers.add, values={"name": "甲", "tags": ["重点"]}).id]
    before = last_seq(office, owner)
    assert office.do(owner, customers.tag_many, ids, add=["重点"]).done == tuple(ids)
    assert last_seq(office, owner) == before


def test_a_stranger_is_not_tagged(office, owner, actor_of):
    mine = office.do(actor_of("li"), customers.add, values={"name": "甲"}).id
    other = office.do(owner, customers.add, values={"name": "乙"}).id
    done = office.do(actor_of("li"), customers.tag_many, [mine, other], add=["重点"])
    assert done.done == (mine,)
    assert [each.id for each in done.refused] == [other]
