"""A customer's page shows everything, writes follow-ups down, moves deals, takes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customer_sheet, customers, follow_ups, sight_log, tasks
from loancrm_desktop.texts import say
from loancrm_desktop.ui.records.customer_page import CustomerPage


@pytest.fixture
def page(qtbot, desk):
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    page.show_customer(desk.customers["钱慧敏"])
    desk.settle(lambda: page.customer_name)
    return page


def timeline(page) -> list[str]:
    model = page.timeline.timeline
    return [model.index(row).data() for row in range(model.rowCount())]


def sheet(desk, name="钱慧敏"):
    return desk.ask(customer_sheet.show, customer_id=desk.customers[name])


def test_facts_are_read_from_the_catalogue(page):
    assert page.customer_name == "钱慧敏"
    assert page.facts.shown["phone"] == "139 **** 0872"
    assert page.facts.shown["requested_amount"] == "¥ 180.0 万"
    assert page.facts.shown["product_type"] == "抵押贷"
    assert "wechat" not in page.facts.shown


def test_the_stepper_shows_the_way_and_the_button_the_next_stage(page):
    steps = {step.key: step for step in page.stepper._steps}
    assert steps["qualification_review"].place == "here"
    assert steps["first_call"].place == "behind"
    assert steps["product_matching"].legal
    assert not steps["bank_approval"].legal
    assert "方案匹配" in page.header.advance.text()


def test_ctrl_enter_saves_a_follow_up(page, desk, qtbot):
    page.composer.text.setFocus()
    page.composer.text.setPlainText("答应周六给流水")
    page.composer.next_at.setText("2026-07-03 10:30")
    qtbot.keyClick(page.composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle(lambda: any("答应周六给流水" in line for line in timeline(page)))
    assert page.composer.text.toPlainText() == ""
    contact = sheet(desk).follow_ups[0]
    assert (contact.text, contact.method) == ("答应周六给流水", "phone")
    assert contact.next_at.isoformat() == "2026-07-03T02:30:00+00:00"
    assert contact.deal_id == desk.deals["钱慧敏"]


def test_an_empty_follow_up_is_refused_at_the_composer(page, desk):
    page.composer.save()
    desk.settle()
    assert page.composer.notice.isVisible()
    assert sheet(desk).follow_ups == ()


def test_a_next_date_nobody_can_read_is_not_sent(page, desk):
    page.composer.text.setPlainText("来电")
    page.composer.next_at.setText("下周")
    page.composer.save()
    desk.settle()
    assert page.composer.notice.isVisible()
    assert sheet(desk).follow_ups == ()
    assert page.composer.text.toPlainText() == "来电"


def test_the_button_moves_the_deal_on(page, desk):
    page.advance()
    desk.settle(lambda: "签约陪同" in page.header.advance.text())
    assert sheet(desk).deals[0].stage == "product_matching"
    desk.settle(lambda: any("资质审核 → 方案匹配" in line for line in timeline(page)))


def test_a_refused_move_says_why_and_asks_for_what_is_missing(page, desk, bank_needed):
    page.advance()
    desk.settle(lambda: "签约陪同" in page.header.advance.text())
    page.advance()
    desk.settle()
    assert page.mover.asking.form.keys == ("bank", "product")
    told = [each.text() for each in page.mover.asking.findChildren(QLabel)]
    assert any("放款银行" in text for text in told)
    page.mover.asking.reject()
    assert page.mover.asking is None


def test_what_others_write_appears_by_itself(page, desk):
    desk.do(
        follow_ups.log, customer_id=desk.customers["钱慧敏"], text="同事代接来电", method="wechat"
    )
    desk.settle(lambda: any("同事代接来电" in line for line in timeline(page)))


def test_another_customers_change_does_not_disturb(page, desk, monkeypatch):
    asked = []
    monkeypatch.setattr(page, "reload", lambda: asked.append(1))
    desk.do(customers.edit, customer_id=desk.customers["赵明轩"], values={"remark": "x"})
    assert asked == []


def test_history_names_what_changed_and_takes_it_back(page, desk, qtbot):
    wanted = desk.customers["钱慧敏"]
    desk.do(customers.edit, customer_id=wanted, values={"wechat": "qhm_1988"})
    desk.settle(lambda: page.facts.shown.get("wechat") == "qhm_1988")
    page.show_tab(1)
    desk.settle()
    undo = page.history.findChildren(type(page.header.advance))
    newest = next(each for each in undo if "撤" in each.text() or "Undo" in each.text())
    newest.click()
    desk.settle(lambda: "wechat" not in page.facts.shown)
    assert sheet(desk).values.get("wechat") is None


def test_a_task_is_ticked_off_on_the_page(page, desk):
    wanted = desk.customers["钱慧敏"]
    task_id = desk.do(tasks.add, title="补充银行流水", customer_id=wanted)
    desk.settle()
    page.deals.task_done.emit(task_id)
    desk.settle()
    assert sheet(desk).tasks[0].done_at is not None


def test_a_customer_that_is_gone_is_told(page, desk):
    desk.do(customers.remove, customer_ids=[desk.customers["钱慧敏"]])
    desk.settle()
    assert page.trouble.state.isVisible()
    assert page.trouble.state.title


def test_a_look_is_in_the_change_record_with_nothing_to_take_back(page, desk):
    wanted = desk.customers["钱慧敏"]
    desk.do(sight_log.reveal, kind="customer", record_id=wanted, field="phone", reason="核对身份")
    page.show_tab(1)
    desk.settle()
    newest = page.history._lines.itemAt(0).widget()
    assert not [each for each in newest.findChildren(QPushButton) if each.isVisible()]


def test_the_page_comes_back_as_it_was(page, desk, qtbot):
    page.show_tab(1)
    again = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(again)
    again.restore(page.state())
    desk.settle(lambda: again.customer_name)
    assert again.customer_id == page.customer_id
    assert again.middle.tabs.currentIndex() == page.middle.tabs.currentIndex()


def test_a_narrow_window_folds_the_right_column_and_offers_it(page):
    page.resize(700, 600)
    assert page._deals_area.isHidden()
    page._on_side_clicked()
    assert page._facts_area.isHidden()
    assert not page._deals_area.isHidden()
    page.resize(1240, 800)
    assert not page._facts_area.isHidden()
    assert not page._deals_area.isHidden()


def test_an_answer_for_a_page_that_is_gone_is_harmless(qtbot, desk):
    page = CustomerPage(desk.bridge, desk.words)
    page.show_customer(desk.customers["钱慧敏"])
    page.deleteLater()
    desk.settle()


def test_another_persons_customer_says_whose_it_is(page, desk, monkeypatch):
    problem = Refused(say("This record belongs to another person."), forbidden=True)
    page._on_sheet_failed(problem)
    assert page.trouble.state.title
    assert page.trouble.state.text == str(problem)
