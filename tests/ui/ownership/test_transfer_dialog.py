"""Handing over by mouse and keyboard: who, why, what goes along, the page, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.services import follow_ups, tasks, undoing
from loancrm_desktop.services.ownership import hand_over, transfer
from loancrm_desktop.ui.ownership.transfer_dialog import TransferDialog

WHO = "钱慧敏"


@pytest.fixture
def somebody(desk):
    return desk.receiver()


@pytest.fixture
def dialog(qtbot, desk, somebody):
    customer_id = desk.customers[WHO]
    desk.do(follow_ups.log, customer_id=customer_id, text="谈了利率")
    desk.do(tasks.add, title="补银行流水", customer_id=customer_id)
    shown = TransferDialog(desk.bridge, desk.words, [customer_id], WHO)
    qtbot.addWidget(shown)
    shown.show()
    desk.settle(lambda: shown.people.list.count() > 1)
    return shown


def test_the_page_is_filled_in_from_the_records(dialog):
    assert "1,800,000" in dialog.parts["need"].toPlainText()
    assert dialog.parts["promises"].toPlainText() == "补银行流水"
    assert dialog.parts["next_step"].toPlainText() == "补银行流水"
    assert "谈了利率" in dialog.contacts.text()
    assert not dialog.go.isEnabled()


def test_the_people_are_found_by_name_or_pinyin_and_show_their_load(dialog, qtbot):
    people = dialog.people.list
    assert "4" in people.item(people.count() - 1).text()  # the most loaded comes last
    qtbot.keyClicks(dialog.people.search, "lina")
    shown = [people.item(at) for at in range(people.count())]
    assert ["李娜" in each.text() for each in shown if not each.isHidden()] == [True]
    qtbot.keyClick(dialog.people.search, Qt.Key.Key_Down)
    assert dialog.people.name_of(dialog.people.ids[0]) == "李娜"


def test_by_keyboard_alone_a_customer_goes_over_with_the_givers_words(
    dialog, desk, qtbot, somebody
):
    qtbot.keyClicks(dialog.people.search, "lina")
    qtbot.keyClick(dialog.people.search, Qt.Key.Key_Down)
    desk.settle(dialog.go.isEnabled)
    assert "1" in dialog.told.text()
    qtbot.keyClicks(dialog.reason, "change of team")
    dialog.parts["next_step"].setPlainText("周五前回电")
    with qtbot.waitSignals([dialog.said, dialog.accepted]):
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page = desk.ask(hand_over.hand_over, customer_id=desk.customers[WHO])
    assert (page.to_owner_id, page.reason) == (somebody, "change of team")
    assert page.brief.parts == {"next_step": "周五前回电"}


def test_who_has_the_customer_already_is_told_and_nothing_can_be_done(dialog, desk):
    dialog.people.choose(desk.actor.user_id)
    desk.settle(dialog.stays.isVisible)
    assert not dialog.go.isEnabled()


def test_many_go_in_one_act_with_one_undo(qtbot, desk, somebody):
    ids = list(desk.customers.values())
    dialog = TransferDialog(desk.bridge, desk.words, ids)
    qtbot.addWidget(dialog)
    dialog.show()
    desk.settle(lambda: dialog.people.list.count() > 1)
    dialog.people.choose(somebody)
    desk.settle(dialog.go.isEnabled)
    with qtbot.waitSignal(dialog.said) as said:
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert said.args[1] > 0
    assert all(desk.ask(transfer.history, customer_id=each) for each in ids)
    desk.do(undoing.undo, seq=said.args[1])
    assert not any(desk.ask(transfer.history, customer_id=each) for each in ids)


def test_a_refusal_is_said_in_the_dialog_and_it_stays(dialog, desk, somebody):
    dialog.people.choose(somebody)
    desk.settle(dialog.go.isEnabled)
    dialog.parts["need"].setPlainText("长" * 2001)
    dialog.go.click()
    desk.settle(dialog.notice.isVisible)
    assert "2000" in dialog.notice.text or "2,000" in dialog.notice.text
    assert dialog.isVisible()
    assert dialog.go.isEnabled()
