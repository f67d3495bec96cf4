"""The line below the list counts the filtered set, and gives way where room is short."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.records.summary_bar import SummaryBar


@pytest.fixture
def bar(qtbot, dressed):
    bar = SummaryBar()
    qtbot.addWidget(bar)
    bar.resize(900, 32)
    bar.show()
    return bar


def test_count_sum_and_average_are_said(bar):
    bar.show_count(1_284)
    bar.show_figures(226_500_000_00, 32 * 3600)
    assert bar.count.text() == "1,284 位客户"
    assert bar.amount.text() == "¥ 2.27 亿"
    assert bar.amount.toolTip() == "¥ 226,500,000.00"
    assert bar.dwell.text() == "1天8小时"


def test_what_the_role_does_not_show_is_left_out(bar):
    bar.show_figures(None, None)
    assert not bar.amount.isVisible()
    assert not bar.dwell.isVisible()


def test_hints_give_way_to_figures(bar):
    bar.show_count(5)
    bar.show_figures(100, 3600)
    wide = sum(hint.isVisible() for hint in bar._hints)
    bar.resize(360, 32)
    assert wide == 4
    assert sum(hint.isVisible() for hint in bar._hints) < wide
    assert bar.count.isVisible()
