"""The saved views of the customer list stand on the board, and the board's filters among them."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import customer_list, views
from loancrm_desktop.services.lists import ListQuery

NEEDS = {"field": "requested_amount", "op": "ge", "value": "500000.00"}


@pytest.fixture
def saved(desk):
    return desk.do(views.save, kind="customer", name="大额客户", body={"where": NEEDS})


def choose(board, desk, name):
    board.saved.menu.aboutToShow.emit()
    desk.settle(lambda: any(each.text() == name for each in board.saved.menu.actions()))
    action = next(each for each in board.saved.menu.actions() if each.text() == name)
    board.saved.menu.triggered.emit(action)
    desk.settle()


def test_a_view_of_the_list_shows_the_deals_of_its_customers(board, desk, saved):
    board.saved.read()
    desk.settle()
    choose(board, desk, "大额客户")
    assert board.filters.where() == {**NEEDS, "field": "customer.requested_amount"}
    assert board.saved.button.text().strip() == "大额客户"
    board.filters.clear()
    desk.settle()
    assert board.saved.button.text().strip() != "大额客户"


def test_what_the_board_shows_is_kept_as_a_view_of_the_list(board, desk):
    where = {"field": "stage", "op": "eq", "value": "first_call"}
    board.filters.show_where(where)
    desk.settle()
    board.saved.save()
    board.saved.popover.named.emit("初步电联中", False)
    desk.settle(lambda: board.saved.popover is None)
    desk.settle(lambda: board.saved.button.text().strip() == "初步电联中")
    (row,) = desk.ask(views.page, kind="customer")
    listed = desk.ask(customer_list.page, query=ListQuery(where=row.body["where"]))
    columns = board.model.columns
    assert listed.total == columns["first_call"].stage.count


def test_a_name_that_is_taken_is_said_where_it_is_typed(board, desk, saved):
    board.filters.show_where(NEEDS | {"field": "customer.requested_amount"})
    desk.settle()
    board.saved.save()
    board.saved.popover.named.emit("大额客户", False)
    desk.settle(lambda: board.saved.popover.problem.isVisibleTo(board.saved.popover))
    board.saved.popover.close()


def test_a_view_with_words_says_what_the_board_leaves_out(board, desk):
    desk.do(views.save, kind="customer", name="姓王", body={"search": "王"})
    board.saved.read()
    desk.settle()
    choose(board, desk, "姓王")
    assert board.notice.text
