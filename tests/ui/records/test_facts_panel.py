"""Facts are changed where they stand: saved by Enter and by leaving, restored by Esc."""

from __future__ import annotations

import pytest
from composing_keys import commit, compose
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.services import customer_sheet, customers
from loancrm_desktop.ui.records.facts_panel import FactsPanel

WHO = "赵明轩"


class Holder(QWidget):
    """A window with the facts and another field to go to."""

    def __init__(self, panel: FactsPanel) -> None:
        super().__init__()
        self.panel = panel
        self.other = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(panel)
        layout.addWidget(self.other)


@pytest.fixture
def holder(qtbot, desk):
    panel = FactsPanel(desk.bridge, desk.words)
    holder = Holder(panel)
    qtbot.addWidget(holder)
    holder.resize(320, 900)
    with qtbot.waitExposed(holder):
        holder.show()
    holder.activateWindow()
    panel.show_sheet(sheet(desk))
    return holder


def sheet(desk, name=WHO):
    return desk.ask(customer_sheet.show, customer_id=desk.customers[name], masks="display")


def stored(desk, name=WHO):
    return desk.ask(customers.values, customer_id=desk.customers[name]).values


def edit(panel, key):
    row = panel.row_of(key)
    row.show()
    row.edit()
    return row


def test_enter_saves_the_fact_in_place(holder, desk, qtbot):
    row = edit(holder.panel, "company")
    row.editor.line.setText("云岭建材")
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Return)
    desk.settle(lambda: row.editor is None)
    assert row.said == "云岭建材"
    assert stored(desk)["company"] == "云岭建材"


def test_escape_puts_the_value_back(holder, desk, qtbot):
    row = edit(holder.panel, "name")
    row.editor.line.setText("别人")
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Escape)
    assert row.editor is None
    assert row.said == WHO
    desk.settle()
    assert stored(desk)["name"] == WHO


def test_leaving_the_field_saves(holder, desk):
    row = edit(holder.panel, "company")
    row.editor.line.setText("云岭建材")
    holder.other.setFocus()
    desk.settle(lambda: row.editor is None)
    assert stored(desk)["company"] == "云岭建材"


def test_what_does_not_hold_stays_open_with_the_reason_below(holder, desk, qtbot):
    row = edit(holder.panel, "phone")
    qtbot.keyClicks(row.editor.line, "1380")
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Return)
    desk.settle(lambda: row.problem)
    assert row.editor is not None
    assert row.editor.line.text() == "1380"
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Escape)
    assert row.problem == ""
    assert row.said == "138 **** 5521"


def test_a_masked_number_is_never_put_into_the_editor(holder, desk, qtbot):
    row = edit(holder.panel, "phone")
    assert row.editor.line.text() == ""
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Return)
    assert row.editor is None
    desk.settle()
    assert stored(desk)["phone"] == "13800005521"


def test_no_key_is_taken_while_letters_are_being_composed(holder, desk, qtbot):
    row = edit(holder.panel, "company")
    compose(row.editor.line, "yun")
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Return)
    assert row.editor is not None
    commit(row.editor.line, "云岭")
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Return)
    desk.settle(lambda: row.editor is None)
    assert stored(desk)["company"] == "云岭"


def test_a_fact_of_others_asks_and_the_rest_merges(holder, desk, qtbot):
    desk.do(customers.edit, customer_id=desk.customers[WHO], values={"company": "别人写的"})
    row = edit(holder.panel, "company")
    row.editor.line.setText("我写的")
    row.finish()
    desk.settle(lambda: holder.panel.saver.dialog is not None)
    dialog = holder.panel.saver.dialog
    assert dialog.chosen == {"company": "mine"}
    dialog._on_save_clicked()
    desk.settle(lambda: row.editor is None)
    assert stored(desk)["company"] == "我写的"


def test_dropping_my_change_leaves_theirs(holder, desk):
    desk.do(customers.edit, customer_id=desk.customers[WHO], values={"company": "别人写的"})
    row = edit(holder.panel, "company")
    row.editor.line.setText("我写的")
    row.finish()
    desk.settle(lambda: holder.panel.saver.dialog is not None)
    holder.panel.saver.dialog.reject()
    assert row.editor is None
    assert stored(desk)["company"] == "别人写的"


def test_f2_begins_at_the_first_fact_and_the_arrows_walk(holder, desk, qtbot):
    holder.panel.start_editing()
    assert holder.panel.row_of("name").hasFocus()
    qtbot.keyClick(holder.panel.row_of("name"), Qt.Key.Key_Down)
    assert holder.panel.row_of("phone").hasFocus()
    qtbot.keyClick(holder.panel.row_of("phone"), Qt.Key.Key_F2)
    assert holder.panel.row_of("phone").editor is not None


def test_what_may_not_be_changed_is_locked_and_says_so(qtbot, desk, monkeypatch):
    monkeypatch.setattr(desk.words, "read_only", lambda kind: frozenset({"level", "name"}))
    panel = FactsPanel(desk.bridge, desk.words)
    qtbot.addWidget(panel)
    panel.show_sheet(sheet(desk))
    row = panel.row_of("name")
    row.edit()
    assert row.editor is None
    assert row.toolTip()


def test_empty_facts_are_folded_until_asked_for(holder, desk):
    panel = holder.panel
    assert panel.row_of("wechat").isHidden()
    panel._parts[0].more.click()
    assert not panel.row_of("wechat").isHidden()


def test_a_save_that_comes_back_late_does_not_reach_the_next_customer(holder, desk):
    row = edit(holder.panel, "company")
    row.editor.line.setText("云岭建材")
    row.finish()
    holder.panel.show_sheet(sheet(desk, "何秀兰"))
    desk.settle()
    assert row.said == ""
    assert stored(desk)["company"] == "云岭建材"


def test_locking_saves_what_is_being_typed(holder, desk):
    row = edit(holder.panel, "company")
    row.editor.line.setText("云岭建材")
    holder.panel.finish_all()
    desk.settle()
    assert stored(desk)["company"] == "云岭建材"


def test_a_colleagues_change_of_the_fact_being_typed_is_asked_about_not_overwritten(
    holder, desk, qtbot
):
    row = edit(holder.panel, "company")
    row.editor.line.setText("云岭建材")
    desk.do(customers.edit, customer_id=desk.customers[WHO], values={"company": "同事写的公司"})
    holder.panel.show_sheet(sheet(desk))  # as the page does when it hears of the change
    qtbot.keyClick(row.editor.line, Qt.Key.Key_Return)
    desk.settle(lambda: holder.panel.saver.dialog is not None)
    assert stored(desk)["company"] == "同事写的公司"
    holder.panel.saver.dialog.reject()


def test_a_fact_is_changed_twice_in_a_row_without_a_question(holder, desk, qtbot):
    for company in ("云岭建材", "云岭建材二厂"):
        row = edit(holder.panel, "company")
        row.editor.line.setText(company)
        qtbot.keyClick(row.editor.line, Qt.Key.Key_Return)
        desk.settle(lambda row=row: row.editor is None)
    assert stored(desk)["company"] == "云岭建材二厂"
