"""The line above the list: search waits for a pause, the order has a menu, the board a switch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from loancrm_desktop.ui.records.list_toolbar import BOARD, LIST, ListToolbar
from loancrm_desktop.ui.records.table_model import Column


@pytest.fixture
def bar(qtbot, dressed):
    bar = ListToolbar(QLabel("conditions"))
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_typing_searches_once_after_a_pause(bar, qtbot):
    heard = []
    bar.searched.connect(lambda: heard.append(bar.search_text))
    qtbot.keyClicks(bar.search, "qhm")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["qhm"])


def test_enter_searches_at_once(bar, qtbot):
    bar.search.setText(" 钱 ")
    with qtbot.waitSignal(bar.searched):
        qtbot.keyClick(bar.search, Qt.Key.Key_Return)
    assert bar.search_text == "钱"


def test_words_of_a_view_are_shown_without_searching(bar, qtbot):
    with qtbot.assertNotEmitted(bar.searched, wait=300):
        bar.set_search("钱")
    assert bar.search_text == "钱"


def test_only_what_sorts_is_offered_and_what_holds_is_ticked(bar):
    columns = (Column("name", "客户", 90, "name"), Column("tags", "标签", 90))
    bar.show_sorts(columns, "-name")
    actions = bar.sort.menu().actions()
    assert "标签" not in [action.text() for action in actions]
    assert [action.text() for action in actions if action.isChecked()] == ["客户"]
    assert actions[-1].data() == "name"
    bar.show_sorts(columns, "")
    assert not bar.sort.menu().actions()[-1].isEnabled()


def test_the_board_is_asked_for_and_the_switch_stays_on_the_list(bar, qtbot):
    with qtbot.waitSignal(bar.board_wanted):
        bar.kind.chosen.emit(BOARD)
    assert bar.kind.current == LIST


def test_every_button_has_a_name(bar):
    assert bar.sort.accessibleName()
    assert bar.columns.accessibleName()
    assert bar.search.accessibleName()
