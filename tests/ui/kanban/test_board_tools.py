"""Around the board: bottlenecks lead to their deals, the office lays out its cards, steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from loancrm_desktop.services import card_layout, customer_list, deal_runs, deals, undoing
from loancrm_desktop.services.board_cards import CardMarks
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.other_kind import as_customers
from loancrm_desktop.ui.kanban import card_facts
from loancrm_desktop.ui.kanban.bottleneck_panel import change_words, stay_words
from loancrm_desktop.ui.kanban.card_delegate import card_height

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def click_row(view, row):
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), LEFT, PLAIN, place)


def test_bottlenecks_say_each_stage_and_a_click_asks_for_its_deals(desk, board, qtmodeltester):
    asked = []
    board.list_requested.connect(asked.append)
    QTest.mouseClick(board.tools.bottlenecks, LEFT)
    panel = board.tools.panel
    desk.settle(lambda: panel.found is not None)
    names = [each.stage for each in panel.found.rows]
    row = names.index("qualification_review")
    cells = [panel.model.index(row, at).data() for at in range(panel.model.columnCount())]
    assert cells[1] == "2"
    qtmodeltester.check(panel.model)
    click_row(panel.view, row)
    assert not panel.isVisible()
    query = ListQuery(where=as_customers(asked[0]))
    found = desk.ask(customer_list.page, query=query)
    assert {each.name for each in found.rows} == {"钱慧敏", "冯国栋"}


def test_the_slowest_stage_is_chosen_and_the_period_changes_what_is_asked(desk, board, clock):
    clock.forward(days=3)
    desk.do(deals.move, deal_id=desk.deals["何秀兰"], to_stage="first_call")
    board.tools.open_bottlenecks()
    panel = board.tools.panel
    desk.settle(lambda: panel.found is not None)
    assert panel.current.stage == "lead_assignment"
    before = panel.found
    QTest.keyClick(panel.period, Qt.Key.Key_Right)
    desk.settle(lambda: panel.found is not before)
    assert panel.found.until - panel.found.since == timedelta(days=90)
    panel.close()


@pytest.mark.parametrize(
    ("now", "before", "sign"), [(7200, 3600, "▲"), (3600, 7200, "▼"), (60, 60, ""), (None, 5, "–")]
)
def test_longer_and_shorter_are_said_by_sign_and_word(now, before, sign):
    said = change_words(now, before)
    assert said.startswith(sign) if sign else said
    assert stay_words(None) == "–"


def test_facts_ticked_and_moved_change_every_card_of_the_office(desk, board):
    board.tools.design_cards()
    designer = board.tools.designer
    assert designer.chosen == list(card_layout.USUAL)
    view = designer.view
    step = designer.model.row_of("next_step")
    click_row(view, step)
    assert "next_step" in designer.chosen
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    wanted = tuple(designer.chosen)
    designer.close()
    desk.settle(lambda: board._delegate.lines == card_facts.lines_of(wanted))
    assert desk.ask(card_layout.card_layout).facts == wanted
    column = board.area.columns["qualification_review"]
    item = column.view.visualRect(column.view.model().index(0, 0)).height()
    assert item > card_height() + 10
    words = column.view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "钱慧敏" in words or "冯国栋" in words


def test_a_layout_chosen_at_another_desk_arrives_by_itself(desk, board):
    desk.do(card_layout.set_card_layout, facts=["bank", "ref", "owner", "next_step"])
    desk.settle(lambda: len(board._delegate.lines) == 3)
    assert board._delegate.lines == (("bank", "ref"), ("owner",), ("next_step",))


def test_who_does_not_run_the_office_is_not_offered_the_layout(desk, board):
    assert [each.objectName() for each in board.tools.in_columns_menu] == ["board.cards"]
    menu = board.menus.choose()
    assert board.tools.in_columns_menu[0] in menu.actions()
    menu.close()


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (CardMarks(None, has_step=False, step_at=None), "No next step"),
        (CardMarks(None, has_step=True, step_at=None), "Next step planned"),
    ],
)
def test_the_next_step_line_says_that_there_is_none(board, marks, words):
    card = board.area.columns["qualification_review"].model.card_at(0)
    said = card_facts.fact_text("next_step", (card, marks), board._words, NOW)
    assert said == tr(words)


def test_the_card_menu_holds_the_steps_of_the_process(desk, board):
    card = board.area.columns["qualification_review"].model.card_at(0)
    menu = QMenu(board)
    steps = board.tools.add_steps(menu, card)
    desk.settle(lambda: steps.run is not None)
    ways = [each.data()[1] for each in steps.actions() if (each.data() or ("",))[0] == "advance"]
    assert ways == [way.edge for way in steps.run.ways]
    said = []
    board.said.connect(lambda text, seq: said.append(seq))
    steps.action_of("advance", next(way for way in ways if "archived" not in way)).trigger()
    desk.settle(lambda: said or board.tools.stepper.asking is not None)
    if board.tools.stepper.asking is not None:
        board.tools.stepper.asking.reject()
        return
    assert desk.ask(deal_runs.run_view, deal_id=card.id).here != "qualification_review"
    desk.do(undoing.undo, seq=said[0])
    desk.settle(lambda: board.model.card(card.id).stage == "qualification_review")


def test_the_command_asks_for_the_forgotten_deals(board):
    asked = []
    board.forgotten_requested.connect(lambda: asked.append(True))
    next(each for each in board.actions() if each.objectName() == "board.forgotten").trigger()
    assert asked == [True]
