"""Every comparison the language knows has words, and a usual one to begin with."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.language.expressions import Op, Unit, ops_of
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.ui.conditions.operators import (
    Arity,
    Form,
    arity_of,
    comparisons,
    first_comparison,
    form_words,
    known_op,
    op_name,
    op_words,
    unit_words,
)


def spec(kind: FieldType) -> FieldSpec:
    """Answer a field of a type."""
    result = FieldType.DATE if kind is FieldType.FORMULA else None
    return FieldSpec(key="x", type=kind, label_zh="某", label_en="some", result=result)


@pytest.mark.parametrize("kind", list(FieldType))
def test_every_comparison_of_every_type_has_words_of_its_own(kind):
    field = spec(kind)
    assert comparisons(field) == ops_of(field)
    words = [op_words(op, field) for op in comparisons(field)]
    names = [op_name(op, field) for op in comparisons(field)]
    assert all(words)
    assert len(set(words)) == len(words)
    assert all(names)
    assert len(set(names)) == len(names)
    assert first_comparison(field) in comparisons(field)


def test_every_form_and_unit_has_words():
    assert len({form_words(form) for form in Form}) == len(Form)
    assert len({unit_words(unit) for unit in Unit}) == len(Unit)


def test_numbers_are_compared_by_signs_in_a_chip_and_by_words_in_a_list():
    money = spec(FieldType.MONEY)
    assert op_words(Op.GE, money) == "≥"
    assert op_name(Op.GE, money) != "≥"
    assert op_words(Op.GE, spec(FieldType.DATE)) != "≥"


def test_what_begins_a_condition_is_what_is_mostly_asked():
    assert first_comparison(spec(FieldType.DATETIME)) is Op.WITHIN_LAST
    assert first_comparison(spec(FieldType.TEXT)) is Op.CONTAINS
    assert first_comparison(spec(FieldType.MONEY)) is Op.GE
    assert first_comparison(spec(FieldType.CHOICE)) is Op.IN
    assert first_comparison(spec(FieldType.TAGS)) is Op.HAS_ANY
    assert first_comparison(spec(FieldType.ATTACHMENT)) is Op.IS_EMPTY


def test_a_comparison_that_does_not_exist_is_none():
    assert known_op("eq") is Op.EQ
    assert known_op("of_later") is None


def test_comparisons_take_none_one_two_several_or_a_span():
    assert [arity_of(op) for op in (Op.IS_EMPTY, Op.EQ, Op.BETWEEN, Op.IN, Op.OLDER_THAN)] == [
        Arity.NONE,
        Arity.ONE,
        Arity.TWO,
        Arity.SEVERAL,
        Arity.SPAN,
    ]
