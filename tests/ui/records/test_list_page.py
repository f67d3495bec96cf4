"""The list of customers finds, filters, sorts, removes, and follows what others do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from loancrm_desktop.services import customer_list, customers
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.ui.records.list_page import CustomerListPage


@pytest.fixture
def page(qtbot, desk):
    page = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    desk.settle(lambda: page.model.total == 4)
    return page


def names(page) -> list[str]:
    return [page.model.row_at(row).name for row in range(page.model.total)]


def test_all_customers_are_shown_with_their_stage(page, desk):
    assert set(names(page)) == set(desk.customers)
    row = names(page).index("钱慧敏")
    keys = [column.key for column in page.model.columns]
    assert page.model.index(row, keys.index("stage")).data() == "资质审核"
    assert page.model.index(row, keys.index("amount")).data() == "180.0"


def test_qt_finds_nothing_to_complain_of(page):
    tester = QAbstractItemModelTester(
        page.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    assert tester.model() is page.model


def test_typing_finds_by_pinyin(page, desk, qtbot):
    qtbot.keyClicks(page.filters.search, "qhm")
    desk.settle(lambda: page.model.total == 1)
    assert names(page) == ["钱慧敏"]


def test_a_stage_chip_leaves_only_that_stage(page, desk):
    page.filters.chips[1].tick(["qualification_review"])
    desk.settle(lambda: page.model.total == 2)
    assert set(names(page)) == {"钱慧敏", "冯国栋"}


def test_chips_of_different_fields_both_hold(page, desk):
    page.filters.chips[1].tick(["qualification_review"])
    page.filters.chips[0].tick(["closed"])
    desk.settle(lambda: page.model.total == 0)
    assert page.filters.condition() == {
        "all": [
            {"field": "status", "op": "in", "value": ["closed"]},
            {"field": "deal_stage", "op": "in", "value": ["qualification_review"]},
        ]
    }


def test_my_own_customers_are_a_choice(page, desk):
    page.filters.chips[2].tick([{"me": True}])
    desk.settle()
    assert page.filters.condition() == {"field": "owner", "op": "eq", "value": {"me": True}}
    assert page.model.total == 4


def test_clearing_lets_everybody_in_again(page, desk):
    page.filters.chips[1].tick(["qualification_review"])
    page.filters.search.setText("钱")
    desk.settle(lambda: page.model.total == 1)
    page.filters.clear()
    desk.settle(lambda: page.model.total == 4)
    assert page.filters.condition() is None


def test_a_header_sorts_and_sorts_the_other_way(page, desk):
    column = [one.key for one in page.model.columns].index("amount")
    page.view.horizontalHeader().sectionClicked.emit(column)
    desk.settle()
    assert names(page) == ["冯国栋", "何秀兰", "钱慧敏", "赵明轩"]
    page.view.horizontalHeader().sectionClicked.emit(column)
    desk.settle()
    assert names(page) == ["赵明轩", "钱慧敏", "何秀兰", "冯国栋"]


def test_enter_opens_the_row_the_keyboard_is_on(page, desk, qtbot):
    page.view.selectRow(names(page).index("何秀兰"))
    with qtbot.waitSignal(page.customer_opened) as opened:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert opened.args == [desk.customers["何秀兰"]]


def test_a_customer_added_at_another_desk_appears(page, desk):
    desk.do(customers.add, values={"name": "新来的"})
    desk.settle(lambda: page.model.total == 5)
    assert "新来的" in names(page)


def test_ticks_survive_a_reload(page, desk):
    row = names(page).index("赵明轩")
    flags = QItemSelectionModel.SelectionFlag
    page.view.selectionModel().select(page.model.index(row, 0), flags.Select | flags.Rows)
    page.reload()
    desk.settle()
    assert [one.name for one in page.view.ticked_rows] == ["赵明轩"]


def test_deleting_asks_first_and_puts_into_the_trash(page, desk, monkeypatch):
    asked = []
    monkeypatch.setattr(page, "confirm_removal", lambda count: asked.append(count) or True)
    page.view.selectRow(names(page).index("赵明轩"))
    page._on_remove_clicked()
    desk.settle(lambda: page.model.total == 3)
    assert asked == [1]
    assert "赵明轩" not in names(page)


def test_saying_no_deletes_nobody(page, desk, monkeypatch):
    monkeypatch.setattr(page, "confirm_removal", lambda _count: False)
    page.view.selectRow(0)
    page._on_remove_clicked()
    desk.settle()
    assert page.model.total == 4


def test_a_list_that_cannot_be_read_says_so_at_the_place(page, desk, monkeypatch):
    monkeypatch.setattr(page, "_sort", "no_such_field")
    page.reload()
    desk.settle()
    assert page.notice.isVisible()
    assert "no_such_field" in page.notice.text


def test_a_block_of_a_list_no_longer_shown_is_left_out(page, desk):
    old = page._shown
    page.reload()
    desk.settle()
    rows = desk.ask(customer_list.page, query=ListQuery(search="赵明轩"))
    page._on_block(old, 0, rows)
    assert len(set(names(page))) == 4
