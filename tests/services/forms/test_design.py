"""A form holds as a whole or is refused with every fault at its place."""

import contextlib
import json
from copy import deepcopy

import pytest
from form_bodies import CARS, EVERY_CONTROL, choice, form, own, words
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.forms.design import read_form, read_form_text

pytestmark = pytest.mark.usefixtures("english")


def faults(body):
    with pytest.raises(Invalid) as refused:
        read_form(body)
    return {(each.field, each.code) for each in refused.value.problems}


def test_every_control_is_read_and_keeps_its_order():
    design = read_form(form(EVERY_CONTROL))
    assert list(design.fields)[: len(EVERY_CONTROL) + 1] == ["name", *EVERY_CONTROL]
    assert design.computed == ("wealth",)
    assert design.kept_by_program == {"wealth", "file_no"}
    assert design.fields["cars"].totals == ("price", "worth")


def test_built_in_fields_are_renamed_and_tightened_but_stay():
    body = form(
        {
            "phone": {"label": words("手机", "Mobile"), "required": True, "unique": "refuse"},
            "level": {"options": [{"key": "A", "label": words("金", "Gold")}]},
        }
    )
    design = read_form(body)
    phone = design.fields["phone"].spec
    assert (phone.label_zh, phone.required, phone.unique) == ("手机", True, True)
    assert phone.mask == "phone"
    assert phone.built_in
    assert design.fields["level"].spec.options[0].label_zh == "金"
    assert len(design.fields["level"].spec.options) > 1, "shipped options stay"
    assert "wechat" in design.fields


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"format": 2}, ("$.format", "too_new")),
        ({"format": None}, ("$.format", "format")),
        ({"kind": "spaceship"}, ("$.kind", "unknown_kind")),
        ({"tabs": []}, ("$.tabs", "empty")),
        ({"tabs": "x"}, ("$.tabs", "list_expected")),
        ({"fields": []}, ("$.fields", "object_expected")),
        ({"colour": 1}, ("$.colour", "unknown_part")),
    ],
)
def test_a_broken_frame_is_named(change, fault):
    assert fault in faults({**form(), **change})


@pytest.mark.parametrize("body", [None, [], "form", 7, {}])
def test_what_is_no_form_at_all_is_refused(body):
    assert faults(body)


def test_a_newer_form_says_so_in_words():
    with pytest.raises(Invalid) as refused:
        read_form({**form(), "format": 9})
    assert "newer version" in refused.value.text.read()


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"Bad Key": own("text")}, ("$.fields.Bad Key", "form")),
        ({"a__key": own("text")}, ("$.fields.a__key", "form")),
        ({"a": own("hologram")}, ("$.fields.a.type", "unknown_type")),
        ({"a": {"type": "text"}}, ("$.fields.a.label", "object_expected")),
        ({"a": own("choice")}, ("$.fields.a.options", "empty")),
        ({"a": choice("x", "x")}, ("$.fields.a.options[1].key", "twice")),
        ({"a": own("record", links_to="moon")}, ("$.fields.a.links_to", "unknown")),
        ({"a": own("integer", min=5, max=1)}, ("$.fields.a.max", "range")),
        ({"a": own("boolean", min=5)}, ("$.fields.a.min", "unfit")),
        ({"a": own("text", pattern="(")}, ("$.fields.a.pattern", "syntax")),
        ({"a": own("text", pattern="(a+)+$")}, ("$.fields.a.pattern", "runs_away")),
        ({"a": own("text", pattern="(a|aa)*$")}, ("$.fields.a.pattern", "runs_away")),
        ({"a": own("text", default={"today": True})}, ("$.fields.a.default", "unfit")),
        ({"a": own("integer", default={"fixed": "x"})}, ("$.fields.a.default.fixed", "not_a_number")),
        ({"a": own("text", unique="perhaps")}, ("$.fields.a.unique", "unknown_word")),
        ({"a": own("formula", formula="1")}, ("$.fields.a.result", "empty")),
        ({"a": own("formula", result="money")}, ("$.fields.a.formula", "empty")),
        ({"a": own("formula", result="money", formula="nope + 1")},
         ("$.fields.a.formula", "unknown_field")),
        ({"a": own("formula", result="money", formula="a + 1")}, ("$.fields.a.formula", "circle")),
        ({"a": own("sub_form", columns=[])}, ("$.fields.a.columns", "empty")),
        ({"a": own("sub_form", columns=[{"key": "b", "type": "person", "label": words("b")}])},
         ("$.fields.a.columns[0].type", "unknown_type")),
        ({"cars": {**CARS, "totals": ["plate"]}}, ("$.fields.cars.totals", "unfit")),
        ({"name": {"required": False}}, ("$.fields.name.required", "always_required")),
        ({"name": {"type": "money"}}, ("$.fields.name.type", "type_fixed")),
        ({"status": {"options": [{"key": "mine", "label": words("我的")}]}},
         ("$.fields.status.options", "options_fixed")),
        ({"a": own("autonumber", number={"digits": 99})}, ("$.fields.a.number", "form")),
    ],
)  # fmt: skip
def test_a_faulty_field_is_named_at_its_place(fields, fault):
    assert fault in faults(form(fields))


def test_formulas_that_go_in_a_circle_are_refused_by_name():
    body = form(
        {
            "a": own("formula", result="money", formula="b + 1"),
            "b": own("formula", result="money", formula="c + 1"),
            "c": own("formula", result="money", formula="a + 1"),
        }
    )
    with pytest.raises(Invalid) as refused:
        read_form(body)
    assert "a → b → c → a" in refused.value.text.read()


@pytest.mark.parametrize(
    ("states", "fault"),
    [
        ({"moon": {}}, ("$.states.moon", "unknown_field")),
        ({"a": {"shown": {"field": "moon", "op": "is_empty"}}},
         ("$.states.a.shown.field", "unknown_field")),
        ({"a": {"shown": {"field": "a", "op": "is_empty"}}}, ("$.states.a.shown", "circle")),
        ({"a": {"locked": {"field": "a", "op": "is_filled"}}}, ("$.states.a.locked", "circle")),
        ({"a": {"shown": {"field": "owner.name", "op": "is_filled"}}},
         ("$.states.a.shown", "other_record")),
        ({"a": {"shown": {"count": "deals", "op": "eq", "value": 0}}},
         ("$.states.a.shown", "other_record")),
        ({"a": {"options": [{"when": {"field": "b", "op": "is_filled"}, "only": ["moon"]}]}},
         ("$.states.a.options[0].only", "unknown_option")),
        ({"b": {"invalid": [{"when": {"field": "b", "op": "is_filled"}, "say": {}}]}},
         ("$.states.b.invalid[0].say", "empty")),
        ({"a": {"glows": True}}, ("$.states.a.glows", "unknown_part")),
    ],
)  # fmt: skip
def test_a_faulty_state_is_named_at_its_place(states, fault):
    assert fault in faults(form({"a": choice("x", "y"), "b": own("text")}, states))


def test_fields_that_show_each_other_are_refused():
    body = form(
        {"a": own("text"), "b": own("text")},
        {
            "a": {"shown": {"field": "b", "op": "is_filled"}},
            "b": {"shown": {"field": "a", "op": "is_filled"}},
        },
    )
    assert ("$.states.a.shown", "circle") in faults(body)


def test_a_value_may_be_wrong_because_of_itself():
    body = form(
        {"a": own("text")},
        {"a": {"invalid": [{"when": {"field": "a", "op": "eq", "value": "x"}, "say": "不行"}]}},
    )
    assert read_form(body).states["a"].invalid[0].words.zh == "不行"


def test_a_required_field_that_the_layout_hides_needs_a_default():
    body = form({"a": own("text", required=True)})
    body["tabs"][0]["sections"][0]["rows"].pop()
    assert ("$.fields.a.required", "required_hidden") in faults(body)
    body["fields"]["a"]["default"] = {"fixed": "x"}
    assert read_form(body).fields["a"].default.value == "x"
    body["tabs"][0]["sections"][0]["rows"].clear()
    assert ("$.fields.name.required", "required_hidden") in faults(body)


def test_layout_faults_are_named():
    body = form({"a": own("text")})
    rows = body["tabs"][0]["sections"][0]["rows"]
    rows += [[{"field": "a"}], [{"field": "moon"}], [{"field": "name", "width": "7/8"}]]
    assert {
        ("$.tabs[0].sections[0].rows[2][0].field", "twice"),
        ("$.tabs[0].sections[0].rows[3][0].field", "unknown_field"),
        ("$.tabs[0].sections[0].rows[4][0].width", "unknown_word"),
    } <= faults(body)


def test_headings_and_hints_stand_among_the_fields():
    body = form()
    body["tabs"][0]["sections"][0]["rows"].append(
        [{"heading": words("注意")}, {"hint": words("x")}]
    )
    items = read_form(body).tabs[0].sections[0].rows[-1]
    assert (items[0].heading.zh, items[1].hint.zh) == ("注意", "x")


def test_json_text_is_read_or_refused():
    assert read_form_text(json.dumps(form())).kind == "customer"
    for text in ("{", "[" * 100_000, "x" * 1_000_001):
        with pytest.raises(Invalid) as refused:
            read_form_text(text)
        assert refused.value.problems[0].code == "not_json"


BODIES = st.lists(st.sampled_from(sorted(EVERY_CONTROL)), unique=True, max_size=8).map(
    lambda keys: form({key: deepcopy(EVERY_CONTROL[key]) for key in {*keys, "savings", "cars"}})
)


@given(BODIES)
def test_any_form_round_trips_through_its_json(body):
    design = read_form(body)
    again = read_form(json.loads(json.dumps(design.body)))
    assert {key: each.spec for key, each in again.fields.items()} == {
        key: each.spec for key, each in design.fields.items()
    }
    assert (again.tabs, again.states, again.computed) == (
        design.tabs,
        design.states,
        design.computed,
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
PARTS = ("type", "label", "options", "default", "min", "max", "pattern", "formula", "columns",
         "totals", "number", "unique", "hidden_for", "links_to", "result", "control")  # fmt: skip


@given(st.sampled_from(sorted(EVERY_CONTROL)), st.sampled_from(PARTS), JSON)
def test_no_rubbish_in_a_field_crashes_the_reader(key, part, rubbish):
    body = form({key: {**deepcopy(EVERY_CONTROL[key]), part: rubbish}})
    with contextlib.suppress(Invalid):  # anything else is a bug
        read_form(body)


@given(st.sampled_from(("tabs", "fields", "states", "title", "kind", "format", "reads")), JSON)
def test_no_rubbish_in_a_frame_crashes_the_reader(part, rubbish):
    with contextlib.suppress(Invalid):  # anything else is a bug
        read_form({**form(EVERY_CONTROL), part: rubbish})
