"""A long form is built piece by piece, and nobody who uses it notices."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage
from loancrm_desktop.ui.records.form_sections import customer_sections
from loancrm_desktop.ui.records.form_view import FIRST_FIELDS, MORE_FIELDS, FormView


@pytest.fixture
def sections(desk):
    return customer_sections(desk.words.fields("customer"))


@pytest.fixture
def view(qtbot, desk, sections):
    form = FormView(sections, desk.words, piecemeal=True)
    qtbot.addWidget(form)
    return form


def all_keys(sections) -> list[str]:
    return [spec.key for section in sections for spec in section.specs]


def test_the_first_fields_are_there_at_once_and_the_others_follow(sections, desk, qtbot):
    view = FormView(sections, desk.words, piecemeal=True)
    qtbot.addWidget(view)
    assert len(view.built) == FIRST_FIELDS < len(all_keys(sections))
    assert not view.is_whole
    grown = []
    view.grown.connect(lambda: grown.append(len(view.built)))
    qtbot.waitUntil(lambda: view.is_whole)
    assert [frame.editor.objectName() for frame in view.built] == all_keys(sections)
    steps = [b - a for a, b in zip([FIRST_FIELDS, *grown], grown, strict=False)]
    assert max(steps) == MORE_FIELDS
    assert list(view.keys) == all_keys(sections)


def test_its_keys_are_known_from_the_beginning(view, sections):
    assert list(view.keys) == all_keys(sections)
    assert not view.is_whole


def test_asking_for_a_late_field_builds_the_rest_in_the_right_order(view, sections):
    late = all_keys(sections)[-1]
    assert view.editor(late).objectName() == late
    assert view.is_whole
    assert [frame.editor.objectName() for frame in view.built] == all_keys(sections)


def test_a_record_shown_meanwhile_stands_in_the_late_fields_too(view, qtbot):
    view.show_values({"name": "秦德昌", "remark": "老客户", "status": "prospect"}, ["remark"])
    assert not view.is_whole
    filled = sum(state.filled for state in view.section_states())
    assert view.changed_values() == {}
    qtbot.waitUntil(lambda: view.is_whole)
    assert view.editor("remark").value() == "老客户"
    assert not view.editor("remark").isEnabled()
    assert view.changed_values() == {}
    assert sum(state.filled for state in view.section_states()) == filled == 3


def test_all_values_are_given_back_although_some_fields_are_not_built(view):
    view.show_values({"name": "秦德昌", "remark": "老客户"})
    assert not view.is_whole
    assert view.values() == {"name": "秦德昌", "remark": "老客户"}


def test_a_draft_reaches_fields_that_are_not_built_yet(view):
    view.show_values({"name": "秦德昌"})
    view.put_values({"remark": "后补"})
    assert view.changed_values() == {"remark": "后补"}


def test_tab_goes_through_the_late_fields_before_it_comes_to_the_foot(qtbot, desk):
    page = CustomerFormPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    page.start_new()
    qtbot.waitUntil(lambda: page.form.is_whole)
    order, part = [], page.form.frame("name")
    for _ in range(400):
        part = part.nextInFocusChain()
        assert part is not None
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(part)
    save = order.index(page.save_button)
    places = [
        next(n for n, each in enumerate(order) if frame.isAncestorOf(each))
        for frame in page.form.built[1:]
    ]
    assert places == sorted(places)
    assert places[-1] < order.index(page.another) < save


def test_what_a_draft_kept_of_late_fields_waits_for_them(view, sections, qtbot):
    view.show_values({"name": "秦德昌", "status": "prospect"})
    view.put_values({"name": "秦德明", "remark": "老客户"})
    assert not view.is_whole
    assert view.changed_values() == {"name": "秦德明", "remark": "老客户"}
    qtbot.waitUntil(lambda: view.is_whole, timeout=10_000)
    assert view.editor("remark").value() == "老客户"
    assert view.changed_values() == {"name": "秦德明", "remark": "老客户"}


def test_a_locked_late_field_takes_nothing_from_a_draft(view):
    view.show_values({"name": "秦德昌"}, ["remark"])
    view.put_values({"remark": "老客户"})
    assert view.changed_values() == {}
    view.finish_building()
    assert view.editor("remark").value() is None
