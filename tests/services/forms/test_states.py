"""States follow from values, and go when the values go."""

from datetime import UTC, datetime

import pytest
from form_bodies import CARS, EVERY_CONTROL, choice, form, own
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.display import OFFICE_ZONE
from loancrm_desktop.services.forms.design import read_form
from loancrm_desktop.services.forms.states import moment_here, states_of, values_from_json

pytestmark = pytest.mark.usefixtures("english")

MOMENT = moment_here(datetime(2026, 6, 30, 4, tzinfo=UTC), OFFICE_ZONE, me=7)
OPTIONS = choice("a", "b", "c")
OPTIONS["options"][2]["retired"] = True
DESIGN = read_form(
    form(
        {
            "kind": OPTIONS,
            "why": own("text", max=5),
            "until": own("date", min="2020-01-01"),
            "whose": own("person"),
            "cars": CARS,
        },
        {
            "why": {
                "shown": {"field": "kind", "op": "eq", "value": "a"},
                "required": {"field": "kind", "op": "is_filled"},
            },
            "until": {"locked": {"field": "whose", "op": "ne", "value": {"me": True}}},
            "kind": {"options": [
                {"when": {"field": "level", "op": "eq", "value": "A"}, "only": ["a", "c"]},
                {"when": {"field": "gender", "op": "eq", "value": "male"}, "only": ["b"]},
            ]},
        },
    )
)  # fmt: skip


def asked(**values):
    return states_of(DESIGN, values, MOMENT)


def test_a_field_is_shown_and_required_while_its_condition_holds():
    assert asked(kind="a")["why"].shown
    assert asked(kind="a")["why"].required
    assert not asked(kind="b")["why"].shown
    assert not asked(kind="b")["why"].required, "what is hidden is not asked for"
    assert not asked()["why"].shown


def test_a_lock_may_ask_who_looks():
    assert asked(whose=8)["until"].locked
    assert not asked(whose=7)["until"].locked
    assert not asked()["until"].locked


def test_several_rules_leave_the_options_all_of_them_allow():
    assert asked()["kind"].options == ("a", "b"), "the retired one is not offered"
    assert asked(level="A")["kind"].options == ("a",)
    assert asked(level="A", gender="male")["kind"].options == ()
    assert [p.code for p in asked(level="A", kind="b")["kind"].problems] == ["option_shut"]
    assert asked(kind="c")["kind"].problems == ()


def test_a_field_names_what_is_wrong_with_its_value():
    def codes(key, value):
        return [each.code for each in asked(**{key: value})[key].problems]

    assert codes("why", "123456") == ["too_large"]
    assert codes("until", datetime(2019, 1, 1, tzinfo=UTC).date()) == ["too_small"]
    assert codes("cars", [{"plate": "x", "price": 100}] * 4) == ["too_large"]
    assert codes("cars", [{"price": 100}]) == ["row_required"]


def test_fields_without_rules_are_shown():
    assert asked()["name"].shown
    assert asked()["name"].required
    assert asked()["name"].options is None


def test_what_editors_hold_is_read_and_what_cannot_be_is_named():
    values, problems = values_from_json(
        DESIGN, {"until": "2026-02-30", "kind": "a", "whose": 7, "moon": 1}, OFFICE_ZONE
    )
    assert values == {"kind": "a", "whose": 7}
    assert [each.field for each in problems] == ["until"]


EVERY = read_form(form(EVERY_CONTROL))


@given(st.dictionaries(st.sampled_from(sorted(EVERY.fields)), st.none() | st.text(max_size=3)
                       | st.integers() | st.lists(st.integers(), max_size=2), max_size=6))  # fmt: skip
def test_asking_twice_answers_the_same_and_changes_nothing(values):
    read, _ = values_from_json(EVERY, values, OFFICE_ZONE)
    before = dict(read)
    assert states_of(EVERY, read, MOMENT) == states_of(EVERY, read, MOMENT)
    assert read == before
