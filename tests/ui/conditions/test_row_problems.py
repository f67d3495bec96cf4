"""What is wrong with a condition is said at its part."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import read_tree, write_tree
from loancrm_desktop.ui.conditions.row_problems import problems_in


@pytest.fixture
def found(desk):
    fields = ConditionFields(desk.words, "customer")

    def of(where):
        root = read_tree(where)
        problems = problems_in(write_tree(root), fields)
        order = [root.id, *(part.id for part in root.parts)]
        return {order.index(part): problem.where for part, problem in problems.items()}

    return of


def test_a_condition_that_holds_has_no_problems(found):
    assert found(None) == {}
    assert found({"all": [{"field": "name", "op": "is_filled"}, {"any": []}]}) == {}


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ({"field": "gone", "op": "eq", "value": 1}, "field"),
        ({"field": "name", "op": "of_later", "value": 1}, "op"),
        ({"field": "name", "op": "ge", "value": "a"}, "op"),
        ({"field": "name", "op": "eq"}, "value"),
        ({"field": "requested_amount", "op": "ge", "value": "much"}, "value"),
        ({"field": "requested_amount", "op": "between", "value": ["1", None]}, "value"),
        ({"field": "level", "op": "in", "value": ["gone"]}, "value"),
        ({"field": "last_contact_at", "op": "within_last", "value": {"days": 0}}, "value"),
        ({"field": "requested_amount", "op": "ge", "value": {"field": "gone"}}, "value"),
    ],
)
def test_each_problem_is_at_its_row_and_place(found, part, where):
    fine = {"field": "name", "op": "is_filled"}
    assert found({"all": [fine, part]}) == {2: where}
    assert found(part) == {1: where}


def test_a_part_of_a_later_version_has_its_problem_too(found):
    assert found({"all": [{"field": "name", "op": "is_filled"}, {"later": 1}]}) == {2: ""}
    assert found({"all": [{"count": "gone", "op": "ge", "value": 1}]}) == {1: ""}


def test_every_problem_is_said_in_words(desk):
    fields = ConditionFields(desk.words, "customer")
    root = read_tree({"any": [{"field": "name", "op": "eq"}, {"field": "x", "op": "eq"}]})
    said = [problem.words for problem in problems_in(write_tree(root), fields).values()]
    assert len(said) == 2
    assert all(words and "$" not in words for words in said)
