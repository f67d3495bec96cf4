"""The customer's page: the page that came with it, countdown, collaborators, who had it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.services import undoing
from loancrm_desktop.services.ownership import (
    collaborators,
    hand_over,
    pool,
    pool_rules,
    transfer,
)
from loancrm_desktop.services.ownership.giving import Brief
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings
from loancrm_desktop.ui.ownership.share_popover import SharePopover
from loancrm_desktop.ui.records.customer_page import CustomerPage

WHO = "钱慧敏"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot, desk):
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    return page


def open_customer(page, desk):
    page.show_customer(desk.customers[WHO])
    desk.settle(lambda: page.customer_name)


def there_and_back(desk, brief=None):
    """Give the customer to somebody, who gives it back with a page."""
    somebody = desk.receiver()
    ids = [desk.customers[WHO]]
    desk.do(transfer.transfer, customer_ids=ids, to_id=somebody)
    desk.do(
        transfer.transfer,
        customer_ids=ids,
        to_id=desk.actor.user_id,
        reason="休产假",
        brief=brief,
    )
    return somebody


def test_the_receiver_reads_the_page_and_acknowledges_it(page, desk, qtbot):
    there_and_back(desk, Brief(promises="周五前给方案"))
    open_customer(page, desk)
    card = page.ownership.card
    assert card.isVisible()
    said = [each.text() for each in card.body.findChildren(type(card.title))]
    assert "周五前给方案" in said
    assert "休产假" in said
    with qtbot.waitSignal(page.said) as told:
        qtbot.mouseClick(card.read, LEFT)
    desk.settle()
    assert not card.isVisible()
    assert desk.ask(hand_over.hand_over, customer_id=desk.customers[WHO]).acknowledged_at
    desk.do(undoing.undo, seq=told.args[1])
    desk.settle(card.isVisible)


def test_the_page_is_folded_and_unfolded(page, desk, qtbot):
    there_and_back(desk)
    open_customer(page, desk)
    card = page.ownership.card
    qtbot.mouseClick(card.fold, LEFT)
    assert not card.body.isVisible()
    qtbot.mouseClick(card.fold, LEFT)
    assert card.body.isVisible()


def test_the_giver_sees_no_page_but_the_history(page, desk):
    somebody = desk.receiver()
    desk.do(transfer.transfer, customer_ids=[desk.customers[WHO]], to_id=somebody, reason="调组")
    open_customer(page, desk)
    assert not page.ownership.card.isVisible()
    desk.settle(lambda: "李娜" in words_of(page.ownership.panel))
    assert "调组" in words_of(page.ownership.panel)


def words_of(panel) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(each.text() for each in panel.findChildren(QLabel) if each.isVisible())


def test_a_collaborator_is_added_until_a_day_and_removed(page, desk, qtbot):
    somebody = desk.receiver()
    open_customer(page, desk)
    panel = page.ownership.panel
    qtbot.mouseClick(panel.add, LEFT)
    popover = panel.findChild(SharePopover)
    qtbot.mouseClick(popover.go, LEFT)
    assert popover.problem.isVisible()
    popover.people.set_value(somebody)
    with qtbot.waitSignal(page.said):
        qtbot.mouseClick(popover.go, LEFT)
    desk.settle()
    (row,) = desk.ask(collaborators.collaborators, customer_id=desk.customers[WHO])
    assert row.user_id == somebody
    assert row.until - desk.office.clock() > timedelta(days=5)
    desk.settle(lambda: "李娜" in words_of(panel))
    remove = next(
        each
        for each in panel.findChildren(type(panel.add))
        if each.objectName() == str(row.id) and each.isVisible()
    )
    with qtbot.waitSignal(page.said):
        qtbot.mouseClick(remove, LEFT)
    desk.settle(lambda: "李娜" not in words_of(panel))
    assert desk.ask(collaborators.collaborators, customer_id=desk.customers[WHO]) == ()


def test_the_header_counts_down_to_the_pool(page, desk):
    rule = PoolRule("soon", "2 天未跟进", 2, warn_days=3)
    desk.do(pool_rules.set_pool, settings=PoolSettings(rules=(rule,)))
    open_customer(page, desk)
    assert page.header.pool.isVisible()
    assert "2" in page.header.pool.text()


def test_a_customer_is_put_into_the_pool_after_a_question(page, desk, qtbot):
    open_customer(page, desk)
    asked = page.ownership.ask_release()
    with qtbot.waitSignal(page.said) as said:
        qtbot.mouseClick(asked.verb_button, LEFT)
    assert desk.ask(pool.pool).total == 1
    assert said.args[1] > 0
    desk.settle()
    assert not page.acts.action("release").isVisible()


def test_the_menu_hands_over_with_the_dialog(page, desk):
    desk.receiver()
    open_customer(page, desk)
    page.acts.action("hand_over").trigger()
    assert page.ownership.dialog is not None
    page.ownership.dialog.reject()
    assert page.ownership.dialog is None
