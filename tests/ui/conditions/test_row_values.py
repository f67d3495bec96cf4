"""What is kept of a row when its field or its comparison changes."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.language.expressions import Op
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import Row
from loancrm_desktop.ui.conditions.row_values import moved_to_field, new_row, value_for


@pytest.mark.parametrize(
    ("old", "value", "new", "kept"),
    [
        ("eq", "a", Op.NE, "a"),
        ("eq", "a", Op.IN, ["a"]),
        ("in", ["a", "b"], Op.EQ, "a"),
        ("in", ["a", "b"], Op.NOT_IN, ["a", "b"]),
        ("eq", {"my_team": True}, Op.IN, {"my_team": True}),
        ("eq", {"field": "x"}, Op.IN, None),
        ("ge", 5, Op.BETWEEN, [5, None]),
        ("between", [5, 9], Op.GE, 5),
        ("eq", "a", Op.IS_EMPTY, None),
        ("within_last", {"days": 3}, Op.OLDER_THAN, {"days": 3}),
        ("within_last", {"days": 3}, Op.LT, None),
        ("of_later", "a", Op.EQ, None),
    ],
)
def test_what_fits_the_new_comparison_is_kept(old, value, new, kept):
    assert value_for(new, old, value) == kept


@pytest.fixture
def fields(desk):
    return ConditionFields(desk.words, "customer")


def test_a_field_of_the_same_kind_keeps_comparison_and_value(fields):
    row = Row("requested_amount", "le", "300000")
    moved = moved_to_field(row, "monthly_income", fields)
    assert (moved.field, moved.op, moved.value, moved.id) == (
        "monthly_income",
        "le",
        "300000",
        row.id,
    )


def test_a_choice_with_other_options_keeps_only_the_comparison(fields):
    moved = moved_to_field(Row("level", "in", ["a"]), "status", fields)
    assert (moved.op, moved.value) == ("in", None)


def test_a_field_of_another_kind_begins_anew(fields):
    moved = moved_to_field(Row("name", "contains", "钱"), "owner", fields)
    assert (moved.op, moved.value) == (new_row("owner", fields).op, None)
    assert new_row("gone", fields).op == ""
