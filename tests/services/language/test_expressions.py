from __future__ import annotations

import pytest
from agreement.field_office import VOCABULARY, field

from loancrm_desktop.services.language.expressions import (
    Op,
    comparable,
    comparison_key,
    counts_in,
    family_of,
    fields_in,
    ops_of,
)
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.language.reading import read

DEAL = VOCABULARY.kind("deal").fields


def test_every_field_type_can_be_asked_whether_it_is_empty():
    for kind in FieldType:
        result = FieldType.NUMBER if kind is FieldType.FORMULA else None
        assert {Op.IS_EMPTY, Op.IS_FILLED} <= set(ops_of(field("a", kind, result=result)))


def test_every_operator_can_be_asked_of_some_field():
    assert {op for spec in DEAL.values() for op in ops_of(spec)} == set(Op)


def test_a_formula_is_compared_as_its_result():
    assert family_of(DEAL["margin"]) is family_of(DEAL["amount"])


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("term", "score", True),
        ("term", "amount", False),
        ("amount", "margin", True),
        ("amount", "rate", False),
        ("signed_on", "closed_on", True),
        ("signed_on", "due_at", False),
        ("title", "region", True),
        ("title", "phone", False),
        ("phone", "x_phone", True),
        ("handler", "x_handler", True),
        ("handler", "team", False),
        ("tags", "x_tags", False),
        ("files", "x_files", False),
    ],
)
def test_only_fields_of_one_meaning_are_compared_with_each_other(one, other, may):
    assert comparable(DEAL[one], DEAL[other]) is may
    assert comparable(DEAL[other], DEAL[one]) is may


@pytest.mark.parametrize(
    ("key", "written", "compared"),
    [
        ("title", "ＡBC公司", "abc公司"),
        ("phone", "138 0013-8000", "13800138000"),
        ("phone", "+86 (138) 0013.8000", "13800138000"),
        ("phone", "0086１３８00138000", "13800138000"),
        ("phone", "+852 9123 4567", "+85291234567"),
        ("id_number", "11010119900307001x", "11010119900307001X"),
    ],
)
def test_what_people_write_becomes_the_key_it_is_compared_by(key, written, compared):
    assert comparison_key(DEAL[key], written) == compared


def test_the_fields_and_counts_of_a_condition_can_be_listed():
    condition = read(
        {
            "all": [
                {"not": {"field": "amount", "op": "between", "value": [1, {"field": "margin"}]}},
                {"any": [{"field": "title", "op": "is_empty"}]},
                {"field": "level", "op": "in", "value": ["a"]},
                {
                    "count": "documents",
                    "where": {"field": "pages", "op": "gt", "value": 1},
                    "op": "ge",
                    "value": 1,
                },
                {"not": {"count": "customer.deals", "op": "eq", "value": 0}},
            ]
        },
        "deal",
        VOCABULARY,
    )
    assert [path.name for path in fields_in(condition)] == ["amount", "margin", "title", "level"]
    assert [count.rows.name for count in counts_in(condition)] == ["documents", "customer.deals"]
