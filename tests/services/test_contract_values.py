"""What a contract may print: every field of the catalogue, as a text for paper."""

from datetime import date

import pytest
from office_fixtures import without_masked_printing

from loancrm_desktop.services import contract_values, customers, deals, office_facts
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.terms import name_of


@pytest.fixture
def deal_id(office, owner, actor_of):
    added = office.do(
        owner,
        customers.add,
        values={"name": "王芳", "owner": actor_of("li").user_id, "channel": 2},
    )
    office.do(
        owner,
        deals.edit,
        deal_id=added.deal_id,
        values={"disbursed_on": "2026-06-09", "disbursed_amount": "300000"},
    )
    office.do(
        owner,
        deals.submit,
        deal_id=added.deal_id,
        values={"bank": "建设银行", "status": "approved", "annual_rate": "3.6"},
    )
    return added.deal_id


def printed(office, actor, deal_id):
    return office.ask(actor, contract_values.values, deal_id=deal_id)


def test_links_print_names_and_choices_their_labels(office, owner, deal_id):
    values = printed(office, owner, deal_id).values
    assert values["deal"]["customer"] == "王芳"
    assert values["deal"]["owner"] == "李经理"
    assert values["deal"]["team"] == "销售A组"
    assert values["deal"]["channel"] == "朋友介绍"
    assert values["deal"]["stage"] == "线索分配"
    assert values["customer"]["status"] == name_of("status", "prospect", "zh")


def test_amounts_days_and_rates_print_as_contracts_have_them(office, owner, deal_id):
    values = printed(office, owner, deal_id).values
    assert values["deal"]["disbursed_amount"] == "300,000.00"
    assert values["deal"]["disbursed_on"] == "2026年6月9日"
    assert values["deal"]["created_at"].startswith("2026年6月30日 12:")
    assert values["submissions"][0]["annual_rate"] == "3.60%"
    assert values["submissions"][0]["status"] == "已批复"


def test_what_is_empty_is_an_empty_text_and_every_value_is_known(office, owner, deal_id):
    found = printed(office, owner, deal_id)
    assert found.values["customer"]["referrer"] == ""
    for record in ("customer", "deal"):
        assert {f"{record}.{key}" for key in found.values[record]} <= set(found.labels)
    assert found.covered == ()


def test_a_field_the_office_added_can_be_printed(office, owner, deal_id):
    spec = FieldSpec(
        key="wedding_day", type=FieldType.DATE, label_zh="结婚日期", label_en="Wedding day"
    )
    office.do(owner, catalog.add_field, kind="customer", spec=spec)
    customer_id = office.ask(owner, deals.show, deal_id=deal_id).card.customer_id
    office.do(
        owner,
        customers.edit,
        customer_id=customer_id,
        values={"wedding_day": date(2019, 5, 20).isoformat()},
    )
    found = printed(office, owner, deal_id)
    assert found.values["customer"]["wedding_day"] == "2019年5月20日"
    assert found.labels["customer.wedding_day"] == "结婚日期"


def test_the_masked_fields_of_a_role_are_named_and_left_out(office, actor_of, deal_id):
    found = printed(office, without_masked_printing(actor_of("desk")), deal_id)
    assert {"customer.phone", "customer.phone2", "spouse.phone"} <= set(found.covered)
    assert "phone" not in found.values["customer"]
    assert "id_number" in found.values["customer"]


def test_the_offices_facts_print_as_they_are_kept(office, owner, deal_id):
    told = office_facts.OfficeFacts(address="云岭市 滨河路 8 号", phone="0755-88880000")
    office.do(owner, office_facts.edit_facts, told=told)
    values = printed(office, owner, deal_id).values["office"]
    assert values == {
        "name": "测试机构",
        "address": "云岭市 滨河路 8 号",
        "phone": "0755-88880000",
        "credit_code": "",
    }
