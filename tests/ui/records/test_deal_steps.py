"""Steps of a deal's process by mouse: on, back, parts, answers, to somebody else, next step."""

from __future__ import annotations

import pytest
from process_pictures import plant, rich
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services import approvals, deal_runs, deal_steps, deals, next_steps, undoing
from loancrm_desktop.ui.records.deal_mover import REASON
from loancrm_desktop.ui.records.deal_stepper import DealStepper
from loancrm_desktop.ui.records.next_step_line import NextStepLine
from loancrm_desktop.ui.records.steps_menu import StepsMenu

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def drawn(desk):
    """Answer a desk whose office has the process that has everything, with one owner asked."""
    body = rich()
    node = next(each for each in body["nodes"] if each["key"] == "sign_off")
    node["approvers"] = [{"kind": "owner"}]
    desk.do(plant, body=body)
    return desk


@pytest.fixture
def deal_id(drawn):
    values = {"requested_amount": "300000", "bank": "建行"}
    case = drawn.customers["赵明轩"]
    return drawn.do(deals.open_deal, customer_id=case, values=values, process="rich").id


@pytest.fixture
def window(qtbot, dressed):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def stepper(drawn, window):
    made = DealStepper(drawn.bridge, drawn.words, window)
    made.told = []
    made.said.connect(lambda text, seq: made.told.append((text, seq)))
    made.wrong = []
    made.refused.connect(lambda problem: made.wrong.append(str(problem)))
    return made


@pytest.fixture
def menu(drawn, window, stepper):
    return StepsMenu(drawn.bridge, drawn.words, stepper, window)


def here(desk, deal_id):
    return desk.ask(deal_runs.run_view, deal_id=deal_id).here


def offers(desk, menu, deal_id):
    menu.show_deal(deal_id)
    desk.settle(lambda: menu.run is not None)
    return [action.data()[0] for action in menu.actions() if action.data()]


def test_advanced_and_answered_a_deal_goes_on_and_an_undo_takes_the_answer_back(
    drawn, menu, stepper, deal_id
):
    assert "advance" in offers(drawn, menu, deal_id)
    way = menu.run.ways[0]
    menu.action_of("advance", way.edge).trigger()
    drawn.settle(lambda: stepper.told)
    assert here(drawn, deal_id) == "sign_off"
    offered = offers(drawn, menu, deal_id)
    assert offered[:4] == ["approve", "reject", "pass_on", "add"]
    menu.action_of("approve", menu.mine(menu.run).id).trigger()
    drawn.settle(lambda: len(stepper.told) == 2)
    assert here(drawn, deal_id) == "prepare"
    drawn.do(undoing.undo, seq=stepper.told[-1][1])
    assert here(drawn, deal_id) == "sign_off"


def test_a_refusal_asks_why_in_a_form_and_goes_with_the_reason(drawn, menu, stepper, deal_id):
    drawn.do(deal_steps.advance, deal_id=deal_id)
    offers(drawn, menu, deal_id)
    menu.action_of("reject", menu.mine(menu.run).id).trigger()
    drawn.settle(lambda: stepper.asking is not None)
    assert here(drawn, deal_id) == "sign_off"
    stepper.asking.filled.emit({REASON: "流水不足"})
    drawn.settle(lambda: stepper.told)
    assert here(drawn, deal_id) == "refused"
    asked = drawn.ask(deal_runs.run_view, deal_id=deal_id).approvals
    assert asked[-1].comment == "流水不足"


def test_a_field_that_is_missing_is_asked_for_and_filled_on_the_way(drawn, menu, stepper):
    case = drawn.customers["何秀兰"]
    made = drawn.do(deals.open_deal, customer_id=case, values={}, process="rich")
    stepper.advance(made.id)
    drawn.settle(lambda: stepper.asking is not None)
    stepper.asking.filled.emit({"bank": "工商银行", "requested_amount": "200000"})
    drawn.settle(lambda: stepper.told or stepper.wrong)
    assert here(drawn, made.id) == "sign_off"


def test_let_be_the_form_leaves_the_deal_where_it_is(drawn, stepper):
    case = drawn.customers["何秀兰"]
    made = drawn.do(deals.open_deal, customer_id=case, values={}, process="rich")
    stepper.advance(made.id)
    drawn.settle(lambda: stepper.asking is not None)
    stepper.asking.reject()
    assert here(drawn, made.id) == "intake"
    assert stepper.asking is None


def test_parts_are_finished_one_by_one_and_the_last_takes_the_deal_on(
    drawn, menu, stepper, deal_id
):
    drawn.do(deal_steps.advance, deal_id=deal_id)
    row = drawn.ask(approvals.waiting)[0]
    drawn.do(approvals.decide, approval_id=row.id, approve=True)
    done = []
    while here(drawn, deal_id) == "prepare":
        offers(drawn, menu, deal_id)
        part = next(each.data()[1] for each in menu.actions() if each.data()[0] == "part")
        done.append(part)
        menu.action_of("part", part).trigger()
        drawn.settle(lambda: len(stepper.told) == len(done))
    assert sorted(done) == ["bank/form", "bank/send", "client/sign"]
    assert here(drawn, deal_id) == "pause"


def test_sent_back_it_stands_where_it_came_from(drawn, menu, stepper, deal_id):
    drawn.do(deal_steps.advance, deal_id=deal_id)
    offers(drawn, menu, deal_id)
    menu.action_of("back").trigger()
    drawn.settle(lambda: stepper.told or stepper.asking)
    if stepper.asking is not None:
        stepper.asking.filled.emit({REASON: "补材料"})
        drawn.settle(lambda: stepper.told)
    assert here(drawn, deal_id) == "intake"


def test_given_to_somebody_else_the_other_works_on_it(drawn, menu, stepper, deal_id, qtbot):
    other = drawn.receiver()
    drawn.words.load()
    drawn.settle(lambda: drawn.words.person_name(other))
    offers(drawn, menu, deal_id)
    menu.action_of("reassign").trigger()
    people = menu.people
    row = next(at for at in range(people.list.count()) if people.list.item(at).text() == "李娜")
    place = people.list.visualItemRect(people.list.item(row)).center()
    QTest.mouseClick(people.list.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    drawn.settle(lambda: stepper.told)
    assert "李娜" in stepper.told[0][0]
    assert drawn.ask(next_steps.next_step, deal_id=deal_id).who == (other,)


def test_the_line_says_what_comes_next_and_its_button_does_it(drawn, stepper, deal_id, qtbot):
    line = NextStepLine(drawn.bridge, drawn.words, stepper, deal_id)
    qtbot.addWidget(line)
    line.show()
    drawn.settle(lambda: line.step is not None)
    assert line.isVisible()
    if line.step.kind == "advance":
        QTest.mouseClick(line.go, LEFT)
    else:
        QTest.mouseClick(line.go, LEFT)
        drawn.settle(lambda: line.menu.run is not None)
        line.menu.action_of("advance", line.menu.run.ways[0].edge).trigger()
    drawn.settle(lambda: stepper.told)
    assert here(drawn, deal_id) == "sign_off"


def test_a_deal_that_has_ended_shows_no_line(drawn, stepper, deal_id, qtbot):
    drawn.do(deals.move, deal_id=deal_id, to_stage="lost", reason="不办了")
    line = NextStepLine(drawn.bridge, drawn.words, stepper, deal_id)
    qtbot.addWidget(line)
    drawn.settle(lambda: line.step is not None)
    assert line.step.kind == "ended"
    assert line.isHidden()
