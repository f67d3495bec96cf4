"""The approval inbox by mouse and keys: yes, no with a reason, passed on, somebody added, empty."""

from __future__ import annotations

import pytest
from process_pictures import plant, rich
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from loancrm_desktop.services import approvals, deal_runs, deal_steps, deals, undoing
from loancrm_desktop.ui.approvals import inbox_page
from loancrm_desktop.ui.approvals.inbox_page import ApprovalInboxPage
from loancrm_desktop.ui.records.deal_mover import REASON

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def asked(desk):
    """Answer the deals that wait for the owner's yes or no."""
    body = rich()
    node = next(each for each in body["nodes"] if each["key"] == "sign_off")
    node["approvers"] = [{"kind": "owner"}]
    desk.do(plant, body=body)
    made = []
    for name in ("赵明轩", "何秀兰"):
        values = {"requested_amount": "300000", "bank": "建行"}
        card = desk.do(
            deals.open_deal, customer_id=desk.customers[name], values=values, process="rich"
        )
        desk.do(deal_steps.advance, deal_id=card.id)
        made.append(card.id)
    return made


@pytest.fixture
def page(qtbot, desk, monkeypatch, asked):
    monkeypatch.setattr(inbox_page, "system_clock", desk.office.clock)
    made = ApprovalInboxPage(desk.bridge, desk.words)
    made.told = []
    made.said.connect(lambda text, seq: made.told.append((text, seq)))
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    qtbot.waitExposed(made)
    desk.settle(lambda: made.model.total == len(asked))
    made.view.setFocus()
    return made


def here(desk, deal_id):
    return desk.ask(deal_runs.run_view, deal_id=deal_id).here


def test_each_row_says_who_what_and_how_much(page, qtmodeltester):
    cells = [page.model.index(0, at).data() for at in range(page.model.columnCount())]
    assert cells[0] == "赵明轩"
    assert "30" in cells[2]
    assert page.panel.name.text() == "赵明轩"
    qtmodeltester.check(page.model)


def test_the_letter_a_approves_and_goes_on_to_the_next_row(desk, page, asked):
    counted = []
    page.approvals_counted.connect(counted.append)
    QTest.keyClick(page.view, Qt.Key.Key_A)
    desk.settle(lambda: page.model.total == 1)
    assert here(desk, asked[0]) == "prepare"
    assert page.current.customer_name == "何秀兰"
    assert counted[-1] == 1
    desk.do(undoing.undo, seq=page.told[0][1])
    desk.settle(lambda: page.model.total == 2)
    assert here(desk, asked[0]) == "sign_off"


def test_the_letter_r_asks_for_the_reason_and_rejects_with_it(desk, page, asked):
    QTest.keyClick(page.view, Qt.Key.Key_R)
    desk.settle(lambda: page.stepper.asking is not None)
    assert here(desk, asked[0]) == "sign_off"
    page.stepper.asking.filled.emit({REASON: "负债过高"})
    desk.settle(lambda: page.model.total == 1)
    assert here(desk, asked[0]) == "refused"


def test_rejected_by_mouse_the_comment_typed_is_the_reason(desk, page, asked):
    QTest.mouseClick(page.panel.comment.viewport(), LEFT)
    QTest.keyClicks(page.panel.comment, "no cash flow")
    QTest.mouseClick(page.panel.reject, LEFT)
    desk.settle(lambda: page.model.total == 1)
    row = desk.ask(deal_runs.run_view, deal_id=asked[0]).approvals[-1]
    assert (row.state, row.comment) == ("rejected", "no cash flow")
    assert page.panel.comment.toPlainText() == ""


def choose(page, name):
    people = page.people.list
    item = next(people.item(at) for at in range(people.count()) if people.item(at).text() == name)
    QTest.mouseClick(
        people.viewport(), LEFT, Qt.KeyboardModifier.NoModifier,
        people.visualItemRect(item).center(),
    )  # fmt: skip


@pytest.mark.parametrize("way", ["pass_on", "add"])
def test_somebody_else_is_asked_instead_or_too(desk, page, asked, way):
    other = desk.receiver()
    desk.words.load()
    desk.settle(lambda: desk.words.person_name(other))
    QTest.mouseClick(getattr(page.panel, way), LEFT)
    choose(page, "李娜")
    desk.settle(lambda: page.told)
    assert "李娜" in page.told[0][0]
    mine = {row.deal_id for row in desk.ask(approvals.waiting)}
    assert (asked[0] in mine) is (way == "add")
    open_ones = [
        row.approver_id
        for row in desk.ask(deal_runs.run_view, deal_id=asked[0]).approvals
        if row.state == "open"
    ]
    assert other in open_ones


def test_answered_at_another_desk_it_goes_away_and_a_late_answer_says_so(desk, page, asked):
    rows = desk.ask(approvals.waiting)
    for row in rows:
        desk.do(approvals.decide, approval_id=row.id, approve=True)
    desk.settle(lambda: page.model.total == 0)
    assert page.states.isVisible()
    opened = []
    page.board_requested.connect(opened.append)
    QTest.mouseClick(page.states.buttons[0], LEFT)
    assert opened == [None]


def test_enter_opens_the_customer(desk, page):
    with_signal = []
    page.customer_opened.connect(with_signal.append)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert with_signal == [desk.customers["赵明轩"]]
