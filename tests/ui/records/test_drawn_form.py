"""A form as designed: what is shown, required, locked and offered follows from the values."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.forms.design import read_form
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.drawn_form import DrawnForm, Viewer
from loancrm_desktop.ui.records.form_body import Spot


def own(body, key, **raw):
    body = form_body.put_field(body, key, {"label": {"zh": key, "en": key}, **raw})
    last = len(form_body.section_at(body, 0, 0)["rows"])
    return form_body.put(body, {"field": key, "width": "1/2"}, Spot(0, 0, last))


@pytest.fixture
def form(qtbot, desk):
    body = form_body.empty_body("customer", {"zh": "客户表"})
    body = form_body.put(body, {"field": "name", "width": "1"}, Spot(0, 0, 0))
    options = [{"key": each, "label": {"zh": each, "en": each}} for each in ("a", "b", "c")]
    body = own(body, "married", type="boolean")
    body = own(body, "spouse", type="text")
    body = own(body, "grade", type="choice", control="radio", options=options)
    body = own(body, "net", type="integer")
    body = own(body, "double", type="formula", result="integer", formula="net * 2")
    is_married = {"field": "married", "op": "eq", "value": True}
    body = form_body.set_state(body, "spouse", "shown", is_married)
    body = form_body.set_state(body, "spouse", "required", is_married)
    body = form_body.set_state(body, "net", "locked", is_married)
    rules = [{"when": is_married, "only": ["a", "b"]}]
    body = form_body.set_state(body, "grade", "options", rules)
    made = DrawnForm(read_form(body), Viewer(hidden=frozenset({"email"})), desk.words)
    qtbot.addWidget(made)
    made.show()
    return made


def marry(form, *, yes):
    form.editor("married").set_value(yes)
    form.settle()


def test_states_come_with_their_cause_and_go_with_it(form):
    assert form.frame("spouse").isHidden()
    marry(form, yes=True)
    assert not form.frame("spouse").isHidden()
    assert form.state_of("spouse").required
    assert not form.editor("net").isEnabled()
    assert form.state_of("grade").options == ("a", "b")
    marry(form, yes=False)
    assert form.frame("spouse").isHidden()
    assert form.editor("net").isEnabled()
    assert form.state_of("grade").options == ("a", "b", "c")


def test_a_formula_follows_what_it_reads(form):
    form.editor("net").set_value(21)
    form.settle()
    assert form.editor("double").value() == 42
    form.editor("net").set_value(None)
    form.settle()
    assert form.editor("double").value() is None


def test_a_long_form_is_drawn_piece_by_piece_with_the_same_states(qtbot, desk):
    body = form_body.empty_body("customer", {"zh": "客户表"})
    body = form_body.put(body, {"field": "name", "width": "1"}, Spot(0, 0, 0))
    body = own(body, "married", type="boolean")
    for number in range(20):
        body = own(body, f"x{number}", type="text")
    body = own(body, "spouse", type="text")
    is_married = {"field": "married", "op": "eq", "value": True}
    body = form_body.set_state(body, "spouse", "shown", is_married)
    made = DrawnForm(read_form(body), Viewer(), desk.words, piecemeal=True)
    qtbot.addWidget(made)
    planned = list(made.keys)
    assert len(made.built) < len(planned)
    made.show_values({"married": True, "spouse": "李"})
    assert made.state_of("spouse").shown  # before its field is there
    qtbot.waitUntil(lambda: made.is_whole, timeout=10_000)
    assert [frame.editor.objectName() for frame in made.built] == planned
    assert not made.frame("spouse").isHidden()
    assert made.editor("spouse").value() == "李"
