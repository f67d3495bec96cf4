"""A list to pick from, filtered by letters, pinyin or initials."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.ui.conditions.pick_list import PickList
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry, PickListModel
from loancrm_desktop.ui.conditions.pick_token import PickToken

ENTRIES = (
    PickEntry("name", "客户姓名", "基本信息"),
    PickEntry("phone", "联系电话", "基本信息"),
    PickEntry("amount", "期望贷款金额", "贷款需求"),
    PickEntry("term", "期望贷款期限", "贷款需求"),
)


@pytest.mark.parametrize("several", [False, True])
def test_the_model_keeps_qts_rules(qapp, qtmodeltester, several):
    model = PickListModel(several=several)
    model.offer(ENTRIES)
    qtmodeltester.check(model)
    model.set_filter("qw")
    qtmodeltester.check(model)


def test_titles_stand_over_what_matches_and_cannot_be_picked(qapp):
    model = PickListModel()
    model.offer(ENTRIES)
    model.set_filter("qwdk")
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "贷款需求",
        "期望贷款金额",
        "期望贷款期限",
    ]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_ticks_outlive_the_filter_and_are_told_in_the_order_of_the_list(qapp):
    model = PickListModel(several=True)
    model.offer(ENTRIES)
    model.tick(["term", "gone", "name"])
    model.set_filter("phone")
    model.toggle("amount")
    assert model.ticked == ["name", "amount", "term", "gone"]
    model.toggle("name")
    assert model.ticked == ["amount", "term", "gone"]


def test_typing_moving_and_enter_pick_without_leaving_the_filter(qtbot):
    shown = PickList("Fields")
    qtbot.addWidget(shown)
    shown.offer(ENTRIES * 3)
    shown.filter.setText("qwdk")
    qtbot.keyClick(shown.filter, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.picked) as told:
        qtbot.keyClick(shown.filter, Qt.Key.Key_Return)
    assert told.args == ["term"]


def test_nothing_that_matches_is_said(qtbot):
    shown = PickList("Fields")
    qtbot.addWidget(shown)
    shown.offer(ENTRIES * 3)
    shown.show()
    shown.filter.setText("zzz")
    assert shown._none.isVisible()
    shown.filter.clear()
    assert not shown._none.isVisible()


def test_a_token_says_what_is_picked_even_where_it_is_no_longer_offered(qtbot):
    token = PickToken("Level", several=True)
    qtbot.addWidget(token)
    token.offer(ENTRIES, "Choose")
    assert token.shown == "Choose"
    token.pick(["name", 12, "gone"])
    assert token.text() == "客户姓名、#12、gone"
    assert "客户姓名" in token.accessibleName()


def test_a_long_token_is_elided_and_says_all_in_its_tip(qtbot):
    token = PickToken("Level", several=True)
    qtbot.addWidget(token)
    token.offer([PickEntry(number, "很长的选项名称" * 3) for number in range(9)])
    token.pick(list(range(9)))
    token.resize(200, 26)
    token.show()
    assert token.toolTip() == token.text()
    assert token.sizeHint().width() <= 360


def test_a_token_opens_with_down_and_takes_one(qtbot):
    token = PickToken("Level")
    qtbot.addWidget(token)
    token.offer(ENTRIES)
    token.show()
    qtbot.keyClick(token, Qt.Key.Key_Down)
    assert token.opened is not None
    with qtbot.waitSignal(token.picked):
        token.opened.picked.emit("phone")
    assert token.picks == ["phone"]
    assert token.opened is None
