"""Notices stand at their place; toasts go by themselves and carry one action."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from loancrm_desktop.ui.widgets.keycap import keys_shown
from loancrm_desktop.ui.widgets.notices import TOASTS_AT_ONCE, Notice, Said, ToastHost
from loancrm_desktop.ui.widgets.parts import button


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


def test_a_toast_is_taken_away_by_the_act_it_would_take_back(qtbot, window):
    toasts = ToastHost(window)
    toasts.tell(Said("已归档", "撤销", entry=7))
    toasts.tell(Said("已指派", "撤销", entry=8))
    toasts.take_away(7)
    assert toasts.texts == ["已指派"]
    toasts.clear()


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


def test_an_error_stays_until_it_is_closed(qtbot, window):
    toasts = ToastHost(window)
    toasts.tell(Said("短信没有发出", "查看", kind="error"))
    toast = toasts._toasts[0]
    assert toast.stays
    assert not toast.is_running
    qtbot.keyClick(toast, Qt.Key.Key_Escape)
    assert toasts.texts == []


def test_errors_are_not_driven_out_by_what_worked(qtbot, window):
    toasts = ToastHost(window)
    toasts.tell(Said("短信没有发出", kind="error"))
    for number in range(TOASTS_AT_ONCE):
        toasts.show(str(number))
    assert toasts.texts == ["短信没有发出", "1", "2"]
    toasts.clear()


def test_the_action_names_its_keys_and_the_time_left(qtbot, window, english):
    toasts = ToastHost(window)
    toasts.show("已归档", "Undo", keys="Ctrl+Z", lasts_ms=8_000)
    toast = toasts._toasts[0]
    assert toast.action_button.text() == f"Undo  {keys_shown('Ctrl+Z')}"
    assert toast._countdown.text() == "8 s"
    toast._on_timer_timeout()
    assert toast._countdown.text() == "7 s"
    toasts.clear()


def test_the_time_stands_still_under_pointer_and_focus(qtbot, window):
    other = QLineEdit(window)
    other.show()
    toasts = ToastHost(window)
    toasts.show("已归档", "撤销", lasts_ms=8_000)
    toast = toasts._toasts[0]
    assert toast.is_running
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert toasts.take_focus()
    qtbot.waitUntil(toast.action_button.hasFocus)
    assert not toast.is_running
    other.setFocus()
    assert toast.is_running
    toast.enterEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert not toast.is_running
    toasts.clear()


def test_closing_a_toast_gives_the_focus_back(qtbot, window):
    other = QLineEdit(window)
    other.show()
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    toasts = ToastHost(window)
    toasts.tell(Said("短信没有发出", "查看", kind="error"))
    toasts.take_focus()
    assert not other.hasFocus()
    toasts._toasts[0].close_now()
    assert other.hasFocus()


def test_without_toasts_there_is_nothing_to_focus(window):
    assert not ToastHost(window).take_focus()


def test_a_toast_never_covers_the_primary_button(qtbot, window):
    primary = button("保存", kind="primary")
    primary.setParent(window)
    primary.setGeometry(360, 510, 90, 32)
    primary.show()
    toasts = ToastHost(window)
    toasts.show("已归档", lasts_ms=0)
    assert not toasts._toasts[0].geometry().intersects(primary.geometry())
    toasts.clear()


def test_a_long_sentence_is_wrapped_not_cut(qtbot, window):
    toasts = ToastHost(window)
    toasts.show("很长的一句话。" * 30, lasts_ms=0)
    toast = toasts._toasts[0]
    assert toast.width() <= window.width() - 32
    assert toast.height() > 50
    toasts.clear()


def test_f6_goes_from_toast_to_toast_and_then_on(qtbot, window):
    window.show()
    window.activateWindow()
    toasts = ToastHost(window)
    toasts.tell(Said("短信没有发出", "查看", kind="error"))
    toasts.tell(Said("已归档", "撤销"))
    assert [toasts.take_focus() for _ in range(3)] == [True, True, False]
    toasts.clear()
