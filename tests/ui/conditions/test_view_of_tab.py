"""The marks of saved views."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.views import SavedViewRow
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.view_of_tab import tab_of

GONE = {"field": "gone", "op": "is_filled"}


@pytest.mark.parametrize(
    ("shared", "where", "icon"),
    [(False, None, ""), (True, None, "users"), (False, GONE, "alert"), (True, GONE, "alert")],
)
def test_a_shared_and_a_broken_view_have_marks_with_words(desk, shared, where, icon):
    view = SavedViewRow(3, "大额", shared=shared, pinned=True, body={"where": where})
    tab = tab_of(view, "12", ConditionFields(desk.words, "customer"))
    assert (tab.key, tab.name, tab.count, tab.icon) == (3, "大额", "12", icon)
    assert bool(tab.tip) == bool(icon)


def test_before_the_fields_are_known_no_view_is_called_broken():
    view = SavedViewRow(3, "大额", shared=False, pinned=True, body={"where": GONE})
    assert tab_of(view, "", None).icon == ""
