"""The small windows of the customer's page: by keyboard, with long lists, and nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from composing_keys import compose
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from loancrm_desktop.services import sight_log
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.ui.records.call_popover import CallPopover
from loancrm_desktop.ui.records.next_task_card import NextTaskCard
from loancrm_desktop.ui.records.person_popover import PersonPopover
from loancrm_desktop.ui.records.reason_popover import ReasonPopover
from loancrm_desktop.ui.records.tags_popover import TagsPopover
from loancrm_desktop.ui.records.task_popover import TaskPopover

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def opened(qtbot, dressed):
    """Answer a way to open a popover at a widget of its own."""
    anchor = QWidget()
    qtbot.addWidget(anchor)
    anchor.resize(200, 40)
    anchor.show()

    def open_it(popover):
        qtbot.addWidget(popover)
        popover.open_at(anchor)
        return popover

    return open_it


def test_the_number_to_call_stays_masked_and_its_code_is_a_look(opened, desk):
    shown = opened(CallPopover(desk.bridge))
    shown.show_number(desk.customers["钱慧敏"], "139 **** 0872", revealable=True)
    assert shown.code.is_empty
    shown.show_button.click()
    desk.settle(lambda: not shown.code.is_empty)
    assert "13900000872" not in shown.number.text()
    assert desk.ask(sight_log.looks_today).count == 1
    shown.close()
    assert shown.code.is_empty


def test_without_the_right_there_is_no_code(opened, desk):
    shown = opened(CallPopover(desk.bridge))
    shown.show_number(desk.customers["钱慧敏"], "139 **** 0872", revealable=False)
    assert not shown.show_button.isEnabled()


def test_writing_the_call_down_follows(opened, desk, qtbot):
    shown = opened(CallPopover(desk.bridge))
    with qtbot.waitSignal(shown.log_requested):
        shown.log_button.click()
    assert not shown.isVisible()


def test_a_colleague_is_found_by_typing_and_taken_with_enter(opened, qtbot):
    people = [(number, f"同事{number}") for number in range(1, 12)]
    shown = opened(PersonPopover("转交给", people, 3))
    assert shown.list.count() == 10
    shown.search.setText("11")
    with qtbot.waitSignal(shown.chosen) as chosen:
        qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert chosen.args == [11]


def test_tags_are_added_once_and_removed(opened, qtbot):
    shown = opened(TagsPopover(["有房"]))
    shown.edit.setText("重点，有房 老客户")
    with qtbot.waitSignal(shown.changed) as changed:
        qtbot.keyClick(shown.edit, Qt.Key.Key_Return)
    assert changed.args == [["有房", "重点", "老客户"]]
    shown.remove("有房")
    assert shown.tags == ("重点", "老客户")


def test_two_hundred_tags_have_room(opened):
    shown = opened(TagsPopover([f"标签第{number}号" for number in range(200)]))
    assert shown.height() < 400
    assert len(shown.findChildren(QPushButton)) >= 200


def test_a_tag_being_composed_is_not_added(opened, qtbot):
    shown = opened(TagsPopover([]))
    compose(shown.edit, "zhong")
    qtbot.keyClick(shown.edit, Qt.Key.Key_Return)
    assert shown.tags == ()


def test_a_task_needs_a_title_and_a_readable_time(opened, desk, qtbot):
    shown = opened(TaskPopover(desk.words, desk.actor.user_id))
    with qtbot.assertNotEmitted(shown.asked):
        shown.add_button.click()
        shown.title_edit.setText("补流水")
        shown.when.moment_edit.setText("下周")
        shown.add_button.click()
    shown.when.moment_edit.setText("2026-12-01 10:00")
    with qtbot.waitSignal(shown.asked) as asked:
        qtbot.keyClick(shown.title_edit, Qt.Key.Key_Return)
    assert asked.args[0]["title"] == "补流水"
    assert asked.args[0]["assignee_id"] == desk.actor.user_id


def test_another_person_needs_a_reason(opened, qtbot):
    shown = opened(ReasonPopover())
    assert not shown.go.isEnabled()
    shown.edit.setText("夫妻共用")
    with qtbot.waitSignal(shown.given) as given:
        qtbot.keyClick(shown.edit, Qt.Key.Key_Return)
    assert given.args == ["夫妻共用"]


def task(**more) -> TaskRow:
    values = {
        "id": 7, "title": "补充银行流水", "kind": "todo", "customer_id": 1, "customer_name": "钱",
        "deal_id": None, "assignee_id": 1, "due_at": NOW - timedelta(hours=30), "done_at": None,
        "priority": 0, "overdue": True,
    }  # fmt: skip
    return TaskRow(**{**values, **more})


def test_an_overdue_task_says_by_how_much_and_is_done_with_one_press(qtbot, desk):
    card = NextTaskCard(task(), desk.words, NOW)
    qtbot.addWidget(card)
    assert "1天6小时" in card.accessibleName()
    finish = card.findChildren(QPushButton)[0]
    with qtbot.waitSignal(card.done) as done:
        finish.click()
    assert done.args == [7]


def test_a_task_is_put_off_from_its_menu(qtbot, desk):
    card = NextTaskCard(task(overdue=False, due_at=None), desk.words, NOW)
    qtbot.addWidget(card)
    tomorrow = card.put_off.menu().actions()[1]
    with qtbot.waitSignal(card.snoozed) as snoozed:
        tomorrow.trigger()
    assert snoozed.args[0] == 7
    assert snoozed.args[1].tzinfo is not None
