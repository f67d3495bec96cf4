"""Cards move at once and come back when refused; what is missing is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from loancrm_desktop.services import deals
from loancrm_desktop.ui.kanban.board_model import CARD_MIME
from loancrm_desktop.ui.kanban.board_page import BoardPage


@pytest.fixture
def board(qtbot, desk):
    page = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    desk.settle(lambda: page.columns)
    return page


def names(board, stage: str) -> list[str]:
    return [card.customer_name for card in board.model.columns[stage].cards]


def drop(column, card_id: int) -> bool:
    """Let a card go over a column, as the mouse would."""
    carried = QMimeData()
    carried.setData(CARD_MIME, str(card_id).encode())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.MoveAction
    enter = QDragEnterEvent(QPoint(20, 60), action, carried, buttons, keys)
    QApplication.sendEvent(column, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(column, QDropEvent(QPointF(20, 60), action, carried, buttons, keys))
    return True


def test_every_stage_is_a_column_with_count_and_sum(board):
    assert list(board.columns)[:3] == ["lead_assignment", "first_call", "qualification_review"]
    stage = board.model.columns["qualification_review"].stage
    assert (stage.count, stage.amount_fen) == (2, 480_000_000)
    assert names(board, "lead_assignment") == ["赵明轩", "何秀兰"]


def test_qt_finds_nothing_to_complain_of(board, desk):
    column = board.model.columns["lead_assignment"]
    tester = QAbstractItemModelTester(column, QAbstractItemModelTester.FailureReportingMode.Fatal)
    board.move_card(desk.deals["何秀兰"], "first_call")
    desk.settle()
    assert tester.model() is column


def test_stages_of_success_are_folded_and_endings_are_strips(board):
    assert board.columns["disbursed"].folded
    assert not board.columns["first_call"].folded
    assert set(board.strips) == {"archived", "lost"}
    board.columns["disbursed"].unfolded.emit()
    assert not board.columns["disbursed"].folded


def test_a_dropped_card_stands_in_its_new_column_at_once(board, desk):
    deal = desk.deals["何秀兰"]
    assert drop(board.columns["first_call"], deal)
    assert names(board, "first_call") == ["何秀兰"]
    assert names(board, "lead_assignment") == ["赵明轩"]
    assert board.model.columns["first_call"].stage.count == 1
    desk.settle()
    assert names(board, "first_call") == ["何秀兰"]
    assert desk.ask(deals.show, deal_id=deal).card.stage == "first_call"


def test_the_moved_card_knows_where_it_may_go_next(board, desk):
    deal = desk.deals["何秀兰"]
    drop(board.columns["first_call"], deal)
    desk.settle()
    card = board.model.card(deal)
    assert "qualification_review" in card.may_move_to
    assert card.revision > 1


def test_a_refused_card_goes_back_and_says_why(board, desk):
    deal = desk.deals["何秀兰"]
    before = names(board, "lead_assignment")
    board.move_card(deal, "bank_approval")
    assert names(board, "bank_approval") == ["何秀兰"]
    desk.settle()
    assert names(board, "lead_assignment") == before
    assert names(board, "bank_approval") == []
    assert board.model.columns["bank_approval"].stage.count == 0
    assert board.notice.isVisible()
    assert "何秀兰" in board.notice.text


def test_a_column_without_a_way_does_not_take_the_card_in_hand(board, desk):
    board.show_reach(board.model.card(desk.deals["何秀兰"]))
    assert not drop(board.columns["bank_approval"], desk.deals["何秀兰"])
    board.show_reach(None)
    assert drop(board.columns["first_call"], desk.deals["何秀兰"])
    desk.settle()


def test_what_is_missing_is_asked_for_and_the_move_sent_again(board, desk, bank_needed):
    deal = desk.deals["钱慧敏"]
    board.move_card(deal, "product_matching")
    desk.settle()
    board.move_card(deal, "signing_support")
    desk.settle()
    asking = board.mover.asking
    assert asking.form.keys == ("bank", "product")
    assert names(board, "product_matching") == ["钱慧敏"]
    asking.form.editor("bank").line.setText("城南银行")
    asking.form.editor("product").line.setText("安居抵押贷")
    asking._on_go_clicked()
    desk.settle()
    assert names(board, "signing_support") == ["钱慧敏"]
    assert desk.ask(deals.show, deal_id=deal).card.bank == "城南银行"


def test_leaving_the_question_leaves_the_card_where_it_was(board, desk, bank_needed):
    deal = desk.deals["钱慧敏"]
    board.move_card(deal, "product_matching")
    desk.settle()
    board.move_card(deal, "signing_support")
    desk.settle()
    board.mover.asking.reject()
    desk.settle()
    assert names(board, "product_matching") == ["钱慧敏"]
    assert board.mover.asking is None


def test_a_reason_is_asked_for_when_a_deal_is_archived(board, desk):
    deal = desk.deals["冯国栋"]
    board.move_card(deal, "archived")
    desk.settle()
    asking = board.mover.asking
    assert asking.form.keys == ("reason",)
    asking.form.editor("reason").area.setPlainText("征信不符合要求")
    asking._on_go_clicked()
    desk.settle()
    shown = desk.ask(deals.show, deal_id=deal)
    assert shown.card.stage == "archived"
    assert shown.stage_history[-1].reason == "征信不符合要求"
    assert names(board, "qualification_review") == ["钱慧敏"]


def test_ctrl_right_and_left_move_the_card_of_the_keyboard(board, desk, qtbot):
    deal = desk.deals["何秀兰"]
    view = board.columns["lead_assignment"].view
    view.setCurrentIndex(board.model.columns["lead_assignment"].index(1))
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert board.model.card(deal).stage == "first_call"
    view = board.columns["first_call"].view
    view.setCurrentIndex(board.model.columns["first_call"].index(0))
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert board.model.card(deal).stage == "lead_assignment"


def test_a_move_at_another_desk_is_followed(board, desk):
    desk.do(deals.move, deal_id=desk.deals["赵明轩"], to_stage="first_call")
    desk.settle(lambda: names(board, "first_call") == ["赵明轩"])
    assert board.model.columns["lead_assignment"].stage.count == 1


def test_a_card_moved_elsewhere_meanwhile_is_not_moved_again(board, desk):
    deal = desk.deals["何秀兰"]
    board.hide()
    desk.do(deals.move, deal_id=deal, to_stage="first_call")
    board.move_card(deal, "first_call")
    desk.settle()
    assert desk.ask(deals.show, deal_id=deal).card.stage == "first_call"


def test_enter_opens_the_customer(board, desk, qtbot):
    view = board.columns["lead_assignment"].view
    view.setCurrentIndex(board.model.columns["lead_assignment"].index(0))
    with qtbot.waitSignal(board.customer_opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [desk.customers["赵明轩"]]


def test_a_filter_leaves_only_matching_cards(board, desk):
    board.filters.chips[1].tick(["unsecured"])
    desk.settle()
    assert names(board, "lead_assignment") == ["赵明轩"]
    assert board.model.columns["qualification_review"].stage.count == 0


def test_the_summary_follows_a_move(board, desk):
    before = board._summary.text()
    deal = desk.deals["冯国栋"]
    board.move_card(deal, "archived")
    desk.settle()
    board.mover.asking.form.editor("reason").area.setPlainText("资质不符")
    board.mover.asking._on_go_clicked()
    desk.settle()
    assert board._summary.text() != before


def test_news_that_came_in_during_a_move_is_not_lost(board, desk):
    mine, other = desk.deals["何秀兰"], desk.deals["赵明轩"]
    board.model.show_move(mine, "first_call")
    desk.do(deals.move, deal_id=other, to_stage="first_call")
    desk.settle()
    assert names(board, "lead_assignment") == ["赵明轩"]
    board.model.roll_back(mine)
    desk.settle(lambda: names(board, "first_call") == ["赵明轩"])
    assert names(board, "lead_assignment") == ["何秀兰"]
