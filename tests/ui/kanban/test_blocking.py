"""A board that its filters leave empty says which of them is in the way."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

STAGE = {"field": "customer.region", "op": "contains", "value": "没有这个地方"}
AMOUNT = {"field": "requested_amount", "op": "ge", "value": "250000.00"}


def said(board) -> str:
    labels = board.frame.states.findChildren(QLabel)
    return " ".join(label.text() for label in labels if not label.isHidden())


def test_the_condition_in_the_way_is_named_and_dropped(board, desk, english):
    board.filters.show_where({"all": [AMOUNT, STAGE]})
    desk.settle(lambda: "there are 4 deals" in said(board))
    buttons = board.frame.states.findChildren(QPushButton)
    drop = next(each for each in buttons if "Drop" in each.text() and not each.isHidden())
    drop.click()
    desk.settle(lambda: board.frame.shows_board)
    assert board.filters.where() == AMOUNT


def test_where_no_single_condition_is_in_the_way_all_may_go(board, desk, english):
    nowhere = {"field": "requested_amount", "op": "ge", "value": "99000000.00"}
    board.filters.show_where({"all": [nowhere, STAGE]})
    desk.settle(lambda: not board.frame.shows_board)
    assert "show all deals again" in said(board)
