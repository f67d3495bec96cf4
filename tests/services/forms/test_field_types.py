"""The one registry of field types."""

import json
from datetime import UTC, date, datetime

import pytest

from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.built_in_fields import built_in_kind
from loancrm_desktop.services.forms.value_words import Reader
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Option

CUSTOMER = built_in_kind("customer").fields
DEAL = built_in_kind("deal").fields
ZH = Reader("zh")
EN = Reader("en")


def own(kind, key="own_field", **more):
    return FieldSpec(key=key, type=kind, label_zh="自定", label_en="Own", **more)


COLOURS = (Option("red", "红", "Red"), Option("blue", "蓝", "Blue", retired=True))
CASES = [
    (own(FieldType.TEXT), " 甲\n乙 ", "甲 乙", "甲 乙"),
    (own(FieldType.REGION), "广东 深圳", "广东 深圳", "广东 深圳"),
    (own(FieldType.LONG_TEXT), "甲\r\n乙", "甲\n乙", "甲\n乙"),
    (own(FieldType.INTEGER), "1,200", 1200, 1200),
    (own(FieldType.INTEGER, "grace_months"), "2年", 24, 24),
    (own(FieldType.NUMBER), "12.5", 12.5, 12.5),
    (own(FieldType.NUMBER), "12.0", 12, 12),
    (own(FieldType.MONEY), "30万", 30_000_000, "300000.00"),
    (own(FieldType.MONEY), "-5", -500, "-5.00"),
    (own(FieldType.PERCENT), "4.35%", 43_500, "4.35"),
    (own(FieldType.PERCENT), "12", 120_000, "12"),
    (own(FieldType.DATE), "2026年1月5日", date(2026, 1, 5), "2026-01-05"),
    (own(FieldType.TIME), "下午2:30", "14:30", "14:30"),
    (
        own(FieldType.DATETIME),
        "2026/1/5 10:30",
        datetime(2026, 1, 5, 2, 30, tzinfo=UTC),
        "2026-01-05T10:30:00+08:00",
    ),
    (own(FieldType.CHOICE, options=COLOURS), "红", "red", "red"),
    (own(FieldType.CHOICES, options=COLOURS), "红、蓝", ["red", "blue"], ["red", "blue"]),
    (own(FieldType.BOOLEAN), "是", True, True),
    (own(FieldType.PHONE), "+86 138-0013-8000", "13800138000", "13800138000"),
    (own(FieldType.ID_NUMBER), "44011320141005001x", "44011320141005001X", "44011320141005001X"),
    (own(FieldType.EMAIL), "A@B.COM", "A@b.com", "A@b.com"),
    (own(FieldType.PERSON, links_to="person"), "7", 7, 7),
    (own(FieldType.TEAM, links_to="team"), 7, 7, 7),
    (own(FieldType.RECORD, links_to="channel"), 7.0, 7, 7),
    (own(FieldType.TAGS), "急、大客户", ["急", "大客户"], ["急", "大客户"]),
]


@pytest.mark.parametrize(("spec", "raw", "stored", "in_json"), CASES)
def test_a_value_is_read_stored_written_to_json_and_read_back(spec, raw, stored, in_json):
    value = field_types.parse(raw, spec)
    assert value == stored
    assert type(value) is type(stored)
    field_types.check(value, spec)
    written = field_types.to_json(value, spec)
    assert written == in_json
    assert field_types.from_json(json.loads(json.dumps(written)), spec) == value


def test_every_type_a_field_may_have_is_in_the_registry():
    computed = {FieldType.FORMULA}  # known by the type of its result
    assert set(field_types.TYPES) == set(FieldType) - computed
    formula = own(FieldType.FORMULA, result=FieldType.MONEY)
    assert field_types.show(150_000, formula, ZH) == "¥ 1,500.00"


@pytest.mark.parametrize("blank", [None, "", "  ", "-", "——"])
def test_a_blank_cell_is_empty_in_every_type(blank):
    for kind, rules in field_types.TYPES.items():
        assert field_types.parse(blank, own(kind)) == ([] if rules.several else None)


@pytest.mark.parametrize(
    ("spec", "raw", "code"),
    [
        (own(FieldType.TEXT), "长" * 201, "too_long"),
        (own(FieldType.LONG_TEXT), "长" * 20_001, "too_long"),
        (own(FieldType.INTEGER), "1.5", "not_whole"),
        (own(FieldType.INTEGER), "abc", "not_a_number"),
        (own(FieldType.NUMBER), "abc", "not_a_number"),
        (CUSTOMER["monthly_income"], "-5", "negative"),
        (own(FieldType.PERSON, links_to="person"), "王芳", "not_found"),
        (own(FieldType.AUTONUMBER), "A1", "read_only"),
        (own(FieldType.ATTACHMENT), "a.pdf", "not_rows"),
        (CUSTOMER["phone"], "13800138000/13900139000", "several_phones"),
        (CUSTOMER["email"], "abc", "not_an_email"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_by_a_code(spec, raw, code):
    with pytest.raises(FieldFault) as caught:
        field_types.parse(raw, spec)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        (own(FieldType.TEXT), "a\nb"),
        (own(FieldType.TEXT), 5),
        (own(FieldType.INTEGER), True),
        (own(FieldType.NUMBER), float("inf")),
        (own(FieldType.MONEY), "300000.00"),
        (own(FieldType.DATE), datetime(2026, 1, 5, tzinfo=UTC)),
        (own(FieldType.DATETIME), date(2026, 1, 5)),
        (own(FieldType.TIME), "9:30"),
        (own(FieldType.CHOICE, options=COLOURS), "green"),
        (own(FieldType.CHOICES, options=COLOURS), ["red", "green"]),
        (own(FieldType.BOOLEAN), 1),
        (own(FieldType.PHONE), "138-0013-8000"),
        (own(FieldType.TAGS), "a"),
        (own(FieldType.PERSON, links_to="person"), 0),
    ],
)
def test_a_value_in_another_form_than_the_stored_one_does_not_pass(spec, value):
    with pytest.raises(FieldFault):
        field_types.check(value, spec)


def test_an_empty_value_always_passes_the_check():
    for kind in field_types.TYPES:
        field_types.check(None, own(kind))


@pytest.mark.parametrize(
    ("spec", "value", "zh", "en"),
    [
        (CUSTOMER["requested_amount"], 30_000_000, "¥ 300,000.00", "¥ 300,000.00"),
        (CUSTOMER["requested_term_months"], 36, "36 期", "36 months"),
        (DEAL["annual_rate"], 43_500, "4.35%", "4.35%"),
        (CUSTOMER["status"], "pool", "公海", "shared pool"),
        (CUSTOMER["status"], "gone", "gone", "gone"),
        (CUSTOMER["assets"], ["house", "car"], "有房、有车", "house, car"),
        (CUSTOMER["phone"], "13800138000", "138 0013 8000", "138 0013 8000"),
        (CUSTOMER["tags"], ["急", "VIP"], "急、VIP", "急, VIP"),
        (CUSTOMER["channel"], 3, "#3", "#3"),
        (CUSTOMER["birth_date"], date(1990, 1, 5), "1990-01-05", "1990-01-05"),
        (own(FieldType.BOOLEAN), True, "是", "yes"),
        (own(FieldType.INTEGER), 1200, "1,200", "1,200"),
        (own(FieldType.ATTACHMENT), [1, 2], "2", "2"),
        (CUSTOMER["remark"], None, "", ""),
    ],
)
def test_a_value_reads_in_the_readers_language(spec, value, zh, en):
    assert field_types.show(value, spec, ZH) == zh
    assert field_types.show(value, spec, EN) == en


def test_a_list_shows_short_amounts_and_names_of_people():
    brief = Reader("zh", brief=True, people={3: "王芳"})
    assert field_types.show(30_000_000, CUSTOMER["requested_amount"], brief) == "¥ 30.0 万"
    assert field_types.show(3, CUSTOMER["owner"], brief) == "王芳"
    moment = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
    assert field_types.show(moment, CUSTOMER["next_follow_up_at"], brief) == "2026-01-05 10:30"


@pytest.mark.parametrize(
    ("key", "value", "masked"),
    [
        ("phone", "13812345521", "138 **** 5521"),
        ("id_number", "440300199001010026", "4403 **** **** 0026"),
        ("address", "深圳市南山区粤海街道1号", "深圳市南山区****"),
        ("wechat", "wx_zhang", "w****"),
        ("monthly_income", 1_500_000, "****"),
        ("birth_date", date(1990, 1, 5), "****"),
        ("gender", "male", "****"),
        ("region", "深圳", "深圳"),
        ("phone", None, ""),
    ],
)
def test_a_masked_value_gives_nothing_away(key, value, masked):
    assert field_types.masked(value, CUSTOMER[key], ZH) == masked


def test_a_bare_half_in_json_is_half_a_per_cent_and_in_a_sheet_a_formatted_half():
    assert field_types.from_json(0.5, DEAL["annual_rate"]) == 5_000
    assert field_types.parse(0.5, DEAL["annual_rate"]) == 500_000


def test_milliseconds_survive_json():
    moment = datetime(2026, 1, 5, 2, 30, 0, 123_000, tzinfo=UTC)
    spec = CUSTOMER["next_follow_up_at"]
    written = field_types.to_json(moment, spec)
    assert written == "2026-01-05T10:30:00.123+08:00"
    assert field_types.from_json(written, spec) == moment
