"""Every act of the customer's page has its key and its place in the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from loancrm_desktop.services import customer_sheet, customers, journal, tasks, undoing
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.ui.commands import commands_of
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.merge_picker import MergePicker
from loancrm_desktop.ui.records.task_popover import TaskPopover
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog

WHO = "钱慧敏"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(qtbot, desk):
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    ids = tuple(desk.customers.values())
    page.show_customer(desk.customers[WHO], ids)
    desk.settle(lambda: page.customer_name)
    page.timeline.setFocus()
    return page


def sheet(desk, name=WHO):
    return desk.ask(customer_sheet.show, customer_id=desk.customers[name])


def test_ctrl_right_and_left_move_the_deal(page, desk, qtbot):
    qtbot.keyClick(page.timeline, Qt.Key.Key_Right, CTRL)
    desk.settle(lambda: page.deal.stage == "product_matching")
    qtbot.keyClick(page.timeline, Qt.Key.Key_Left, CTRL)
    desk.settle()
    if page.mover.asking is not None:
        page.mover.asking.form.editor("reason").set_value("材料不全")
        page.mover.asking._on_go_clicked()
    desk.settle(lambda: page.deal.stage != "product_matching")
    assert sheet(desk).deals[0].stage == "qualification_review"


def test_ctrl_shift_right_offers_only_legal_stages(page, qtbot):
    qtbot.keyClick(page.timeline, Qt.Key.Key_Right, CTRL | SHIFT)
    menu = QApplication.activePopupWidget()
    offered = [action.data() for action in menu.actions()]
    assert tuple(offered) == page.deal.may_move_to
    menu.close()


def test_l_begins_a_follow_up_and_t_a_task(page, desk, qtbot):
    qtbot.keyClick(page.timeline, Qt.Key.Key_L)
    assert page.composer.text.hasFocus()
    page.timeline.setFocus()
    qtbot.keyClick(page.timeline, Qt.Key.Key_T)
    asked = page.findChild(TaskPopover)
    asked.title_edit.setText("补充流水")
    qtbot.keyClick(asked.title_edit, Qt.Key.Key_Return)
    desk.settle(lambda: sheet(desk).tasks)
    assert sheet(desk).tasks[0].title == "补充流水"


def test_a_letter_typed_into_a_text_is_a_letter(page, qtbot):
    page.composer.text.setFocus()
    qtbot.keyClicks(page.composer.text, "lte[]")
    assert page.composer.text.toPlainText() == "lte[]"


def test_brackets_ask_for_the_neighbours_of_the_list(page, desk, qtbot):
    ids = list(desk.customers.values())
    page.show_customer(ids[1])
    desk.settle(lambda: page.sheet is not None and page.sheet.id == ids[1])
    page.timeline.setFocus()
    with qtbot.waitSignal(page.customer_opened) as before:
        qtbot.keyClick(page.timeline, Qt.Key.Key_BracketLeft)
    with qtbot.waitSignal(page.customer_opened) as after:
        qtbot.keyClick(page.timeline, Qt.Key.Key_BracketRight)
    assert (before.args[0], after.args[0]) == (ids[0], ids[2])


def test_at_the_ends_of_the_list_there_is_no_neighbour(page, desk, qtbot):
    page.show_customer(list(desk.customers.values())[-1])
    with qtbot.assertNotEmitted(page.customer_opened):
        page.step(1)
    page.show_customer(desk.customers[WHO], (desk.customers[WHO],))
    with qtbot.assertNotEmitted(page.customer_opened):
        page.step(-1)


def test_escape_leaves_the_text_first_then_the_page(page, qtbot):
    page.composer.text.setFocus()
    with qtbot.assertNotEmitted(page.left):
        qtbot.keyClick(page.composer.text, Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(page.timeline, Qt.Key.Key_Escape)


def test_all_acts_can_be_found_by_palette_and_help(page):
    keys = {action.objectName() for action in commands_of(page)}
    wanted = ("log", "task", "previous", "next", "fact", "advance", "send_back", "target", "edit",
              "contract", "archive", "merge", "window", "copy", "trash")  # fmt: skip
    assert {f"customer.{key}" for key in wanted} <= keys


def test_the_menu_and_the_commands_are_the_same_actions(page):
    assert page.acts.action("trash") in page.acts.menu.actions()
    assert page.acts.action("merge") in page.acts.menu.actions()


def test_a_window_of_its_own_is_asked_for(page, desk, qtbot):
    with qtbot.waitSignal(page.customer_window_requested) as asked:
        page.acts.action("window").trigger()
    assert asked.args == [desk.customers[WHO]]


def test_only_the_masked_number_goes_to_the_clipboard(page, qtbot):
    page.acts.action("copy").trigger()
    assert QGuiApplication.clipboard().text() == "139 **** 0872"


def test_the_trash_is_asked_about_and_can_be_undone(page, desk, qtbot):
    page.acts.action("trash").trigger()
    dialog = page.findChild(ConfirmDialog)
    with qtbot.waitSignal(page.left), qtbot.waitSignal(page.said) as said:
        dialog.verb_button.click()
    seq = said.args[1]
    assert seq == desk.ask(journal.latest, limit=1)[0].seq
    desk.do(undoing.undo, seq=seq)
    assert desk.ask(customers.values, customer_id=desk.customers[WHO]).values["name"] == WHO


def test_tags_are_added_from_the_header(page, desk):
    page.header.tags_changed.emit(["重点", "有房"])
    desk.settle(lambda: "tags" in page.sheet.values and page.sheet.values["tags"])
    assert sheet(desk).values["tags"] == ["重点", "有房"]


def test_tasks_are_put_off_and_handed_over(page, desk):
    task = desk.do(tasks.add, title="补流水", customer_id=desk.customers[WHO])
    desk.settle(lambda: page.sheet.tasks)
    people = [person for person, _ in desk.words.links("person")]
    page.deals.task_handed_over.emit(task, people[-1])
    desk.settle(lambda: page.sheet.tasks[0].assignee_id == people[-1])


def test_a_refused_act_says_why_at_the_top(page, desk):
    page.acts.finish_task(999_999)
    desk.settle(page.notice.isVisible)
    assert page.notice.text


def test_merging_starts_with_the_question_with_whom(page, desk, qtbot):
    page.acts.action("merge").trigger()
    picker = page.findChild(MergePicker)
    picker.search.setText("赵明轩")
    picker._ask()
    desk.settle(picker.list.count)
    assert "赵明轩" in picker.list.item(0).text()
    picker.close()


@pytest.mark.parametrize("act", ["trash", "merge"])
def test_what_the_role_may_not_is_not_offered(qtbot, desk, act, monkeypatch):
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    rights = type(desk.actor.rights)
    monkeypatch.setattr(rights, "allows", lambda self, wanted: not wanted.startswith("customers."))
    page.acts.refresh(nobody(), None)
    assert not page.acts.action(act).isVisible()


def nobody() -> CustomerSheet:
    return CustomerSheet(1, 1, {}, (), (), (), (), (), (), ())
