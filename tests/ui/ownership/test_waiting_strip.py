"""Today shows the pages that wait to be read and the customers about to return to the pool."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from loancrm_desktop.services.ownership import hand_over, pool_rules, transfer
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings
from loancrm_desktop.ui.ownership.waiting_strip import WaitingStrip
from loancrm_desktop.ui.widgets.parts import column


@pytest.fixture
def strip(qtbot, desk):
    holder = QWidget()
    strip = WaitingStrip(desk.bridge, desk.words)
    holder.setLayout(column(strip))
    qtbot.addWidget(holder)
    holder.resize(900, 200)
    holder.show()
    strip.reload()
    desk.settle()
    yield strip
    holder.close()


def test_it_is_not_there_while_nothing_waits(strip):
    assert not strip.isVisible()


def test_a_page_waits_until_it_is_acknowledged(strip, desk, qtbot):
    ids = [desk.customers["钱慧敏"]]
    desk.do(transfer.transfer, customer_ids=ids, to_id=desk.receiver())
    desk.do(transfer.transfer, customer_ids=ids, to_id=desk.actor.user_id)
    desk.settle(strip.isVisible)
    button = next(each for each in strip.findChildren(QPushButton) if each.isVisible())
    assert "钱慧敏" in button.accessibleName()
    assert "李娜" in button.accessibleName()
    with qtbot.waitSignal(strip.customer_opened) as opened:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.args == ids
    desk.do(hand_over.acknowledge, change_id=strip.pages[0].id)
    desk.settle(lambda: not strip.isVisible())


def test_customers_about_to_return_are_named(strip, desk):
    rule = PoolRule("soon", "2 天未跟进", 2, warn_days=3)
    desk.do(pool_rules.set_pool, settings=PoolSettings(rules=(rule,)))
    strip.reload()
    desk.settle(lambda: len(strip.returning) == 4)
    desk.settle(lambda: len(shown(strip)) == 3)
    shown(strip)[-1].click()
    desk.settle(lambda: len(shown(strip)) == 4)


def shown(strip):
    return [each for each in strip.findChildren(QPushButton) if each.isVisible()]
