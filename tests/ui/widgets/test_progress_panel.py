"""Long work says how far it is and how long it takes, and can be stopped once."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.widgets.progress_panel import ProgressPanel, seconds_left


@pytest.mark.parametrize(
    ("done", "total", "spent", "left"),
    [
        (0, 100, 5.0, None),
        (50, 100, 0.5, None),
        (50, 100, 10.0, 10),
        (99, 100, 10.0, 1),
        (100, 100, 10.0, None),
        (5, 0, 10.0, None),
    ],
)
def test_the_time_left_follows_the_pace_so_far(done, total, spent, left):
    assert seconds_left(done, total, spent) == left


@pytest.fixture
def panel(qtbot, dressed, english):
    panel = ProgressPanel("导入客户")
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_it_says_count_step_and_time(panel):
    panel._started_s -= 10
    panel.show_progress(842, 1_204, "写入跟进记录")
    assert panel._count.text() == "842 of 1,204"
    assert panel._step.text() == "写入跟进记录"
    assert panel.remaining == "about 5 s left"
    panel.show_progress(10, 1_204)
    assert "min" in panel.remaining


def test_an_unknown_total_shows_a_bar_that_only_moves(panel):
    panel.show_progress(0, 0)
    assert (panel.bar.minimum(), panel.bar.maximum()) == (0, 0)
    assert panel.remaining == ""


def test_stopping_is_asked_once_and_said(qtbot, panel):
    with qtbot.waitSignal(panel.cancel_requested):
        panel.cancel_button.click()
    assert not panel.cancel_button.isEnabled()
    panel.start("备份")
    assert panel.cancel_button.isEnabled()


def test_work_that_may_not_hide_has_no_such_button(qtbot, panel):
    panel.start("恢复", can_hide=False)
    assert not panel.background_button.isVisible()
    panel.start("导入")
    with qtbot.waitSignal(panel.background_requested):
        panel.background_button.click()
