"""What is done to customers from the list, one or many, by key, menu and bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from loancrm_desktop.services import customers, deals, drafts, undoing
from loancrm_desktop.ui.records import row_commands
from loancrm_desktop.ui.records.follow_up_composer import FollowUpComposer
from loancrm_desktop.ui.records.list_page import CustomerListPage


@pytest.fixture
def page(qtbot, desk):
    page = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show()
    page.activateWindow()
    desk.settle(lambda: page.model.total == 4)
    page.view.setFocus()
    return page


def names(page) -> list[str]:
    return [page.model.row_at(row).name for row in range(page.model.total)]


def at(page, name: str) -> int:
    return names(page).index(name)


def cell(page, name: str, key: str) -> str:
    return page.model.index(at(page, name), page.model.position_of(key)).data()


def pick(page, name: str) -> None:
    page.view.go_to_row(at(page, name))


def test_ctrl_a_ticks_everything_the_list_holds_and_says_what_it_comes_to(page, desk, qtbot):
    qtbot.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.settle(lambda: len(page.ticks) == 4)
    qtbot.waitUntil(lambda: "730" in page.bulk.amount.text())
    assert page.view.head.ticks == Qt.CheckState.Checked
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert not page.bulk.isVisible()


def test_the_bulk_bar_gives_customers_to_a_person_with_one_undo(page, desk, qtbot):
    added = desk.do(customers.add, values={"name": "第二位", "phone": "13600001111"})
    desk.settle(lambda: page.model.total == 5)
    page.ticks.replace([added.id, desk.customers["赵明轩"]])
    somebody = desk.receiver()
    page.acts.run("assign")
    dialog = page.acts.transfer
    desk.settle(lambda: dialog.people.list.count() > 1)
    dialog.people.choose(somebody)
    desk.settle(dialog.go.isEnabled)
    with qtbot.waitSignal(page.said) as said:
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert "2" in said.args[0]
    assert said.args[1] > 0
    desk.do(undoing.undo, seq=said.args[1])
    values = desk.ask(customers.values, customer_id=desk.customers["赵明轩"]).values
    assert values["owner"] == desk.actor.user_id


def test_the_stage_popover_says_first_who_will_go_and_who_will_not(page, desk, qtbot):
    page.ticks.replace(desk.customers.values())
    page.acts.run("move")
    desk.settle(lambda: page.acts.popover is not None)
    popover = page.acts.popover
    shown = [popover.stages.item(number).text() for number in range(popover.stages.count())]
    popover.stages.setCurrentRow(shown.index("方案匹配"))
    desk.settle(popover.go.isEnabled)
    assert popover.why.isVisible()
    with qtbot.waitSignal(page.said):
        popover.go.click()
    qtbot.waitUntil(lambda: cell(page, "钱慧敏", "deal_stage") == "方案匹配")
    assert cell(page, "赵明轩", "deal_stage") == "线索分配"


def test_tags_and_a_task_for_several(page, desk, qtbot):
    page.ticks.replace([desk.customers["赵明轩"], desk.customers["何秀兰"]])
    page.acts.run("tag")
    page.acts.popover.add.setText("优质，装修")
    with qtbot.waitSignal(page.said):
        page.acts.popover.go.click()
    page.acts.run("task")
    page.acts.popover.title_edit.setText("补材料")
    with qtbot.waitSignal(page.said):
        page.acts.popover.go.click()
    qtbot.waitUntil(lambda: page.model.row_at(at(page, "赵明轩")).tags == ("优质", "装修"))
    qtbot.waitUntil(lambda: cell(page, "何秀兰", "next_step").startswith("补材料"))
    assert not cell(page, "冯国栋", "next_step").startswith("补材料")


def test_del_archives_the_row_and_the_toast_takes_it_back(page, desk, qtbot):
    pick(page, "赵明轩")
    with qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    desk.settle(lambda: page.model.total == 3)
    assert "赵明轩" not in names(page)
    assert said.args[1] > 0


def test_the_trash_is_a_list_whose_rows_can_be_put_back(page, desk, qtbot):
    desk.do(customers.remove, customer_ids=[desk.customers["赵明轩"]])
    trash = next(one for one in page.views.more.menu().actions() if one.data() == "trash")
    trash.trigger()
    desk.settle(lambda: names(page) == ["赵明轩"])
    assert not page.commands[row_commands.TRASH].isEnabled()
    pick(page, "赵明轩")
    with qtbot.waitSignal(page.said):
        page.commands[row_commands.RESTORE].trigger()
    desk.settle(lambda: page.model.total == 0)
    assert desk.ask(customers.values, customer_id=desk.customers["赵明轩"]).id


def test_more_than_twenty_rows_are_asked_about_first(page, desk, qtbot):
    ids = [desk.do(customers.add, values={"name": f"客户{number}"}).id for number in range(21)]
    desk.settle(lambda: page.model.total == 25)
    page.ticks.replace(ids)
    page.acts.trash()
    dialog = page.acts.row_acts.dialog
    assert dialog is not None
    with qtbot.waitSignal(page.said):
        dialog.verb_button.click()
    desk.settle(lambda: page.model.total == 4)
    assert len(page.ticks) == 0


def test_ctrl_right_sends_the_deal_on_and_ctrl_left_back(page, desk, qtbot):
    pick(page, "钱慧敏")
    with qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    desk.settle(lambda: cell(page, "钱慧敏", "deal_stage") == "方案匹配")
    assert said.args[1] > 0
    pick(page, "钱慧敏")
    page.commands[row_commands.BACK].trigger()
    desk.settle()
    moved = desk.ask(deals.show, deal_id=desk.deals["钱慧敏"]).card.stage
    assert moved == "qualification_review" or page.notice.isVisible()


def test_l_opens_the_composer_and_what_is_saved_counts_as_contact(page, desk, qtbot):
    pick(page, "赵明轩")
    qtbot.keyClick(page.view, Qt.Key.Key_L)
    composer = page.acts.popover.findChild(FollowUpComposer)
    desk.settle()
    composer.text.setPlainText("说好下周给流水")
    with qtbot.waitSignal(page.said):
        composer.save()
    desk.settle()
    row = desk.ask(customers.values, customer_id=desk.customers["赵明轩"])
    assert row.values["last_contact_at"]


def test_the_row_menu_holds_what_can_be_done_and_nothing_else(page, desk):
    pick(page, "何秀兰")
    menu = page.commands.open_menu(page.view, QPoint(0, 0))
    shown = [action.objectName() for action in menu.actions() if action.objectName()]
    menu.close()
    assert row_commands.OPEN in shown
    assert row_commands.RESTORE not in shown


def test_locking_keeps_the_cell_and_the_draft_and_masks_the_number(page, desk, qtbot):
    pick(page, "赵明轩")
    page.acts.log()
    composer = page.acts.popover.findChild(FollowUpComposer)
    desk.settle()
    composer.text.setPlainText("还没写完")
    page.about_to_lock()
    desk.settle()
    assert page.acts.popover is None
    kept = desk.ask(drafts.read, key=f"follow_up:{desk.customers['赵明轩']}")
    assert kept.body["text"] == "还没写完"


def test_a_span_reaching_beyond_what_is_read_is_ticked_by_ids(page, desk):
    page.view.span_wanted.emit(1, 2)
    assert len(page.ticks) == 2
    page.acts._span = (0, 2)
    page._reader.ask_ids()
    desk.settle(lambda: len(page.ticks) == 3)
