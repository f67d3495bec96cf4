"""The rules of the pool are drawn with the condition editor, tried out, and then settled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.services.ownership import pool_rules
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings
from loancrm_desktop.ui.settings.pool_panel import PoolPanel

LEFT = Qt.MouseButton.LeftButton
EXEMPT = {"field": "level", "op": "eq", "value": "A"}


@pytest.fixture
def panel(qtbot, desk):
    panel = PoolPanel(desk.bridge, desk.words)
    qtbot.addWidget(panel)
    panel.resize(900, 800)
    panel.show()
    desk.settle(lambda: panel._kept is not None)
    return panel


def test_without_rules_it_says_so(panel):
    assert panel.none.isVisible()
    assert not panel.save.isEnabled()


def test_a_rule_is_added_filled_in_and_kept(panel, desk, qtbot):
    qtbot.mouseClick(panel.add, LEFT)
    (card,) = panel.cards
    card.name.clear()
    qtbot.keyClicks(card.name, "A rule")
    card.idle_days.setValue(15)
    card.unless.set_where(EXEMPT)
    card.unless.changed.emit()
    panel.claims_per_day.setValue(5)
    desk.settle(card.would.text)
    qtbot.mouseClick(panel.save, LEFT)
    desk.settle(panel.notice.isVisible)
    kept = desk.ask(pool_rules.pool_settings)
    assert kept == PoolSettings(
        rules=(PoolRule("rule_1", "A rule", 15, unless={"all": [EXEMPT]}),), claims_per_day=5
    ) or kept == PoolSettings(
        rules=(PoolRule("rule_1", "A rule", 15, unless=EXEMPT),), claims_per_day=5
    )
    assert not panel.save.isEnabled()


def test_what_does_not_hold_is_said_at_its_rule_and_nothing_is_kept(panel, desk, qtbot):
    qtbot.mouseClick(panel.add, LEFT)
    (card,) = panel.cards
    card.name.clear()
    card.name.textEdited.emit("")
    desk.settle(card.problem.isVisible)
    qtbot.mouseClick(panel.save, LEFT)
    desk.settle(panel.notice.isVisible)
    assert desk.ask(pool_rules.pool_settings) == PoolSettings()


def test_a_rule_is_removed_and_taken_back(panel, desk, qtbot):
    desk.do(pool_rules.set_pool, settings=PoolSettings(rules=(PoolRule("old", "旧规则", 30),)))
    panel.reload()
    desk.settle(lambda: len(panel.cards) == 1)
    qtbot.mouseClick(panel.cards[0].remove, LEFT)
    assert panel.cards == []
    assert panel.save.isEnabled()
    qtbot.mouseClick(panel.drop, LEFT)
    desk.settle(lambda: len(panel.cards) == 1)
    assert panel.cards[0].name.text() == "旧规则"


def test_the_whole_editor_opens_for_a_condition(panel, desk, qtbot):
    from loancrm_desktop.ui.conditions.dialog import ConditionDialog

    qtbot.mouseClick(panel.add, LEFT)
    qtbot.mouseClick(panel.cards[0].open_where, LEFT)
    dialog = panel.window().findChild(ConditionDialog)
    assert dialog.isVisible()
    dialog.reject()
