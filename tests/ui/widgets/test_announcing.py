"""Toasts and problems are said to a screen reader; a value that is masked never is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.widgets import announcing
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.masked_field import MaskedValue
from loancrm_desktop.ui.widgets.notices import Notice, Said, ToastHost


@pytest.fixture
def said(monkeypatch):
    """Answer what is handed to the system's screen reader: (sentence, urgent)."""
    heard = []

    def hear(event):
        urgent = event.politeness() == QAccessible.AnnouncementPoliteness.Assertive
        heard.append((event.message(), urgent))

    monkeypatch.setattr(announcing.QAccessible, "updateAccessibility", hear, raising=False)
    return heard


def test_a_sentence_is_said(qtbot, dressed, said):
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "已保存")
    announce(widget, "没有保存", urgent=True)
    announce(widget, "")
    assert said == [("已保存", False), ("没有保存", True)]


def test_toasts_and_notices_are_said(qtbot, dressed, said):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    toasts = ToastHost(window)
    toasts.tell(Said("短信没有发出", kind="error"))
    toasts.show("已归档")
    notice = Notice(window)
    notice.say("没有读到")
    assert said == [("短信没有发出", True), ("已归档", False), ("没有读到", True)]
    toasts.clear()


def test_a_revealed_value_is_not_said(qtbot, dressed, said):
    masked = MaskedValue("身份证号")
    qtbot.addWidget(masked)
    masked.show_value("4403 **** **** 0026", may_reveal=True)
    masked.show()
    masked.reveal("440399198603120026")
    masked.cover()
    assert said
    assert not any("440399198603120026" in words for words, _ in said)
