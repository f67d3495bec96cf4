"""Deals nobody would be reminded of: listed with the reason, given to somebody, or a task made."""

from __future__ import annotations

import pytest
from process_pictures import plant, rich
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from loancrm_desktop.services import approvals, deal_steps, deals, next_steps, tasks
from loancrm_desktop.ui.approvals import forgotten_page
from loancrm_desktop.ui.approvals.forgotten_page import ForgottenDealsPage
from loancrm_desktop.ui.approvals.waiting_line import WaitingLine

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def forgotten(desk):
    """Answer a deal in a process without limits, and nothing planned."""
    body = rich()
    node = next(each for each in body["nodes"] if each["key"] == "sign_off")
    node["approvers"] = [{"kind": "owner"}]
    for each in body["nodes"]:
        if each["kind"] == "handle":
            each.pop("limit", None)
    desk.do(plant, body=body)
    case = desk.customers["赵明轩"]
    values = {"requested_amount": "300000", "bank": "建行"}
    card = desk.do(deals.open_deal, customer_id=case, values=values, process="rich")
    assert card.id in {row.deal_id for row in desk.ask(next_steps.forgotten)}
    return card.id


@pytest.fixture
def page(qtbot, desk, monkeypatch, forgotten):
    monkeypatch.setattr(forgotten_page, "system_clock", desk.office.clock)
    made = ForgottenDealsPage(desk.bridge, desk.words)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    desk.settle(lambda: made.model.total)
    made.view.setFocus()
    return made


def test_it_says_whose_deal_it_is_and_why_nobody_would_think_of_it(page, desk, qtmodeltester):
    cells = [page.model.index(0, at).data() for at in range(page.model.columnCount())]
    assert cells[0] == "赵明轩"
    assert cells[6] == forgotten_page.why_words("no_next_step")
    qtmodeltester.check(page.model)


def test_a_to_do_takes_it_off_the_list_and_the_empty_page_says_so(page, desk, forgotten):
    asked = []
    page.task_requested.connect(lambda case, deal: asked.append((case, deal)))
    QTest.keyClick(page.view, Qt.Key.Key_T)
    assert asked == [(desk.customers["赵明轩"], forgotten)]
    for row in desk.ask(next_steps.forgotten):
        desk.do(tasks.add, title="回电", customer_id=row.customer_id)
    desk.settle(lambda: page.model.total == 0)
    assert page.states.isVisible()


def test_enter_opens_the_customer_and_the_button_gives_the_work_away(page, desk, forgotten):
    opened = []
    page.customer_opened.connect(opened.append)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert opened == [desk.customers["赵明轩"]]
    other = desk.receiver()
    desk.words.load()
    desk.settle(lambda: desk.words.person_name(other))
    QTest.mouseClick(page.give, LEFT)
    people = page.people.list
    item = next(people.item(at) for at in range(people.count()) if people.item(at).text() == "李娜")
    said = []
    page.said.connect(lambda text, seq: said.append(text))
    QTest.mouseClick(
        people.viewport(), LEFT, Qt.KeyboardModifier.NoModifier,
        people.visualItemRect(item).center(),
    )  # fmt: skip
    desk.settle(lambda: said)
    assert desk.ask(next_steps.next_step, deal_id=forgotten).who == (other,)


def test_today_says_how_many_wait_and_each_is_one_click_away(qtbot, desk, forgotten):
    line = WaitingLine(desk.bridge)
    qtbot.addWidget(line)
    line.reload()
    desk.settle(lambda: not line.forgotten.isHidden())
    assert line.approvals.isHidden()
    clicked = []
    line.forgotten_requested.connect(lambda: clicked.append("forgotten"))
    line.approvals_requested.connect(lambda: clicked.append("approvals"))
    line.show()
    QTest.mouseClick(line.forgotten, LEFT)
    desk.do(deal_steps.advance, deal_id=forgotten)
    assert desk.ask(approvals.waiting)
    line.reload()
    desk.settle(lambda: not line.approvals.isHidden())
    assert line.forgotten.isHidden()
    QTest.mouseClick(line.approvals, LEFT)
    assert clicked == ["forgotten", "approvals"]
