"""A condition in little room."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.conditions.dialog import ConditionDialog
from loancrm_desktop.ui.conditions.summary import ConditionSummary

NAME = {"field": "name", "op": "contains", "value": "钱"}


@pytest.fixture
def summary(qtbot, desk):
    shown = ConditionSummary(desk.bridge, desk.words, "customer", of_none="Everybody")
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_it_says_the_condition_and_what_none_means(desk, summary):
    assert summary.sentence.text() == "Everybody"
    assert not summary.clear.isVisible()
    summary.set_where(NAME)
    desk.settle(lambda: "钱" in summary.sentence.text())
    assert summary.clear.isVisible()


def test_it_is_edited_in_a_window_and_removed(qtbot, desk, summary):
    summary.set_where(NAME)
    summary.open_editor()
    dialog = summary.findChild(ConditionDialog)
    dialog.editor.run_menu(dialog.editor.tree.parts[0].id, "copy")
    with qtbot.waitSignal(summary.changed):
        dialog.apply_button.click()
    assert summary.where() == {"all": [NAME, NAME]}
    with qtbot.waitSignal(summary.changed):
        summary.clear.click()
    assert summary.where() is None
    desk.settle()
    assert summary.sentence.text() == "Everybody"


def test_a_condition_that_no_longer_holds_says_why(desk, summary):
    summary.set_where({"field": "gone", "op": "is_filled"})
    desk.settle(lambda: "gone" in summary.sentence.text())
    assert summary.where() == {"field": "gone", "op": "is_filled"}
