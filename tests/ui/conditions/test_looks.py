"""Editor, chips, tabs and chooser are without fault in both languages and with larger text."""

from __future__ import annotations

from typing import Any

import pytest
from look_audits import audit_cut_text, audit_names, audit_overlaps, audit_targets, settle
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.services import views
from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.chips import FilterChips
from loancrm_desktop.ui.conditions.column_chooser import ColumnChooser, field_columns
from loancrm_desktop.ui.conditions.dialog import ConditionDialog
from loancrm_desktop.ui.conditions.view_tabs import ViewTabs

LOOKS = [("zh", "light", 1.0), ("en", "dark", 1.0), ("en", "light", 1.3), ("zh", "dark", 2.0)]
WHERE: dict[str, Any] = {
    "all": [
        {"field": "deal_stage", "op": "in", "value": ["qualification_review", "first_call"]},
        {"field": "requested_amount", "op": "between", "value": ["500000.00", "800000.00"]},
        {
            "any": [
                {"field": "owner", "op": "eq", "value": {"me": True}},
                {"field": "last_contact_at", "op": "older_than", "value": {"days": 3}},
                {"not": {"field": "next_follow_up_at", "op": "le", "value": {"today": 2}}},
            ]
        },
        {"field": "gone", "op": "eq", "value": "x"},
        {"count": "deals", "op": "ge", "value": 2},
        {"field": "level", "op": "eq"},
    ]
}


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}-{look[2]}")
def look(request, qapp, desk):
    language, name, scale = request.param
    set_language(language)
    theme.apply(qapp, name, scale)
    yield request.param
    set_language("zh")
    theme.apply(qapp, "light")


def faults(widget: QWidget) -> dict[str, list[str]]:
    """Answer what is wrong with how a window looks."""
    settle()
    found = {
        "too small to hit": audit_targets(widget),
        "without a name": audit_names(widget),
        "cut": audit_cut_text(widget),
        "lying upon each other": audit_overlaps(widget),
    }
    return {name: each for name, each in found.items() if each}


def test_the_editor(qtbot, look, desk):
    dialog = ConditionDialog(desk.bridge, desk.words, "customer")
    qtbot.addWidget(dialog)
    dialog.resize(760, 900)
    dialog.set_where(WHERE)
    dialog.show()
    desk.settle()
    assert faults(dialog) == {}


def test_the_chips_and_the_tabs(qtbot, look, desk):
    desk.do(views.save, kind="customer", name="大额" * 20, body={"where": WHERE["all"][1]})
    page = QWidget()
    page.setProperty("role", "page")
    layout = QVBoxLayout(page)
    tabs = ViewTabs(desk.bridge, desk.words, "customer")
    chips = FilterChips(desk.bridge, desk.words, "customer")
    layout.addWidget(tabs)
    layout.addWidget(chips)
    layout.addStretch(1)
    qtbot.addWidget(page)
    page.resize(1000, 400)
    chips.set_where(WHERE)
    page.show()
    desk.settle()
    tabs.set_changed(True)
    assert faults(page) == {}


def test_the_columns(qtbot, look, desk):
    chooser = ColumnChooser()
    qtbot.addWidget(chooser)
    chooser.offer(field_columns(desk.words, "customer"), ["name"])
    chooser.set_chosen(["name", "phone", "deal_stage"])
    chooser.adjustSize()
    chooser.show()
    assert faults(chooser) == {}
