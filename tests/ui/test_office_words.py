"""Keys and ids are said in the office's own names, and follow when those change."""

from __future__ import annotations

import copy

import pytest

from loancrm_desktop.services import people
from loancrm_desktop.services.process import publishing, starters
from loancrm_desktop.texts import listed, set_language
from loancrm_desktop.ui.rules import rule_choices


def said(desk, key, value, kind="customer"):
    return desk.words.say(desk.words.fields(kind)[key], value)


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("requested_amount", "300000.00", "¥ 300,000.00"),
        ("product_type", "unsecured", "信用贷"),
        ("assets", ["house", "car"], "有房、有车"),
        ("tags", ["重点", "转介绍"], "重点、转介绍"),
        ("next_follow_up_at", "2026-11-24T10:00:00+08:00", "2026-11-24 10:00"),
        ("birth_date", "1988-03-08", "1988-03-08"),
        ("owner", 1, "王老板"),
        ("channel", 1, "电话营销"),
        ("company", None, ""),
        ("product_type", "no_longer_offered", "no_longer_offered"),
    ],
)
def test_values_are_said_as_people_say_them(desk, key, value, text):
    assert said(desk, key, value) == text


def test_rates_and_stages_of_deals(desk):
    assert said(desk, "annual_rate", "4.35", "deal") == "4.35%"
    assert desk.words.stage_name("bank_approval") == "银行审批"
    assert desk.words.stage_name("unheard_of") == "unheard_of"
    assert desk.words.stage_name(None) == ""


def test_names_are_said_in_english_too(desk):
    set_language("en")
    assert desk.words.field_label("customer", "phone") == "Phone"
    assert said(desk, "product_type", "unsecured") == "unsecured loan"


def test_a_new_colleague_is_known_at_once(desk):
    new = desk.do(people.add, login="xin", name="新同事", role_key="broker")
    desk.settle(lambda: desk.words.person_name(new) == "新同事")
    assert (new, "新同事") in desk.words.links("person")


def test_fields_kept_by_the_program_are_read_only(desk):
    assert "last_contact_at" in desk.words.read_only("customer")
    assert "name" not in desk.words.read_only("customer")


def test_a_second_process_names_its_own_stages_and_former_ones_are_still_named(desk):
    chosen = desk.ask(starters.starters)
    (mortgage,) = [each for each in chosen if each.key == "mortgage_loan"]
    body = copy.deepcopy(mortgage.body)
    for stage in body["stages"]:
        if stage["key"] == "first_call":
            stage["name_zh"], stage["name_en"] = "电话面谈", "Talk on the phone"
    desk.do(publishing.publish, process="mortgage_loan", body=body)
    desk.settle(lambda: len(desk.words.processes) == 2)
    words = desk.words
    default, second = words.processes
    assert default.is_default
    assert words.stage_name("valuation") == "房产评估"
    assert words.stage_name("first_call", default.id) == "初步电联"
    assert words.stage_name("first_call", second.id) == "电话面谈"
    assert words.stage_of("mortgage_loan", "first_call") == "电话面谈"
    assert words.stage_name("first_call") == "初步电联 / 电话面谈"
    assert [one.key for one in words.stages_of(second.id)] != [one.key for one in words.stages]
    assert "valuation" in words.every_stage()
    offered = {each.key: each for each in rule_choices.stages(words)}
    assert set(offered) == set(words.every_stage())
    assert offered["valuation"].section == words.process_name(second)
    assert offered["first_call"].section == str(
        listed([words.process_name(default), words.process_name(second)])
    )
    keys = [[one.key for one in each.stages] for each in (default, second)]
    assert words.stage_after("valuation") == keys[1][keys[1].index("valuation") + 1]
    before = keys[1][keys[1].index("valuation") - 1]
    assert before in keys[0]
    assert words.stage_after(before) == ""
    assert words.stage_after("unheard_of") == words.stage_after(None) == ""
    said = words.say(words.fields("customer")["deal_stage"], "first_call")
    assert said == "初步电联 / 电话面谈"
    without = copy.deepcopy(body)
    for node in without["nodes"]:
        if node.get("stage") == "valuation":
            node["stage"] = "product_matching"
    without["stages"] = [each for each in body["stages"] if each["key"] != "valuation"]
    desk.do(publishing.publish, process="mortgage_loan", body=without)
    desk.settle(lambda: "valuation" not in words.every_stage())
    assert words.stage_name("valuation", second.id) == "房产评估"
