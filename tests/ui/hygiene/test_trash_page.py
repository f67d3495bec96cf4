"""The trash by mouse: who and when, search, back with an undo, for good after a typed word."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from loancrm_desktop.services import customers, trash, undoing
from loancrm_desktop.ui.hygiene import trash_page
from loancrm_desktop.ui.hygiene.trash_page import TrashBinPage

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(qtbot, desk, monkeypatch):
    ids = [desk.customers[name] for name in ("钱慧敏", "冯国栋", "何秀兰")]
    desk.do(customers.remove, customer_ids=ids)
    monkeypatch.setattr(trash_page, "system_clock", desk.office.clock)
    made = TrashBinPage(desk.bridge, desk.words)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    desk.settle(lambda: made.model.total == 3)
    return made


def click_row(page, row, keys=PLAIN):
    place = page.view.visualRect(page.model.index(row, 0)).center()
    QTest.mouseClick(page.view.viewport(), LEFT, keys, place)


def cells(page, row):
    return [page.model.index(row, at).data() for at in range(page.model.columnCount())]


def test_each_row_says_who_put_it_there_and_how_long_it_stays(page, qtmodeltester):
    first = cells(page, 0)
    assert first[0] in {"钱慧敏", "冯国栋", "何秀兰"}
    assert "*" in first[1]
    assert "王老板" in first[4]
    assert "30" in first[6]
    qtmodeltester.check(page.model)


def test_two_ticked_come_back_and_the_undo_puts_them_there_again(desk, page):
    said = []
    page.said.connect(lambda text, seq: said.append(seq))
    click_row(page, 0)
    click_row(page, 1, CTRL)
    assert len(page.chosen) == 2
    QTest.mouseClick(page.restore, LEFT)
    desk.settle(lambda: page.model.total == 1)
    desk.do(undoing.undo, seq=said[0])
    desk.settle(lambda: page.model.total == 3)


def test_search_leaves_out_who_is_not_meant_and_says_when_nobody_is(desk, page, qtbot):
    page.finder.setFocus()
    QTest.keyClicks(page.finder, "qhm")
    desk.settle(lambda: page.model.total == 1)
    assert cells(page, 0)[0] == "钱慧敏"
    QTest.keyClicks(page.finder, "zz")
    desk.settle(lambda: page.model.total == 0)
    assert page.states.isVisible()
    QTest.mouseClick(page.states.buttons[0], LEFT)
    desk.settle(lambda: page.model.total == 3)


def test_before_thirty_days_nothing_can_be_deleted_for_good(desk, page):
    click_row(page, 0)
    assert page.purge.isVisible()
    assert not page.purge.isEnabled()
    assert "30" in page.purge.toolTip()


def test_after_thirty_days_a_typed_name_deletes_for_good(desk, page):
    desk.office.clock.forward(days=31)
    page.reload()
    desk.settle(lambda: "30" not in cells(page, 0)[6])
    click_row(page, 0)
    name = page.chosen[0].name
    QTest.mouseClick(page.purge, LEFT)
    dialog = page.dialog
    assert not dialog.verb_button.isEnabled()
    dialog.name_edit.setText(name)
    QTest.mouseClick(dialog.verb_button, LEFT)
    desk.settle(lambda: page.model.total == 2)
    assert name not in {row.name for row in desk.ask(trash.page).rows}


def test_several_ask_for_the_word_and_cancel_keeps_them(desk, page):
    desk.office.clock.forward(days=31)
    page.reload()
    desk.settle(lambda: "30" not in cells(page, 0)[6])
    click_row(page, 0)
    click_row(page, 2, Qt.KeyboardModifier.ShiftModifier)
    dialog = page.ask_purge()
    assert dialog.name_edit.isVisible()
    QTest.mouseClick(dialog.cancel_button, LEFT)
    desk.settle()
    assert page.model.total == 3


def test_an_empty_trash_says_what_it_is_for(desk, page):
    click_row(page, 0)
    click_row(page, 2, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.view, Qt.Key.Key_R)
    desk.settle(lambda: page.model.total == 0)
    assert page.states.isVisible()
    assert "30" in page.states.text
