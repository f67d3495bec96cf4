"""Cards move at once and come back when refused; each by mouse, by keyboard and by menu."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from loancrm_desktop.services import deals, undoing
from loancrm_desktop.ui.kanban.board_model import CARD_MIME
from loancrm_desktop.ui.kanban.board_page import BoardPage


def names(board, stage: str) -> list[str]:
    return [card.customer_name for card in board.model.columns[stage].cards]


def drop(column, card_id: int) -> None:
    """Let a card go over a column, as the mouse would."""
    carried = QMimeData()
    carried.setData(CARD_MIME, str(card_id).encode())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.MoveAction
    enter = QDragEnterEvent(QPoint(20, 60), action, carried, buttons, keys)
    QApplication.sendEvent(column, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(column, QDropEvent(QPointF(20, 60), action, carried, buttons, keys))


def stand_on(board, desk, name: str):
    """Put the keyboard on a card."""
    assert board.area.stand_on(desk.deals[name])
    return next(one.view for one in board.area.shown() if one.view.hasFocus())


def landed(board, qtbot) -> None:
    qtbot.waitUntil(lambda: board.desk.hand.flying is None)


def test_a_dropped_card_stands_in_its_new_column_at_once(board, desk):
    deal = desk.deals["何秀兰"]
    drop(board.area.columns["first_call"], deal)
    assert names(board, "first_call") == ["何秀兰"]
    assert names(board, "lead_assignment") == ["赵明轩"]
    assert board.model.columns["first_call"].stage.count == 1
    desk.settle()
    assert names(board, "first_call") == ["何秀兰"]
    assert desk.ask(deals.show, deal_id=deal).card.stage == "first_call"


def test_the_moved_card_knows_where_it_may_go_next(board, desk):
    deal = desk.deals["何秀兰"]
    drop(board.area.columns["first_call"], deal)
    desk.settle()
    card = board.model.card(deal)
    assert "qualification_review" in card.may_move_to
    assert card.revision > 1


def test_a_card_let_go_where_no_way_leads_flies_back_and_the_reason_is_said(board, desk, qtbot):
    deal = desk.deals["何秀兰"]
    before = names(board, "lead_assignment")
    drop(board.area.columns["bank_approval"], deal)
    assert board.desk.hand.flying is not None
    assert board._delegate.lifted == deal
    landed(board, qtbot)
    assert board._delegate.lifted is None
    assert names(board, "lead_assignment") == before
    assert names(board, "bank_approval") == []
    assert "何秀兰" in board.desk.hand.bubble.text
    assert "初步电联" in board.desk.hand.bubble.text
    qtbot.keyClick(board, Qt.Key.Key_Escape)
    assert board.desk.hand.bubble.text == ""


def test_a_move_the_office_refuses_is_rolled_back_with_its_reason(board, desk, qtbot):
    deal = desk.deals["何秀兰"]
    board.model._reaches = {}  # as before the ways were read
    board.move_card(deal, "bank_approval")
    assert names(board, "bank_approval") == ["何秀兰"]
    desk.settle()
    landed(board, qtbot)
    assert "何秀兰" in names(board, "lead_assignment")
    assert names(board, "bank_approval") == []
    assert board.model.columns["bank_approval"].stage.count == 0
    assert "何秀兰" in board.desk.hand.bubble.text


def test_with_reduced_motion_the_card_is_back_at_once(board, desk, qapp):
    qapp.setProperty("reducedMotion", True)
    try:
        drop(board.area.columns["bank_approval"], desk.deals["何秀兰"])
        assert board.desk.hand.flying is None
        assert board._delegate.lifted is None
    finally:
        qapp.setProperty("reducedMotion", None)


def test_while_a_card_is_in_the_hand_each_column_says_what_letting_go_does(board, desk, english):
    said = []
    board.status_said.connect(said.append)
    deal = desk.deals["钱慧敏"]  # in qualification review
    board.desk.hand.take(board.model.card(deal))
    columns = board.area.columns
    assert columns["product_matching"].landing.state == "target"
    assert columns["first_call"].landing.short == "May be sent back"
    assert columns["signing_support"].landing.state == "blocked"
    assert "First complete" in columns["signing_support"].slot_words.text
    assert columns["qualification_review"].landing.state == ""
    assert board._delegate.lifted == deal
    assert "signing_support" in board._delegate.faded
    assert not board.strips.isHidden()
    board.area.hover("product_matching")
    words = columns["product_matching"].slot_words.text
    assert words.startswith("Release: advance to")
    assert "Owner unchanged" in words
    assert "→" in said[-1]
    board.area._on_column_left("product_matching")
    assert columns["product_matching"].landing.state == "target"
    board.desk.hand.put_down()
    assert board.strips.isHidden()
    assert not board._delegate.faded
    assert said[-1] == ""
    assert all(column.landing.state == "" for column in columns.values())


def test_a_drag_that_is_cancelled_gives_the_card_back(board, desk, qtbot):
    view = stand_on(board, desk, "何秀兰")
    view.drag_began.emit(board.model.card(desk.deals["何秀兰"]))
    assert board.area._frames.isActive()
    view.drag_ended.emit()
    assert not board.area._frames.isActive()
    landed(board, qtbot)
    assert board._delegate.lifted is None
    assert "何秀兰" in names(board, "lead_assignment")


def test_what_is_missing_is_asked_for_and_the_move_sent_again(board, desk, bank_needed):
    deal = desk.deals["钱慧敏"]
    board.move_card(deal, "product_matching")
    desk.settle()
    board.move_card(deal, "signing_support")
    desk.settle()
    asking = board.desk.mover.asking
    assert asking.form.keys == ("bank", "product")
    assert names(board, "signing_support") == ["钱慧敏"]  # it waits where it was let go
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
    board.desk.mover.asking.reject()
    desk.settle()
    assert names(board, "product_matching") == ["钱慧敏"]
    assert board.desk.hand.bubble.text == ""
    assert board.desk.mover.asking is None


def test_a_reason_is_asked_for_when_a_deal_is_archived(board, desk):
    deal = desk.deals["冯国栋"]
    board.move_card(deal, "archived")
    desk.settle()
    asking = board.desk.mover.asking
    assert asking.form.keys == ("reason",)
    asking.form.editor("reason").area.setPlainText("征信不符合要求")
    asking._on_go_clicked()
    desk.settle()
    shown = desk.ask(deals.show, deal_id=deal)
    assert shown.card.stage == "archived"
    assert shown.stage_history[-1].reason == "征信不符合要求"
    assert names(board, "qualification_review") == ["钱慧敏"]


def test_del_asks_why_and_archives_the_card_of_the_keyboard(board, desk, qtbot):
    deal = desk.deals["冯国栋"]
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    view = stand_on(board, desk, "冯国栋")
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    desk.settle()
    asking = board.desk.mover.asking
    asking.form.editor("reason").area.setPlainText("征信不符合要求")
    asking._on_go_clicked()
    desk.settle()
    assert desk.ask(deals.show, deal_id=deal).card.stage == "archived"


def test_del_does_nothing_to_a_card_that_may_not_be_archived_yet(board, desk, qtbot):
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    view = stand_on(board, desk, "何秀兰")
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    desk.settle()
    assert board.desk.mover.asking is None
    assert board.model.card(desk.deals["何秀兰"]).stage == "lead_assignment"


def test_ctrl_right_and_left_move_the_card_of_the_keyboard_and_stay_on_it(board, desk, qtbot):
    deal = desk.deals["何秀兰"]
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    view = stand_on(board, desk, "何秀兰")
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert board.model.card(deal).stage == "first_call"
    assert board.area.columns["first_call"].view.hasFocus()
    assert board.current_card.id == deal
    view = board.area.columns["first_call"].view
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert board.model.card(deal).stage == "lead_assignment"


def test_arrows_go_from_card_to_card_and_from_column_to_column(board, desk, qtbot):
    first = board.area.columns["lead_assignment"].view
    first.setFocus()
    assert first.currentIndex().row() == 0
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert first.currentIndex().row() == 1
    qtbot.keyClick(first, Qt.Key.Key_Right)
    beside = board.area.columns["qualification_review"].view  # the one between is empty
    assert beside.hasFocus()
    assert board.current_card.stage == "qualification_review"
    qtbot.keyClick(beside, Qt.Key.Key_Left)
    assert first.hasFocus()


def test_keys_open_log_and_end_the_current_card(board, desk, qtbot):
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    view = stand_on(board, desk, "钱慧敏")
    customer = desk.customers["钱慧敏"]
    heard = []
    board.follow_up_requested.connect(heard.append)
    board.customer_window_requested.connect(heard.append)
    board.task_requested.connect(lambda *ids: heard.append(ids))
    qtbot.keyClick(view, Qt.Key.Key_L)
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_T)
    assert heard == [customer, customer, (customer, desk.deals["钱慧敏"])]
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    desk.settle()
    assert board.desk.mover.asking.form.keys == ("reason",)
    board.desk.mover.asking.reject()
    desk.settle()


def test_p_shows_the_customer_of_the_current_card_at_the_side_and_hides_it(board, desk, qtbot):
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    view = stand_on(board, desk, "钱慧敏")
    qtbot.keyClick(view, Qt.Key.Key_P)
    panel = board.preview.panel
    assert panel.isVisible()
    assert panel.name.text() == "钱慧敏"
    assert panel in board.areas()
    desk.settle(lambda: panel.sheet is not None)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: panel.name.text() == "冯国栋")
    desk.settle()
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert not panel.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_P)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert view.hasFocus()
    desk.settle()


def test_letters_typed_elsewhere_do_nothing(board, desk, qtbot):
    heard = []
    board.follow_up_requested.connect(heard.append)
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    board.filters.overdue.setFocus()
    qtbot.keyClick(board.filters.overdue, Qt.Key.Key_L)
    assert heard == []


def test_the_card_menu_offers_what_the_card_may_and_no_more(board, desk, qtbot):
    card = board.model.card(desk.deals["钱慧敏"])
    board.desk._on_menu_wanted(card, QPoint(10, 10))
    menu = next(one for one in board.findChildren(QMenu) if one.isVisible())
    keys = [action.objectName() for action in menu.actions()]
    assert {"card.open", "card.log", "card.advance", "card.archive", "card.lose"} <= set(keys)
    inner = next(one for one in menu.findChildren(QMenu))
    assert [one.data() for one in inner.actions()] == [
        "lead_assignment",
        "first_call",
        "product_matching",
    ]
    menu.close()
    board.desk._on_stage_chosen(inner.actions()[1])
    desk.settle()
    assert names(board, "first_call") == ["钱慧敏"]


def test_a_move_says_so_with_the_way_back(board, desk):
    said = []
    board.said.connect(lambda text, seq: said.append((text, seq)))
    board.move_card(desk.deals["何秀兰"], "first_call")
    desk.settle()
    text, seq = said[0]
    assert "何秀兰" in text
    assert seq > 0
    desk.do(undoing.undo, seq=seq)
    desk.settle(lambda: "何秀兰" in names(board, "lead_assignment"))


def test_a_card_moved_elsewhere_meanwhile_is_not_moved_again(board, desk):
    deal = desk.deals["何秀兰"]
    board.hide()
    desk.do(deals.move, deal_id=deal, to_stage="first_call")
    board.move_card(deal, "first_call")
    desk.settle()
    assert desk.ask(deals.show, deal_id=deal).card.stage == "first_call"


def test_enter_opens_the_customer(board, desk, qtbot):
    board.activateWindow()
    qtbot.waitUntil(board.isActiveWindow)
    view = stand_on(board, desk, "赵明轩")
    with qtbot.waitSignal(board.customer_opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [desk.customers["赵明轩"]]


def test_a_filter_that_leaves_nothing_says_so_and_can_be_dropped(board, desk, qtbot):
    board.filters.product.tick(["vehicle_secured"])
    desk.settle()
    assert not board.frame.shows_board
    qtbot.mouseClick(board.frame.states.buttons[0], Qt.MouseButton.LeftButton)
    desk.settle()
    assert board.frame.shows_board
    assert not board.filters.filtering


def test_who_may_not_move_deals_is_told_so_in_every_column(desk, qtbot, actor_of, english):
    desk.bridge._actor = actor_of("guest")
    page = BoardPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.show()
    desk.settle(lambda: page.area.columns and page.model.reach("first_call", "lost"))
    card = page.model.card(desk.deals["钱慧敏"])
    assert card is not None
    page.area.stand_on(card.id)
    assert not page.desk.acts.actions["card.advance"].isEnabled()
    page.desk.hand.take(card)
    landing = page.area.columns["product_matching"].landing
    assert landing.state == "blocked"
    assert "role" in landing.short
    page.desk.hand.put_down()


def test_news_that_came_in_during_a_move_is_not_lost(board, desk):
    mine, other = desk.deals["何秀兰"], desk.deals["赵明轩"]
    board.model.show_move(mine, "first_call")
    desk.do(deals.move, deal_id=other, to_stage="first_call")
    desk.settle()
    assert names(board, "lead_assignment") == ["赵明轩"]
    board.model.roll_back(mine)
    desk.settle(lambda: names(board, "first_call") == ["赵明轩"])
    assert names(board, "lead_assignment") == ["何秀兰"]


def test_nothing_is_read_anew_below_a_card_in_the_hand(board, desk, qtbot):
    board.desk.hand.take(board.model.card(desk.deals["何秀兰"]))
    desk.do(deals.move, deal_id=desk.deals["赵明轩"], to_stage="first_call")
    qtbot.wait(300)
    assert names(board, "first_call") == []
    board.desk.hand.put_down()
    qtbot.waitUntil(lambda: names(board, "first_call") == ["赵明轩"])
    desk.settle()


def test_a_card_that_is_still_being_saved_is_not_moved_twice(board, desk):
    deal = desk.deals["何秀兰"]
    board.move_card(deal, "first_call")
    board.move_card(deal, "qualification_review")
    assert "何秀兰" in board.desk.hand.bubble.text
    desk.settle()
    assert desk.ask(deals.show, deal_id=deal).card.stage == "first_call"
