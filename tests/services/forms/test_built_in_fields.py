"""The shipped catalogue."""

import pytest

from loancrm_desktop.services.forms.built_in_fields import (
    BUILT_IN_FIELDS,
    LOOKUP_FIELDS,
    READ_ONLY,
    built_in_kind,
)
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Vocabulary

CUSTOMER_KEYS = [
    "name",
    "phone",
    "phone2",
    "id_number",
    "gender",
    "birth_date",
    "wechat",
    "email",
    "region",
    "address",
    "company",
    "occupation",
    "monthly_income",
    "social_insurance",
    "channel",
    "referrer",
    "credit_standing",
    "assets",
    "requested_amount",
    "requested_term_months",
    "product_type",
    "purpose",
    "level",
    "status",
    "tags",
    "owner",
    "team",
    "next_follow_up_at",
    "last_contact_at",
    "created_at",
    "remark",
]
DEAL_KEYS = [
    "ref",
    "customer",
    "product_type",
    "requested_amount",
    "requested_term_months",
    "purpose",
    "bank",
    "product",
    "approved_amount",
    "disbursed_amount",
    "disbursed_on",
    "annual_rate",
    "service_fee",
    "process",
    "stage",
    "stage_entered_at",
    "due_at",
    "handler",
    "owner",
    "outcome",
    "lost_reason",
    "created_at",
]


def vocabulary():
    kinds = [*BUILT_IN_FIELDS, *LOOKUP_FIELDS]
    return Vocabulary({kind: built_in_kind(kind) for kind in kinds})


def labels(kind, key):
    return [option.label_zh for option in built_in_kind(kind).fields[key].options]


def test_every_key_promised_to_programs_is_there():
    assert set(CUSTOMER_KEYS) <= set(built_in_kind("customer").fields)
    assert set(DEAL_KEYS) <= set(built_in_kind("deal").fields)
    follow_up = built_in_kind("follow_up").fields
    assert {"at", "method", "outcome", "text", "next_at", "author"} <= set(follow_up)


def test_the_default_form_offers_the_choices_of_the_brief():
    assert labels("customer", "product_type") == [
        "信用贷", "抵押贷", "经营贷", "消费贷", "公积金贷", "税贷", "保单贷", "车抵贷",
    ]  # fmt: skip
    assert labels("customer", "purpose") == [
        "经营周转", "装修", "购车", "购房", "教育", "医疗", "债务置换", "其他",
    ]  # fmt: skip
    assert labels("customer", "credit_standing") == ["良好", "有逾期", "待查"]
    assert labels("customer", "assets") == ["有房", "有车", "无"]
    assert labels("customer", "status") == [
        "潜在", "跟进中", "已签约", "已成交", "已流失", "公海",
    ]  # fmt: skip


def test_every_label_has_both_languages_and_every_field_is_built_in():
    for specs in (*BUILT_IN_FIELDS.values(), *LOOKUP_FIELDS.values()):
        for spec in specs:
            assert spec.label_zh, spec.key
            assert spec.label_en.isascii(), spec.key
            assert spec.built_in, spec.key


def test_numbers_that_identify_a_person_are_masked():
    customer = built_in_kind("customer").fields
    masks = {key: spec.mask for key, spec in customer.items() if spec.mask}
    assert masks == {"phone": "phone", "phone2": "phone", "id_number": "id", "address": "address"}
    assert customer["id_number"].sensitivity == "secret"


def test_only_the_name_must_be_filled_for_a_customer():
    required = [spec.key for spec in BUILT_IN_FIELDS["customer"] if spec.required]
    assert required == ["name"]


def test_what_services_keep_themselves_is_named_and_exists():
    assert set(READ_ONLY) == set(BUILT_IN_FIELDS)
    for kind, keys in READ_ONLY.items():
        assert keys <= set(built_in_kind(kind).fields), kind
    assert "last_contact_at" in READ_ONLY["customer"]
    assert "stage_entered_at" in READ_ONLY["deal"]


def test_links_open_paths_to_the_record_they_name():
    words = vocabulary()
    for name in ("customer.region", "owner.name", "channel.name", "customer.owner.role"):
        assert words.field("deal", name) is not None, name
    assert words.relation("deal", "documents") is not None
    assert words.relation("deal", "customer.follow_ups") is not None


def test_every_relation_is_kept_by_a_field_of_the_other_side():
    words = vocabulary()
    for kind in words.kinds.values():
        for relation in kind.relations.values():
            via = words.kinds[relation.kind].fields[relation.via]
            assert via.links_to == kind.name


def test_an_added_field_may_not_take_a_shipped_key():
    clash = FieldSpec(key="phone", type=FieldType.TEXT, label_zh="电话", label_en="Phone")
    with pytest.raises(ValueError, match="phone"):
        built_in_kind("customer", (clash,))
    plate = FieldSpec(key="plate", type=FieldType.TEXT, label_zh="车牌", label_en="Plate")
    assert "plate" in built_in_kind("customer", (plate,)).fields
