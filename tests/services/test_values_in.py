"""Whatever is typed, sent or pasted into a field is taken, or refused in a sentence; never a crash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import customer_sheet, customers, deals
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

ODD = (
    None,
    "",
    0,
    -1,
    10**30,
    1.5,
    float("nan"),
    float("inf"),
    True,
    [],
    [[]],
    [None],
    {"a": 1},
    "\ud800",
    "a\x00b\x1b[31m",
    "\u202e反\u2066",
    "😀👨‍👩‍👧",
    "x" * 30_000,
    "9" * 400,
    "1e400",
    "NaN",
    "99999999999999999999",
    "2026-13-45",
    "9999-12-31T23:59:59+14:00",
    "0001-01-01",
    "١٢٣",
    "²",
)


@pytest.fixture
def zhang(office, owner):
    return office.do(owner, customers.add, values={"name": "张三", "phone": "13800138000"})


def one_of_each_type(specs: list[FieldSpec]) -> list[FieldSpec]:
    return list({(spec.type, spec.links_to, spec.key == "name"): spec for spec in specs}.values())


@pytest.mark.parametrize("raw", ODD, ids=[repr(raw)[:20] for raw in ODD])
def test_no_value_of_any_field_crashes_a_new_customer_or_a_deal(office, owner, raw):
    for spec in one_of_each_type(office.ask(owner, catalog.fields, "customer")):
        values = {"name": "甲", spec.key: raw}
        try:
            added = office.do(owner, customers.add, values=values, duplicates="allow")
        except Problem:
            continue
        office.ask(owner, customers.values, customer_id=added.id)
    added = office.do(owner, customers.add, values={"name": "乙"})
    for spec in one_of_each_type(office.ask(owner, catalog.fields, "deal")):
        try:
            office.do(owner, deals.edit, deal_id=added.deal_id, values={spec.key: raw})
        except Problem:
            continue
        office.ask(owner, deals.show, deal_id=added.deal_id)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张\x00三\x07", "张三"),
        ("第一行\r\n第二行\x0b", "第一行\n第二行"),
        ("\u202e反着写\u202c", "反着写"),
        ("好\ud800的", "好的"),
        ("很满意 😀", "很满意 😀"),
    ],
)
def test_signs_that_no_document_can_hold_are_left_out(office, owner, zhang, typed, kept):
    office.do(owner, customers.edit, customer_id=zhang.id, values={"remark": typed})
    values = office.ask(owner, customers.values, customer_id=zhang.id).values
    assert values["remark"] == kept


@pytest.mark.parametrize(("key", "emptied"), [("name", ""), ("name", None), ("status", None)])
def test_what_every_customer_has_cannot_be_emptied(office, owner, zhang, key, emptied):
    with pytest.raises(Invalid) as caught:
        office.do(owner, customers.edit, customer_id=zhang.id, values={key: emptied})
    assert [(each.field, each.code) for each in caught.value.problems] == [(key, "required")]


def test_an_unknown_choice_names_the_ones_there_are(office, owner, zhang):
    with pytest.raises(Invalid, match="潜在") as caught:
        office.do(owner, customers.edit, customer_id=zhang.id, values={"status": "vip"})
    assert caught.value.problems[0].code == "no_such_option"


@pytest.mark.parametrize("linked", [4711, 10**30])
def test_a_relative_cannot_be_linked_to_a_customer_who_is_not_there(office, owner, zhang, linked):
    values = {"relation": "spouse", "name": "李四", "linked_customer": linked}
    with pytest.raises(Invalid) as caught:
        office.do(owner, customer_sheet.add_related, customer_id=zhang.id, values=values)
    assert caught.value.problems[0].field == "linked_customer"


def test_a_relative_cannot_be_linked_to_a_customer_in_the_trash(office, owner, zhang):
    gone = office.do(owner, customers.add, values={"name": "李四"})
    office.do(owner, customers.remove, customer_ids=[gone.id])
    values = {"relation": "spouse", "name": "李四", "linked_customer": gone.id}
    with pytest.raises(Invalid):
        office.do(owner, customer_sheet.add_related, customer_id=zhang.id, values=values)


def test_a_relative_cannot_be_linked_to_another_brokers_customer(office, actor_of):
    li, chen = actor_of("li"), actor_of("chen")
    hers = office.do(chen, customers.add, values={"name": "李四"})
    mine = office.do(li, customers.add, values={"name": "张三"})
    values = {"relation": "spouse", "name": "李四", "linked_customer": hers.id}
    with pytest.raises(Invalid) as caught:
        office.do(li, customer_sheet.add_related, customer_id=mine.id, values=values)
    assert caught.value.problems[0].code == "unknown_link"


def test_nobody_is_made_owner_who_no_longer_works_here(office, owner, actor_of, zhang):
    from loancrm_desktop.services import people

    chen = actor_of("chen").user_id
    office.do(owner, people.disable, login="chen")
    with pytest.raises(Invalid) as caught:
        office.do(owner, customers.edit, customer_id=zhang.id, values={"owner": chen})
    assert caught.value.problems[0].code == "inactive"


def test_a_form_that_sends_masked_values_back_unchanged_changes_nothing(office, owner, zhang):
    masked = frozenset({"customer.phone", "customer.name"})
    desk = replace(owner, rights=replace(owner.rights, masked=masked))
    shown = office.ask(desk, customers.values, customer_id=zhang.id)
    assert shown.values["name"] != "张三"
    office.do(
        desk,
        customers.edit,
        customer_id=zhang.id,
        values={**{key: shown.values[key] for key in ("name", "phone")}, "remark": "回访"},
    )
    values = office.ask(owner, customers.values, customer_id=zhang.id).values
    assert (values["name"], values["phone"], values["remark"]) == ("张三", "13800138000", "回访")


def add_contract_number(office, owner):
    spec = FieldSpec(
        key="file_no", type=FieldType.TEXT, label_zh="档案号", label_en="File number", unique=True
    )
    office.do(owner, catalog.add_field, kind="customer", spec=spec)


def test_a_value_that_must_be_unique_is_given_once(office, owner, zhang):
    add_contract_number(office, owner)
    office.do(owner, customers.edit, customer_id=zhang.id, values={"file_no": "A-17"})
    with pytest.raises(Invalid) as caught:
        office.do(owner, customers.add, values={"name": "李四", "file_no": "ａ-17"})
    assert [(each.field, each.code) for each in caught.value.problems] == [("file_no", "taken")]
    other = office.do(owner, customers.add, values={"name": "李四"})
    with pytest.raises(Invalid):
        office.do(owner, customers.edit, customer_id=other.id, values={"file_no": "A-17"})
    # The record that has it may be saved again with it.
    office.do(owner, customers.edit, customer_id=zhang.id, values={"file_no": "A-17"})


def test_a_value_that_must_be_unique_is_not_given_to_many_at_once(office, owner, zhang):
    add_contract_number(office, owner)
    other = office.do(owner, customers.add, values={"name": "李四"})
    ids = [zhang.id, other.id]
    result = office.do(owner, customers.change_many, customer_ids=ids, values={"file_no": "A-1"})
    assert result.done == (zhang.id,)
    assert [refusal.id for refusal in result.refused] == [other.id]


def test_a_field_of_the_office_with_a_default_is_filled_in(office, owner):
    spec = FieldSpec(
        key="source_note",
        type=FieldType.TEXT,
        label_zh="来源备注",
        label_en="Source note",
        default="门店",
    )
    office.do(owner, catalog.add_field, kind="customer", spec=spec)
    added = office.do(owner, customers.add, values={"name": "张三"})
    values = office.ask(owner, customers.values, customer_id=added.id).values
    assert values["source_note"] == "门店"


def test_a_record_number_no_database_can_hold_is_not_there(office, owner):
    for call, name in ((customers.values, "customer_id"), (deals.show, "deal_id")):
        with pytest.raises(Invalid):
            office.ask(owner, call, **{name: 10**30})
    with pytest.raises(Invalid):
        office.ask(owner, customer_sheet.show, customer_id=10**30)
