"""The bulk bar comes with ticks, says what they come to, and fits its place."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.records.bulk_bar import ASSIGN, MOVE, RESTORE, TAG, TASK, TRASH, BulkBar

ALL = {ASSIGN, MOVE, TAG, TASK, TRASH}


@pytest.fixture
def bar(qtbot, dressed):
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1000, 300)
    over.show()
    bar = BulkBar(over)
    bar.offer(ALL)
    return bar


def test_it_is_there_only_while_something_is_ticked(bar):
    assert not bar.isVisible()
    bar.show_ticks(3, 16)
    assert bar.isVisible()
    assert "3" in bar.count.text()
    assert "16" in bar.all.text()
    bar.show_ticks(0, 16)
    assert not bar.isVisible()


def test_all_of_them_need_no_offer_to_tick_all(bar):
    bar.show_ticks(16, 16)
    assert not bar.all.isVisible()


def test_what_is_not_in_the_list_is_said(bar):
    bar.show_ticks(3, 16)
    bar.show_picked(45_000_000_00, 2)
    assert bar.amount.isVisible()
    assert "2" in bar.unseen.text()
    bar.show_picked(0, 0)
    assert not bar.amount.isVisible()
    assert not bar.unseen.isVisible()


def test_only_what_is_allowed_is_offered(bar):
    bar.show_ticks(1, 2)
    bar.offer({RESTORE})
    shown = {name for name, made in bar.buttons.items() if made.isVisible()}
    assert shown == {RESTORE}


def test_in_a_narrow_place_the_last_acts_go_into_a_menu(bar, qtbot):
    bar.show_ticks(3, 16)
    bar.over.resize(520, 300)
    hidden = [name for name in ALL if not bar.buttons[name].isVisible()]
    assert hidden
    assert bar.more.isVisible()
    assert bar.geometry().right() <= 520
    assert {action.data() for action in bar.more.menu().actions()} == set(hidden)
    with qtbot.waitSignal(bar.act_wanted) as wanted:
        bar.more.menu().actions()[0].trigger()
    assert wanted.args[0] in hidden


def test_a_button_asks_for_its_act(bar, qtbot):
    bar.show_ticks(3, 16)
    with qtbot.waitSignal(bar.act_wanted) as wanted:
        bar.buttons[TAG].click()
    assert wanted.args == [TAG, bar.buttons[TAG]]
