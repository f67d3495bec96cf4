"""The board shows what there is: columns, filters, figures, states, and how it was left."""

from __future__ import annotations

import json
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import board_cards, customers, deal_board, deals
from loancrm_desktop.services.actor import Rights
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.texts import say
from loancrm_desktop.ui.kanban.board_page import BoardPage
from loancrm_desktop.ui.kanban.columns_area import scroll_step


class Memory:
    def __init__(self):
        self.kept = {}

    def remember(self, key, value):
        self.kept[key] = value

    def recall(self, key):
        return self.kept.get(key, "")


def names(board, stage: str) -> list[str]:
    return [card.customer_name for card in board.model.columns[stage].cards]


def stand_on(board, desk, name: str):
    """Put the keyboard on a card."""
    assert board.area.stand_on(desk.deals[name])
    return next(one.view for one in board.area.shown() if one.view.hasFocus())


def test_every_stage_is_a_column_with_count_and_sum(board):
    assert list(board.area.columns)[:3] == ["lead_assignment", "first_call", "qualification_review"]
    stage = board.model.columns["qualification_review"].stage
    assert (stage.count, stage.amount_fen) == (2, 480_000_000)
    assert set(names(board, "lead_assignment")) == {"赵明轩", "何秀兰"}


def test_until_the_sums_are_read_a_column_shows_its_count_alone(board):
    column = board.area.columns["first_call"]
    lane = column.model.stage
    column.model.show_stage(replace(lane, summed=False))
    assert column.head.figure == "…"
    board.summary.show_figures([replace(lane, summed=False)], ())
    assert board.summary.all.text().startswith(str(lane.count))
    assert all(figure.text().startswith("…") for figure in board.summary.states)


def test_qt_finds_nothing_to_complain_of(board, desk):
    column = board.model.columns["lead_assignment"]
    tester = QAbstractItemModelTester(column, QAbstractItemModelTester.FailureReportingMode.Fatal)
    board.move_card(desk.deals["何秀兰"], "first_call")
    desk.settle()
    assert tester.model() is column


def test_stages_of_success_are_folded_and_endings_are_strips(board):
    assert board.area.columns["disbursed"].folded
    assert not board.area.columns["first_call"].folded
    assert set(board.strips.strips) == {"archived", "lost"}
    board.area.columns["disbursed"].unfolded.emit()
    assert not board.area.columns["disbursed"].folded


def test_a_move_at_another_desk_is_followed(board, desk):
    desk.do(deals.move, deal_id=desk.deals["赵明轩"], to_stage="first_call")
    desk.settle(lambda: names(board, "first_call") == ["赵明轩"])
    assert board.model.columns["lead_assignment"].stage.count == 1


def test_a_filter_leaves_only_matching_cards(board, desk):
    board.filters.product.tick(["unsecured"])
    desk.settle()
    assert names(board, "lead_assignment") == ["赵明轩"]
    assert board.model.columns["qualification_review"].stage.count == 0


def test_each_figure_of_the_summary_shows_only_its_deals(board, desk, clock):
    overdue, _soon, no_step = board.summary.states
    no_step.click()
    desk.settle()
    assert board.filters.only == ("no_step",)
    assert no_step.isChecked()
    assert not overdue.isChecked()
    assert board.summary.all.text().startswith("4")
    no_step.click()
    desk.settle()
    assert board.filters.only == ()


def test_the_switch_shows_only_what_is_overdue(board, desk, clock):
    clock.forward(days=40)
    board.reload()
    desk.settle()
    late = sum(column.stage.overdue for column in board.model.columns.values())
    assert late > 0
    board.filters.overdue.click()
    desk.settle()
    shown = sum(len(column.cards) for column in board.model.columns.values())
    assert shown == late


def test_cards_stand_in_the_order_chosen(board, desk):
    board.filters.set_sort("amount")
    desk.settle()
    assert names(board, "lead_assignment") == ["何秀兰", "赵明轩"]
    board.filters.set_sort("newest")
    desk.settle()
    assert names(board, "lead_assignment") == ["赵明轩", "何秀兰"]


def test_columns_are_folded_hidden_and_averaged_and_the_desk_remembers_it(board, desk, qtbot):
    memory = Memory()
    board.use_memory(memory)
    board.area.set_folded("first_call", folded=True)
    board.area.set_hidden({"bank_approval"})
    board.menus.toggle_average()
    assert board.area.columns["first_call"].folded
    assert board.area.columns["bank_approval"].isHidden()
    assert board.area.columns["qualification_review"].head.figure.startswith("平均") or (
        "240" in board.area.columns["qualification_review"].head.figure
    )
    other = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(other)
    other.use_memory(memory)
    other.show()
    desk.settle(lambda: other.area.columns)
    assert other.area.columns["first_call"].folded
    assert other.area.columns["bank_approval"].isHidden()
    assert other.menus.average


def test_the_board_is_found_again_as_it_was_left(board, desk, qtbot):
    board.filters.product.tick(["property_secured"])
    board.filters.set_sort("amount")
    desk.settle()
    stand_on(board, desk, "钱慧敏")
    kept = json.loads(json.dumps(board.state()))
    other = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(other)
    desk.settle()
    other.restore(kept)
    other.show()
    desk.settle(lambda: other.area.columns)
    assert names(other, "qualification_review") == ["钱慧敏"]
    assert other.filters.ask.sort == "amount"
    assert other.current_card.customer_name == "钱慧敏"


def test_the_same_deals_are_asked_for_as_a_list(board, desk, qtbot):
    board.filters.product.tick(["unsecured"])
    board.filters.overdue.click()
    with qtbot.waitSignal(board.list_requested) as asked:
        board.views.chosen.emit("list")
    (where,) = asked.args
    assert where["all"][0]["field"] == "product_type"
    assert where["all"][1]["field"] == "due_at"
    assert board.views.current == "board"
    page = desk.ask(deal_board.page, query=ListQuery(where=where))
    assert page.total == 0


def test_a_board_that_cannot_be_read_offers_another_try(desk, qtbot, monkeypatch):
    answering = desk.office.ask

    def fail(*_args, **_kwargs):
        raise Unavailable(say("The office is busy."))

    page = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    monkeypatch.setattr(desk.office, "ask", fail)
    page.show()
    desk.settle()
    assert not page.frame.shows_board
    monkeypatch.setattr(desk.office, "ask", answering)
    qtbot.mouseClick(page.frame.states.buttons[0], Qt.MouseButton.LeftButton)
    desk.settle(lambda: page.frame.shows_board)


def test_a_tall_column_goes_on_until_it_is_full(desk, qtbot):
    for number in range(40):
        values = {"name": f"客户{number}", "phone": f"1360000{number:04d}"}
        desk.do(customers.add, values=values)
    page = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 3000)
    page.show()
    desk.settle(
        lambda: page.model.columns and page.model.columns["lead_assignment"].rowCount() >= 30
    )
    view = page.area.columns["lead_assignment"].view
    view.scrollToBottom()
    desk.settle(lambda: page.model.columns["lead_assignment"].rowCount() == 42)


def test_a_card_is_said_in_full_to_a_screen_reader(board, desk, english):
    column = board.model.columns["lead_assignment"]
    said = column.data(column.index(0), Qt.ItemDataRole.AccessibleTextRole)
    for part in (column.card_at(0).customer_name, "next step", "in this stage for"):
        assert part in said


def test_a_role_without_the_board_reads_whose_it_is(desk, qtbot):
    desk.bridge._actor = replace(desk.actor, rights=Rights("all", frozenset({"customers.see"})))
    page = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.show()
    desk.settle()
    assert not page.frame.shows_board
    assert page.frame.states.title
    assert page.frame.states.buttons == ()


def test_each_part_is_reached_with_f6_and_named(board):
    areas = board.areas()
    assert board.area in areas
    assert all(area.isVisible() for area in areas)
    assert board.area.columns["first_call"].head.accessibleName()
    assert board.area.columns["first_call"].head.more.accessibleName()


def test_near_an_edge_the_board_scrolls_the_faster_the_nearer():
    assert scroll_step(100, 400) == 0
    assert scroll_step(31, 400) < 0
    assert scroll_step(2, 400) < scroll_step(30, 400)
    assert scroll_step(398, 400) > scroll_step(370, 400) > 0
    assert scroll_step(40, 400) == scroll_step(360, 400) == 0


def test_newer_cards_are_taken_in_without_losing_ones_place(board, desk):
    stand_on(board, desk, "赵明轩")
    desk.do(deals.move, deal_id=desk.deals["何秀兰"], to_stage="first_call")
    desk.settle(lambda: names(board, "first_call") == ["何秀兰"])
    assert board.current_card.customer_name == "赵明轩"
    view = board.area.columns["lead_assignment"].view
    assert view.current_card.customer_name == "赵明轩"


def test_an_answer_to_an_older_question_is_not_shown(board, desk):
    asked = board.model.ask
    page = desk.ask(board_cards.cards, ask=asked, stage="lead_assignment")
    board.filters.product.tick(["unsecured"])
    desk.settle()
    board.model._on_column("lead_assignment", asked, page)
    assert names(board, "lead_assignment") == ["赵明轩"]


def test_a_folded_column_opens_while_a_card_rests_on_it(board, qtbot):
    board.area._opening.setInterval(10)
    folded = board.area.columns["disbursed"]
    assert folded.folded
    board.area.hover("disbursed")
    qtbot.waitUntil(lambda: not folded.folded)
    board.area._on_view_drag_ended()
    assert folded.folded
    board.area.hover("disbursed")
    board.area._on_column_left("disbursed")
    assert not board.area._opening.isActive()
