"""Notices stand at their place; toasts go by themselves and carry one action."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.widgets.notices import TOASTS_AT_ONCE, Notice, ToastHost


@pytest.fixture
def window(qtbot, dressed):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    return window


def test_a_notice_says_a_sentence_with_its_mend(qtbot, dressed):
    notice = Notice()
    qtbot.addWidget(notice)
    notice.say("没有读到", action="重试")
    assert notice.isVisible()
    assert notice.accessibleName() == "没有读到"
    with qtbot.waitSignal(notice.action_requested):
        notice._action.click()


def test_a_toast_goes_by_itself(qtbot, window):
    toasts = ToastHost(window)
    toasts.show("已保存", lasts_ms=30)
    assert toasts.texts == ["已保存"]
    qtbot.waitUntil(lambda: toasts.texts == [])


def test_the_action_of_a_toast_is_done_once(qtbot, window):
    toasts, done = ToastHost(window), []
    toasts.show("已归档", "撤销", lambda: done.append(True))
    toasts._toasts[0]._on_action_clicked()
    assert done == [True]
    assert toasts.texts == []


def test_only_three_toasts_at_once(qtbot, window):
    toasts = ToastHost(window)
    for number in range(TOASTS_AT_ONCE + 2):
        toasts.show(str(number), lasts_ms=0)
    assert toasts.texts == ["2", "3", "4"]
    toasts.clear()


def test_toasts_stay_above_the_bottom_when_the_window_shrinks(qtbot, window):
    toasts = ToastHost(window)
    toasts.show("x", lasts_ms=0)
    window.resize(500, 300)
    toast = toasts._toasts[0]
    qtbot.waitUntil(lambda: toast.geometry().bottom() < 300)
    assert abs(toast.geometry().center().x() - 250) <= 1
    toasts.clear()
