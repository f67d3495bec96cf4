"""What is typed in the composer is kept, comes back, and goes out only when it is saved."""

from __future__ import annotations

import pytest
from composing_keys import compose
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from loancrm_desktop.services import drafts, follow_ups
from loancrm_desktop.ui.records.follow_up_composer import FollowUpComposer
from loancrm_desktop.ui.records.phrases_popover import PhrasesPopover, phrases

A, B = "钱慧敏", "赵明轩"


@pytest.fixture
def composer(qtbot, desk):
    composer = FollowUpComposer(desk.bridge)
    qtbot.addWidget(composer)
    composer.resize(620, 240)
    composer.show()
    composer.show_customer(desk.customers[A], desk.deals[A])
    desk.settle()
    return composer


def kept(desk, name=A):
    key = f"follow_up:{desk.customers[name]}"
    return next((each for each in desk.ask(drafts.mine) if each.key == key), None)


def test_what_is_typed_is_kept_and_said_when(composer, desk, qtbot):
    composer.text.setPlainText("答应周六给流水")
    composer.next_at.setText("2026-12-01 10:00")
    composer.keep_now()
    desk.settle(lambda: composer.kept_text)
    assert kept(desk).body["text"] == "答应周六给流水"
    assert kept(desk).body["next_at"] == "2026-12-01 10:00"


def test_two_seconds_after_typing_the_draft_is_kept(composer, desk, qtbot):
    composer.drafts._timer.setInterval(20)
    composer.text.setPlainText("来电")
    qtbot.waitUntil(lambda: kept(desk) is not None, timeout=5_000)


def test_leaving_the_text_keeps_it(composer, desk, qtbot):
    composer.text.setFocus()
    composer.text.insertPlainText("来电")
    composer.text.clearFocus()
    composer.text.left.emit()
    desk.settle()
    assert kept(desk).body["text"] == "来电"


def test_another_customer_has_a_draft_of_its_own_and_the_first_comes_back(composer, desk):
    composer.text.setPlainText("给钱女士的话")
    composer.show_customer(desk.customers[B], desk.deals[B])
    desk.settle()
    assert composer.text.toPlainText() == ""
    composer.show_customer(desk.customers[A], desk.deals[A])
    desk.settle(composer.text.toPlainText)
    assert composer.text.toPlainText() == "给钱女士的话"
    assert composer.kept_text


def test_after_a_crash_a_new_composer_has_the_draft(composer, desk, qtbot):
    composer.text.setPlainText("写到一半")
    composer.methods.set_current("wechat")
    composer.keep_now()
    desk.settle()
    again = FollowUpComposer(desk.bridge)
    qtbot.addWidget(again)
    again.show_customer(desk.customers[A], None)
    desk.settle(again.text.toPlainText)
    assert again.methods.current == "wechat"


def test_saving_lets_the_draft_go(composer, desk, qtbot):
    composer.text.setPlainText("来电")
    composer.keep_now()
    with qtbot.waitSignal(composer.logged):
        composer.save()
    desk.settle()
    assert kept(desk) is None
    assert composer.text.toPlainText() == ""


def test_a_refused_follow_up_stays_as_it_was_typed(composer, desk):
    composer.text.setPlainText("约了时间")
    composer.next_at.setText("2020-01-01 10:00")
    composer.save()
    desk.settle(composer.notice.isVisible)
    assert composer.text.toPlainText() == "约了时间"
    assert not composer.text.isReadOnly()


def test_letters_being_composed_are_not_saved(composer, desk, qtbot):
    composer.text.setFocus()
    composer.text.insertPlainText("客户")
    compose(composer.text, "shuo")
    qtbot.keyClick(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.ask(follow_ups.page, customer_id=desk.customers[A]) == ()
    compose(composer.text, "")
    qtbot.keyClick(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle(lambda: not composer.text.toPlainText())
    assert desk.ask(follow_ups.page, customer_id=desk.customers[A])[0].text == "客户"


def test_a_chip_sets_the_next_date(composer):
    composer.when.chips[0].click()
    assert composer.next_at.moment() is not None


def test_a_phrase_goes_in_at_the_cursor(composer, desk, qtbot):
    composer.text.setPlainText("未接。")
    composer.text.moveCursor(composer.text.textCursor().MoveOperation.End)
    composer.phrases.click()
    shown = composer.findChild(PhrasesPopover)
    qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    assert composer.text.toPlainText() == f"未接。{phrases()[0]}"


def test_in_a_narrow_place_the_methods_are_icons_with_names(composer):
    composer.resize(300, 300)
    QApplication.processEvents()
    names = [each.accessibleName() for each in composer.methods._segments]
    assert all(names)
    assert not any(each.text() for each in composer.methods._segments)
    composer.resize(640, 240)
    QApplication.processEvents()
    assert all(each.text() for each in composer.methods._segments)


def test_the_text_grows_to_eight_lines_and_no_further(composer):
    low = composer.text.height()
    composer.text.setPlainText("\n".join(["行"] * 5))
    five = composer.text.height()
    composer.text.setPlainText("\n".join(["行"] * 40))
    most = composer.text.height()
    assert low < five < most
    assert composer.text.lines == 8


def test_a_draft_does_not_come_back_when_one_went_on_before_the_contact_was_saved(composer, desk):
    composer.text.setPlainText("已经说好")
    composer.save()
    composer.show_customer(desk.customers[B], desk.deals[B])
    desk.settle()
    desk.settle()
    assert kept(desk) is None
    (row,) = desk.ask(follow_ups.page, customer_id=desk.customers[A])
    assert row.text == "已经说好"


def test_a_contact_saved_while_the_desk_is_locked_does_not_come_back_as_a_draft(composer, desk):
    composer.text.setPlainText("已经说好")
    composer.save()
    composer.keep_now()  # as locking does
    desk.settle()
    assert kept(desk) is None
    assert len(desk.ask(follow_ups.page, customer_id=desk.customers[A])) == 1


def test_a_contact_refused_after_one_went_on_is_still_a_draft(composer, desk):
    composer.text.setPlainText("约了时间")
    composer.next_at.setText("2020-01-01 10:00")
    composer.save()
    composer.show_customer(desk.customers[B], desk.deals[B])
    desk.settle()
    assert kept(desk).body["text"] == "约了时间"


def test_what_is_typed_before_the_old_draft_is_here_does_not_write_it_over(composer, desk, qtbot):
    key = f"follow_up:{desk.customers[B]}"
    desk.do(drafts.keep, key=key, body={"text": "昨天写的", "method": "phone"})
    composer.show_customer(desk.customers[B], desk.deals[B])
    composer.text.setPlainText("今天写的")
    composer.keep_now()
    desk.settle(lambda: "昨天写的" in composer.text.toPlainText())
    composer.keep_now()
    desk.settle()
    assert kept(desk, B).body["text"] == "昨天写的\n今天写的"
