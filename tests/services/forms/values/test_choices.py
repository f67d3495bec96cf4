"""Choices, yes and no, tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.forms.built_in_fields import built_in_kind
from loancrm_desktop.services.forms.values.choices import (
    option_for,
    parse_choice,
    parse_choices,
    parse_tags,
    parse_yes_no,
    split_words,
)
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Option

CUSTOMER = built_in_kind("customer").fields


@pytest.mark.parametrize(
    ("field", "raw", "key"),
    [
        ("gender", "男", "male"),
        ("gender", "女士", "female"),
        ("gender", "Female", "female"),
        ("gender", "未知", None),
        ("credit_standing", "良好", "good"),
        ("credit_standing", "逾期", "overdue"),
        ("credit_standing", "overdue", "overdue"),
        ("credit_standing", "有过几次逾期", "overdue"),
        ("credit_standing", "无逾期", "good"),
        ("credit_standing", "否", "good"),
        ("product_type", "信用贷款", "unsecured"),
        ("product_type", "房产抵押贷", "property_secured"),
        ("product_type", "unsecured loan", "unsecured"),
        ("product_type", "车抵贷", "vehicle_secured"),
        ("purpose", "用于资金周转", "working_capital"),
        ("purpose", "debt_consolidation", "debt_swap"),
        ("level", "A", "A"),
        ("level", "ａ级", "A"),
        ("level", "b类", "B"),
        ("status", "跟进中", "following"),
        ("status", "已放款", "closed"),
        ("social_insurance", "社保", "insurance_only"),
        ("social_insurance", "社保 / 公积金", "both"),
        ("assets", "", None),
    ],
)
def test_a_label_a_key_or_a_usual_word_finds_its_option(field, raw, key):
    assert parse_choice(raw, CUSTOMER[field]) == key


@pytest.mark.parametrize("raw", ["非良好", "不太清楚吧", "良好或逾期"])
def test_an_unclear_or_denied_word_is_refused_with_the_options(raw):
    with pytest.raises(FieldFault) as caught:
        parse_choice(raw, CUSTOMER["credit_standing"])
    assert caught.value.code == "no_such_option"
    assert "良好" in caught.value.text.read("zh")
    assert option_for(raw, CUSTOMER["credit_standing"]) is None


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        ("有房、有车", ["house", "car"]),
        ("有房有车", ["house", "car"]),
        ("房;车", ["house", "car"]),
        ("房产/汽车", ["house", "car"]),
        ("无房有车", ["car"]),
        ("无", ["none"]),
        ("无房无车", ["none"]),
        ("按揭房", ["house"]),
        (["house", "car", "house"], ["house", "car"]),
        ("house,car", ["house", "car"]),
        ("", []),
        (None, []),
    ],
)
def test_several_choices_are_found_in_one_cell(raw, keys):
    assert parse_choices(raw, CUSTOMER["assets"]) == keys


def test_one_unknown_choice_among_several_is_refused():
    with pytest.raises(FieldFault):
        parse_choices("有房、游艇", CUSTOMER["assets"])


def test_the_offices_own_options_are_found_by_label_and_key():
    spec = FieldSpec(
        key="visit_wish",
        type=FieldType.CHOICE,
        label_zh="到访意愿",
        label_en="Visit",
        options=(Option("am", "上午到店", "Morning"), Option("pm", "下午到店", "Afternoon")),
    )
    assert parse_choice("上午 到店", spec) == "am"
    assert parse_choice("afternoon", spec) == "pm"
    assert parse_choice("下午到店面谈", spec) == "pm"


def test_a_choice_without_options_keeps_the_key():
    spec = FieldSpec(key="step", type=FieldType.CHOICE, label_zh="步骤", label_en="Step")
    assert parse_choice("my_step", spec) == "my_step"


@pytest.mark.parametrize("raw", ["是", "有", "√", "Y", "yes", "1", "TRUE", True])
def test_yes_is_said_in_many_ways(raw):
    assert parse_yes_no(raw) is True


@pytest.mark.parametrize("raw", ["否", "无", "×", "N", "0", False])
def test_no_is_said_in_many_ways(raw):
    assert parse_yes_no(raw) is False


def test_neither_yes_nor_no_is_refused():
    assert parse_yes_no("") is None
    with pytest.raises(FieldFault):
        parse_yes_no("也许")


def test_tags_are_split_cleaned_and_kept_once():
    assert parse_tags("大客户、急; #急 ,VIP") == ["大客户", "急", "VIP"]
    assert parse_tags(["a ", "a", ""]) == ["a"]
    assert split_words("a、b;c") == ["a", "b", "c"]
    with pytest.raises(FieldFault):
        parse_tags("很" * 41)


@given(st.text(max_size=20))
def test_any_text_gives_an_option_of_the_field_or_a_fault(text):
    for field in ("assets", "credit_standing", "product_type"):
        spec = CUSTOMER[field]
        try:
            found = parse_choices(text, spec)
        except FieldFault:
            continue
        assert all(spec.option(key) is not None for key in found)
