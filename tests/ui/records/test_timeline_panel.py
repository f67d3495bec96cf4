"""The timeline shows kinds by tab, finds words, and reads older moments as one scrolls."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.services import customers, follow_ups, tasks
from loancrm_desktop.ui.records import timeline_panel
from loancrm_desktop.ui.records.timeline_panel import (
    CHANGES,
    DEALS,
    FOLLOW_UPS,
    TASKS,
    TimelinePanel,
)

WHO = "钱慧敏"


@pytest.fixture
def panel(qtbot, desk, monkeypatch):
    monkeypatch.setattr(timeline_panel, "PAGE_ROWS", 5)
    for number in range(8):
        desk.do(follow_ups.log, customer_id=desk.customers[WHO], text=f"第{number}次联系 Note")
    desk.do(tasks.add, title="补充流水", customer_id=desk.customers[WHO])
    panel = TimelinePanel(desk.bridge, desk.words)
    qtbot.addWidget(panel)
    panel.resize(620, 560)
    panel.show()
    panel.show_customer(desk.customers[WHO], desk.deals[WHO])
    desk.settle(lambda: lines(panel))
    return panel


def lines(panel) -> list[str]:
    model = panel.timeline.timeline
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def happenings(panel) -> list[str]:
    model = panel.timeline.timeline
    return [line for row, line in enumerate(lines(panel)) if hasattr(model.line_at(row), "icon")]


def test_a_page_at_a_time_until_the_end(panel, desk):
    assert len(happenings(panel)) == 5
    for _ in range(5):
        panel.timeline.end_neared.emit()
        desk.settle()
    told = happenings(panel)
    assert len(told) == len(set(told))
    assert sum("次联系" in line for line in told) == 8


def test_the_tabs_name_what_there_is_and_show_only_that(panel, desk):
    assert "8" in panel.tabs.tabText(FOLLOW_UPS)
    panel.show_tab(TASKS)
    desk.settle(lambda: happenings(panel))
    assert all("补充流水" in line for line in happenings(panel))
    panel.show_tab(DEALS)
    desk.settle(lambda: any("资质审核" in line for line in happenings(panel)))
    panel.show_tab(CHANGES)
    assert panel.history.isVisible()


def test_words_are_found_and_escape_lets_go(panel, desk, qtbot):
    panel.start_search()
    panel.search.setText("第3次")
    panel._on_pause_over()
    desk.settle(lambda: len(happenings(panel)) == 1)
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.isHidden()
    panel._on_pause_over()
    desk.settle(lambda: len(happenings(panel)) == 5)


def test_nothing_found_is_said(panel, desk):
    panel.search.setText("没有这样的话")
    panel._on_pause_over()
    desk.settle(panel.state.isVisible)
    assert "没有这样的话" in panel.state.text


def test_kinds_can_be_left_out(panel, desk):
    action = next(each for each in panel.filter.menu().actions() if each.data() == "follow_up")
    action.trigger()
    desk.settle(lambda: not any("次联系" in line for line in happenings(panel)))
    assert "follow_up" not in panel.kinds


def test_a_timeline_that_cannot_be_read_offers_to_try_again(panel, desk):
    desk.do(customers.remove, customer_ids=[desk.customers[WHO]])
    panel.reload()
    desk.settle(panel.state.isVisible)
    assert panel.state.buttons
