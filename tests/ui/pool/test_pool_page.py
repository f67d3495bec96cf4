"""The pool by mouse and keyboard: seen with its reasons, claimed within limits, given out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.services import customers, undoing
from loancrm_desktop.services.ownership import pool, pool_rules
from loancrm_desktop.services.ownership.pool_rules import PoolSettings
from loancrm_desktop.ui.pool.pool_page import SharedPoolPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def limits(desk):
    def settle(**more):
        desk.do(pool_rules.set_pool, settings=PoolSettings(not_back_days=0, **more))

    settle()
    return settle


@pytest.fixture
def page(qtbot, desk, limits):
    ids = [desk.customers[name] for name in ("钱慧敏", "冯国栋", "何秀兰")]
    desk.do(pool.release, customer_ids=ids, reason="客户暂缓")
    page = SharedPoolPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    page.show()
    page.activateWindow()
    desk.settle(lambda: page.model.total == 3)
    return page


def cell(page, row, key) -> str:
    return page.model.index(row, page.model.position_of(key)).data()


def test_the_table_obeys_qt(page, qtmodeltester):
    qtmodeltester.check(page.model)


def test_it_says_since_when_why_and_how_many_one_may_claim(page):
    assert "客户暂缓" in cell(page, 0, "why")
    assert cell(page, 0, "since")
    assert "****" in cell(page, 0, "phone")
    assert "20" in page.limits.text()


def test_by_the_letter_c_a_customer_is_claimed_and_opened(page, desk, qtbot):
    page.view.selectRow(0)
    wanted = page.chosen_ids()
    page.view.setFocus()
    with qtbot.waitSignal(page.customer_opened), qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.view, Qt.Key.Key_C)
    owner = desk.ask(customers.values, customer_id=wanted[0]).values["owner"]
    assert owner == desk.actor.user_id
    desk.settle(lambda: page.model.total == 2)
    desk.do(undoing.undo, seq=said.args[1])
    desk.settle(lambda: page.model.total == 3)


def test_beyond_the_limit_of_the_day_the_rest_stays_and_is_told(page, desk, qtbot, limits):
    limits(claims_per_day=2)
    desk.settle(lambda: "2" in page.limits.text() and "20" not in page.limits.text())
    page.view.selectAll()
    qtbot.mouseClick(page.claim, LEFT)
    desk.settle(lambda: page.model.total == 1)
    assert page.notice.isVisible()
    desk.settle(lambda: not page.claim.isEnabled())


def test_who_may_gives_customers_out(page, desk, qtbot):
    somebody = desk.receiver()
    page.view.selectRow(1)
    (wanted,) = page.chosen_ids()
    qtbot.mouseClick(page.give, LEFT)
    popover = page.popover
    desk.settle(lambda: popover.people.list.count() > 1)
    popover.people.choose(somebody)
    with qtbot.waitSignal(page.said):
        qtbot.mouseClick(popover.go, LEFT)
    assert desk.ask(customers.values, customer_id=wanted).values["owner"] == somebody


def test_words_and_conditions_narrow_it_and_are_cleared(page, desk, qtbot):
    page.search.setText("钱慧")
    desk.settle(lambda: page.model.total == 1)
    page.search.setText("没有这个人")
    desk.settle(page.state.isVisible)
    qtbot.mouseClick(page.state.buttons[0], LEFT)
    desk.settle(lambda: page.model.total == 3 and page.view.isVisible())


def test_an_empty_pool_says_how_customers_come_here(page, desk, qtbot):
    page.view.selectAll()
    qtbot.mouseClick(page.claim, LEFT)
    desk.settle(lambda: page.model.total == 0)
    desk.settle(page.state.isVisible)
    assert page.state.title


def test_the_rules_are_a_click_away(page, qtbot):
    with qtbot.waitSignal(page.settings_requested) as asked:
        qtbot.mouseClick(page.rules, LEFT)
    assert asked.args == ["pool"]


def test_enter_opens_the_customer_for_who_sees_all(page, qtbot):
    page.view.selectRow(1)
    (wanted,) = page.chosen_ids()
    page.view.setFocus()
    with qtbot.waitSignal(page.customer_opened) as opened:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert opened.args == [wanted]
