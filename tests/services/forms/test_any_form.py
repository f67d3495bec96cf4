"""Any form that can be drawn goes through JSON, the office and the designer and stays itself."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from form_bodies import form, own, words
from form_strategies import forms
from hypothesis import HealthCheck, given, settings

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.forms import differences, drawing, publishing
from loancrm_desktop.services.forms.design import read_form
from loancrm_desktop.ui.records import form_body

pytestmark = pytest.mark.usefixtures("english")


def drawn_parts(design):
    """Answer the fields without what was made of their formulas; the text is compared."""
    return {
        key: (replace(each, formula=None, columns=()), [one.spec for one in each.columns])
        for key, each in design.fields.items()
    }


def formulas_of(design):
    return {key: each.formula.text for key, each in design.fields.items() if each.formula}


@settings(max_examples=60, deadline=None)
@given(forms())
def test_any_form_round_trips_through_its_json(body):
    design = read_form(body)
    again = read_form(json.loads(json.dumps(design.body, ensure_ascii=False)))
    assert drawn_parts(again) == drawn_parts(design)
    assert formulas_of(again) == formulas_of(design)
    assert again.tabs == design.tabs
    assert again.states == design.states
    assert (again.title, again.computed) == (design.title, design.computed)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=forms())
def test_any_published_form_comes_back_from_the_office_as_it_was_drawn(body, office, owner):
    office.do(owner, publishing.publish, kind="customer", body=body)
    found = office.ask(owner, drawing.drawn, kind="customer").published
    kept = json.loads(json.dumps(found, ensure_ascii=False))
    kept.pop("reads", None)
    difference = differences.between(body, kept)
    assert difference == differences.FormDifference((), (), (), ())
    assert read_form(kept).tabs == read_form(body).tabs


@settings(max_examples=40, deadline=None)
@given(forms())
def test_moving_every_item_through_the_form_keeps_it_a_form(body):
    spots = [spot for spot, _ in form_body.items_of(body)]
    for spot in spots:
        if form_body.item_at(body, spot) is not None:
            body = form_body.move(body, spot, form_body.Spot(0, 0, 0))
    placed = form_body.placed_fields(body)
    assert len(placed) == len(set(placed))
    assert read_form(body).body == body


BROKEN = {
    "a formula that names itself": (
        {"a": own("formula", result="number", formula="a + 1")}, {}, "circle",
    ),
    "formulas in a circle": (
        {
            "a": own("formula", result="number", formula="b + 1"),
            "b": own("formula", result="number", formula="a + 1"),
        }, {}, "circle",
    ),
    "columns in a circle": (
        {
            "rows": own("sub_form", columns=[
                {"key": "a", "type": "formula", "label": words("a"), "result": "number",
                 "formula": "b"},
                {"key": "b", "type": "formula", "label": words("b"), "result": "number",
                 "formula": "a"},
            ]),
        }, {}, "circle",
    ),
    "fields that show each other": (
        {"a": own("text"), "b": own("text")},
        {
            "a": {"shown": {"field": "b", "op": "is_filled"}},
            "b": {"shown": {"field": "a", "op": "is_filled"}},
        }, "circle",
    ),
    "fields that lock each other": (
        {"a": own("text"), "b": own("text")},
        {
            "a": {"locked": {"field": "b", "op": "is_filled"}},
            "b": {"locked": {"field": "a", "op": "is_filled"}},
        }, "circle",
    ),
    "a default made of itself": (
        {"a": own("number", default={"formula": "a + 1"})}, {}, "circle",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_turns_in_a_circle_is_refused_in_words(name, office, owner):
    fields, states, code = BROKEN[name]
    body = form(fields, states)
    with pytest.raises(Invalid) as refused:
        office.do(owner, publishing.publish, kind="customer", body=body)
    assert code in {each.code for each in refused.value.problems}
    assert "circle" in str(refused.value) or "itself" in str(refused.value)
    assert office.ask(owner, drawing.drawn, kind="customer").published_version == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"format": 2, **{k: v for k, v in form().items() if k != "format"}}, "newer version"),
        ({**form(), "tabs": []}, "at least one tab"),
        ({**form(), "kind": "deal"}, "deal"),
        ({}, "names no format"),
        ({**form(), "fields": {"x": {"type": "hologram", "label": words("x")}}}, "hologram"),
    ],
)
def test_a_broken_or_newer_form_is_refused_in_words_and_changes_nothing(body, said, office, owner):
    before = office.ask(owner, drawing.drawn, kind="customer").published
    with pytest.raises(Invalid, match=said):
        office.do(owner, publishing.publish, kind="customer", body=body)
    assert office.ask(owner, drawing.drawn, kind="customer").published == before
