"""Two records of one person become one: everything moves along, and can be taken apart again."""

import pytest
from document_acts import a_file, keep
from office_content import content_of, found_by_words, last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.services import (
    checking,
    customer_sheet,
    customers,
    follow_ups,
    merging,
    tasks,
    undoing,
)
from loancrm_desktop.services.calls import operation

OLD = {
    "name": "张三",
    "phone": "13800138000",
    "remark": "老客户介绍",
    "tags": ["重点", "公积金"],
    "requested_amount": "300000.00",
    "company": "甲公司",
}
NEW = {"name": "张三", "phone": "13900139000", "remark": "有房", "tags": ["公积金", "房产"]}


@operation("test.add_message")
def add_message(work, customer_id: int) -> None:
    """Give a customer a waiting message, as only a rule does otherwise."""
    work.session.add(
        OutboxMessage(
            channel="sms",
            address="1",
            body="b",
            customer_id=customer_id,
            created_at=work.now,
        )
    )


@pytest.fixture
def pair(office, owner, clock, tmp_path):
    source = office.do(owner, customers.add, values=OLD)
    into = office.do(owner, customers.add, values=NEW)
    spouse = office.do(owner, customers.add, values={"name": "李四", "phone": "13700137000"})
    office.do(owner, follow_ups.log, source.id, "电话", next_at=clock())
    office.do(owner, tasks.add, title="回访", customer_id=source.id)
    office.do(owner, add_message, source.id)
    keep(office, owner, a_file(tmp_path, "a.txt"), source.id)
    office.do(
        owner,
        customer_sheet.add_related,
        spouse.id,
        {"relation": "spouse", "name": "张三", "linked_customer": source.id},
    )
    office.do(
        owner,
        customer_sheet.add_related,
        source.id,
        {"relation": "spouse", "name": "李四", "linked_customer": spouse.id},
    )
    return source, into


def test_everything_moves_to_the_customer_that_stays(office, owner, pair):
    source, into = pair
    office.do(owner, merging.merge, source.id, into.id)
    sheet = office.ask(owner, customer_sheet.show, into.id)
    assert {deal.id for deal in sheet.deals} == {source.deal_id, into.deal_id}
    assert [each.text for each in sheet.follow_ups] == ["电话"]
    assert [each.title for each in sheet.tasks] == ["回访"]
    assert [each.name for each in sheet.documents] == ["a.txt"]
    assert [each.name for each in sheet.related] == ["李四"]
    content = content_of(office)
    links = {row["linked_customer_id"] for row in content["related_person"].values()}
    assert source.id not in links
    assert {row["customer_id"] for row in content["outbox_message"].values()} == {into.id}
    assert checking.check(office, owner).problems == ()


def test_filled_fields_tags_remarks_and_both_phones_are_kept(office, owner, pair):
    source, into = pair
    office.do(owner, merging.merge, source.id, into.id)
    values = office.ask(owner, customers.values, customer_id=into.id).values
    assert (values["phone"], values["phone2"]) == ("13900139000", "13800138000")
    assert values["company"] == "甲公司"
    assert values["requested_amount"] == "300000.00"
    assert values["tags"] == ["公积金", "房产", "重点"]
    assert values["remark"] == "有房\n老客户介绍"
    assert values["status"] == "following"
    assert values["last_contact_at"] is not None


def test_chosen_fields_come_from_the_side_that_was_chosen(office, owner, pair):
    source, into = pair
    office.do(
        owner,
        merging.merge,
        source.id,
        into.id,
        take={"phone": "source", "tags": "into", "company": "into", "remark": "source"},
    )
    values = office.ask(owner, customers.values, customer_id=into.id).values
    assert (values["phone"], values["phone2"]) == ("13800138000", "13900139000")
    assert values["tags"] == ["公积金", "房产"]
    assert values["company"] is None
    assert values["remark"] == "老客户介绍"


def test_the_source_lies_in_the_trash_and_says_where_everything_went(office, owner, pair):
    source, into = pair
    office.do(owner, merging.merge, source.id, into.id)
    row = content_of(office)["customer"][source.id]
    assert row["deleted_at"] is not None
    assert str(into.id) in row["remark"]
    assert row["deal_id"] is None


def test_a_merge_is_taken_back_whole(office, owner, pair):
    before, found = content_of(office), found_by_words(office, owner)
    source, into = pair
    office.do(owner, merging.merge, source.id, into.id)
    assert content_of(office) != before
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert content_of(office) == before
    assert found_by_words(office, owner) == found


def test_relatives_that_turn_out_to_be_one_person_are_not_linked_to_themselves(office, owner):
    one = office.do(owner, customers.add, values={"name": "张三", "phone": "13800138000"})
    two = office.do(owner, customers.add, values={"name": "张三", "phone": "13900139000"})
    office.do(
        owner,
        customer_sheet.add_related,
        one.id,
        {"relation": "spouse", "name": "张三", "linked_customer": two.id},
    )
    office.do(owner, merging.merge, one.id, two.id)
    (related,) = office.ask(owner, customer_sheet.show, two.id).related
    assert related.linked_customer_id is None


def test_only_who_may_merge_and_sees_both_merges(office, owner, actor_of):
    mine = office.do(actor_of("li"), customers.add, values=OLD)
    others = office.do(actor_of("chen"), customers.add, values=NEW)
    with pytest.raises(Refused):
        office.do(actor_of("li"), merging.merge, mine.id, others.id)
    with pytest.raises(Refused):
        office.do(actor_of("lead"), merging.merge, others.id, mine.id)
    assert office.do(owner, merging.merge, others.id, mine.id).id == mine.id


def test_a_customer_is_not_merged_into_itself_nor_by_unknown_fields(office, owner, pair):
    source, into = pair
    with pytest.raises(Invalid):
        office.do(owner, merging.merge, into.id, into.id)
    with pytest.raises(Invalid) as caught:
        office.do(owner, merging.merge, source.id, into.id, take={"deal_stage": "source"})
    assert caught.value.problems[0].field == "deal_stage"
    with pytest.raises(Invalid):
        office.do(owner, merging.merge, source.id, 999)
