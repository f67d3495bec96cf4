from __future__ import annotations

import json

import pytest
from agreement.any_condition import conditions
from agreement.field_office import VOCABULARY
from agreement.hostile_texts import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.language.expressions import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    Count,
    Emptiness,
    Not,
    Op,
)
from loancrm_desktop.services.language.reading import MAX_DEPTH, MAX_NODES, read, read_text
from loancrm_desktop.services.language.writing import write

LEAF = {"field": "title", "op": "is_empty"}


def _problems(raw, kind="deal"):
    with pytest.raises(Invalid) as caught:
        read(raw, kind, VOCABULARY)
    return [(problem.field, problem.code) for problem in caught.value.problems]


def test_the_example_of_the_command_line_is_read():
    raw = {"field": "customer.region", "op": "eq", "value": "深圳"}
    for kind, name in (("customer", "region"), ("deal", "customer.region")):
        path = VOCABULARY.field(kind, name)
        assert read(raw, kind, VOCABULARY) == Compare(path, Op.EQ, Constant("深圳"))


def test_groups_emptiness_and_counts_become_their_nodes():
    raw = {
        "any": [
            {"all": []},
            {"not": {"any": []}},
            {"field": "title", "op": "is_filled"},
            {
                "count": "documents",
                "where": {"field": "kind", "op": "eq", "value": "a"},
                "op": "ge",
                "value": 1,
            },
        ]
    }
    of_kind = Compare(VOCABULARY.field("document", "kind"), Op.EQ, Constant("a"))
    rows = VOCABULARY.relation("deal", "documents")
    assert read(raw, "deal", VOCABULARY) == AnyOf(
        (
            AllOf(()),
            Not(AnyOf(())),
            Emptiness(VOCABULARY.field("deal", "title"), filled=True),
            Count(rows, of_kind, Op.GE, Constant(1)),
        )
    )


def test_every_problem_is_named_with_its_place():
    raw = {
        "all": [
            {"field": "nothing", "op": "eq", "value": 1},
            {"any": [{"field": "amount", "op": "contains", "value": 1}, 7]},
            {"not": {"field": "amount", "op": "like", "value": 1}},
            {"field": "amount", "op": "ge", "value": "1.001"},
            {"field": "amount", "op": "between", "value": [1, "x"]},
            {"field": "level", "op": "in", "value": ["a", "c"]},
            {"field": "title", "op": "eq"},
            {"field": "title", "op": "is_empty", "value": 1},
            {"field": "title", "op": "is_empty", "and": 1},
            {"field": "title", "count": "documents", "op": "eq", "value": 1},
            {"count": "nothing", "op": "contains", "value": 1},
            {"count": "documents", "where": {"field": "title"}, "op": "eq", "value": {"days": 1}},
        ]
    }
    assert _problems(raw) == [
        ("$.all[0].field", "unknown_field"),
        ("$.all[1].any[0].op", "unfit_op"),
        ("$.all[1].any[1]", "object_expected"),
        ("$.all[2].not.op", "unknown_op"),
        ("$.all[3].value", "money_expected"),
        ("$.all[4].value[1]", "money_expected"),
        ("$.all[5].value[1]", "unknown_option"),
        ("$.all[6]", "value_missing"),
        ("$.all[7].value", "unexpected_value"),
        ("$.all[8]", "unknown_key"),
        ("$.all[9]", "unknown_shape"),
        ("$.all[10].count", "unknown_rows"),
        ("$.all[10].op", "unfit_op"),
        ("$.all[11].where.field", "unknown_field"),
        ("$.all[11].where.op", "unknown_op"),
        ("$.all[11].value", "constant_expected"),
    ]


def test_the_refusal_says_the_first_problem_and_its_place():
    with pytest.raises(Invalid) as caught:
        read({"field": "tilte", "op": "eq", "value": "x"}, "deal", VOCABULARY)
    said = caught.value.text.read("en")
    assert "$.field" in said
    assert "title" in said


@pytest.mark.parametrize("raw", [None, 5, "x", [], True, {}, {"all": {}}, {"any": "x"}])
def test_what_is_no_condition_is_refused(raw):
    assert _problems(raw)


def test_a_count_asks_for_a_number():
    asked = {"count": "documents", "op": "ge"}
    assert _problems(asked) == [("$", "value_missing")]
    assert _problems({**asked, "value": "1"}) == [("$.value", "whole_number_expected")]
    assert _problems({**asked, "value": {"field": "term"}}) == [("$.value", "constant_expected")]


def test_nesting_is_allowed_to_its_limit_and_no_further():
    raw = LEAF
    for _ in range(MAX_DEPTH - 1):
        raw = {"not": raw}
    read(raw, "deal", VOCABULARY)
    assert [code for _, code in _problems({"not": raw})] == ["too_deep"]


def test_deeper_nesting_than_python_can_follow_is_refused():
    text = '{"not":' * 20_000 + "1" + "}" * 20_000
    with pytest.raises(Invalid):
        read_text(text, "deal", VOCABULARY)
    raw = LEAF
    for _ in range(50_000):
        raw = {"not": raw}
    assert [code for _, code in _problems(raw)] == ["too_deep"]


def test_a_condition_may_have_so_many_parts_and_no_more():
    read({"all": [LEAF] * (MAX_NODES - 1)}, "deal", VOCABULARY)
    assert [code for _, code in _problems({"all": [LEAF] * MAX_NODES})] == ["too_large"]
    assert [code for _, code in _problems({"all": [LEAF] * 100_000})] == ["too_large"]


@pytest.mark.parametrize("text", ["", "{", "null", "x" * 200_001, "[" * 100_000])
def test_text_that_is_no_json_condition_is_refused(text):
    with pytest.raises(Invalid) as caught:
        read_text(text, "deal", VOCABULARY)
    assert caught.value.problems[0].field == "$"


def test_json_text_is_read_like_the_parsed_condition():
    assert read_text(json.dumps(LEAF), "deal", VOCABULARY) == read(LEAF, "deal", VOCABULARY)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_but_a_known_name_gets_past_the_reading(hostile):
    for name in (hostile, f"title{hostile}", f"customer.{hostile}", f"{hostile}.name"):
        assert _problems({"field": name, "op": "is_empty"}) == [("$.field", "unknown_field")]
        assert _problems({"count": name, "op": "ge", "value": 1}) == [("$.count", "unknown_rows")]
        value = {"field": name}
        assert _problems({"field": "title", "op": "eq", "value": value}) == [
            ("$.value.field", "unknown_field")
        ]
    assert _problems({"field": "title", "op": hostile}) == [("$.op", "unknown_op")]


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["title", "amount", "due_at", "handler", "eq", "between", "has_any", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["all", "any", "not", "field", "op", "value", "count", "where", "days", "me"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_read_or_refused_with_places(raw):
    try:
        condition = read(raw, "deal", VOCABULARY)
    except Invalid as caught:
        refused = caught
    else:
        assert read(write(condition), "deal", VOCABULARY) == condition
        return
    assert refused.problems
    assert all(problem.field.startswith("$") for problem in refused.problems)
    assert all(problem.text.read("en") for problem in refused.problems)


@given(conditions(kind="document"))
def test_a_condition_written_as_json_text_reads_back_equal(raw):
    condition = read(raw, "document", VOCABULARY)
    assert read_text(json.dumps(write(condition)), "document", VOCABULARY) == condition
