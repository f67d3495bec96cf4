"""A masked value is shown in full for a reason, for a moment, and to no screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.ui.widgets import masked_field
from loancrm_desktop.ui.widgets.masked_field import MaskedValue, copy_for_a_minute, forget_copied

MASK, WHOLE = "4403 **** **** 0026", "440399198603120026"


@pytest.fixture
def page(qtbot, dressed):
    page = QWidget()
    page.masked, page.other = MaskedValue("身份证号"), QLineEdit()
    layout = QVBoxLayout(page)
    layout.addWidget(page.masked)
    layout.addWidget(page.other)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.masked.show_value(MASK, may_reveal=True)
    page.masked.eye.setFocus()
    return page


def everything_said(widget) -> str:
    said = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    for child in widget.findChildren(QWidget):
        said += [child.accessibleName(), child.accessibleDescription(), child.toolTip()]
    return " ".join(said)


def test_who_may_not_look_has_no_eye(page):
    page.masked.show_value(MASK, may_reveal=False)
    assert page.masked.text == MASK
    assert not page.masked.eye.isVisible()


def test_the_eye_asks_for_a_reason_first(qtbot, page):
    asked = []
    page.masked.asking.connect(lambda: asked.append(True))
    page.masked.eye.click()
    popover = page.masked._popover
    assert asked == [True]
    assert popover.isVisible()
    assert not page.masked.is_revealed
    with qtbot.waitSignal(page.masked.reveal_requested) as told:
        popover.show_button.click()
    assert told.args[0]
    page.masked.reveal(WHOLE)
    assert not popover.isVisible()
    assert page.masked.text == WHOLE


def test_the_whole_value_is_never_read_out(page):
    page.masked.reveal(WHOLE)
    assert WHOLE not in everything_said(page)
    assert MASK in page.masked.accessibleName()


def test_it_masks_again_when_the_time_is_over(qtbot, page, monkeypatch):
    page.masked.reveal(WHOLE)
    page.masked._left_ms = 1
    page.masked._on_timer_timeout()
    assert page.masked.text == MASK
    assert not page.masked._timer.isActive()


def test_it_masks_again_when_the_focus_goes_elsewhere(qtbot, page):
    page.masked.reveal(WHOLE)
    page.other.setFocus()
    assert page.masked.text == MASK


def test_it_masks_again_when_the_page_is_hidden(page):
    page.masked.reveal(WHOLE)
    page.hide()
    assert not page.masked.is_revealed


def test_the_eye_masks_at_once(page):
    page.masked.reveal(WHOLE)
    page.masked.eye.click()
    assert page.masked.text == MASK
    assert page.masked._popover is None


def test_another_value_masks_the_one_before(page):
    page.masked.reveal(WHOLE)
    page.masked.show_value("138 **** 5521", may_reveal=True)
    assert page.masked.text == "138 **** 5521"


def test_a_copied_value_leaves_the_clipboard_after_its_time(qtbot, page, monkeypatch):
    monkeypatch.setattr(masked_field, "CLIPBOARD_S", 0)
    page.masked.reveal(WHOLE)
    page.masked.copy.click()
    qtbot.waitUntil(lambda: WHOLE not in QGuiApplication.clipboard().text())


def test_locking_takes_a_copied_value_off_at_once(qtbot, dressed):
    copy_for_a_minute(WHOLE)
    assert QGuiApplication.clipboard().text() == WHOLE
    forget_copied()
    assert QGuiApplication.clipboard().text() == ""


def test_what_was_copied_later_stays_on_the_clipboard(qtbot, dressed, monkeypatch):
    monkeypatch.setattr(masked_field, "CLIPBOARD_S", 0)
    copy_for_a_minute(WHOLE)
    QGuiApplication.clipboard().setText("别的")
    qtbot.waitUntil(lambda: not masked_field._kept[0].value)
    assert QGuiApplication.clipboard().text() == "别的"


def test_esc_leaves_the_mask(qtbot, page):
    page.masked.eye.click()
    qtbot.keyClick(page.masked._popover, Qt.Key.Key_Escape)
    assert page.masked.text == MASK


def test_a_copied_number_asks_clipboard_histories_to_leave_it_out(dressed):
    copy_for_a_minute(WHOLE)
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == WHOLE
    assert bytes(content.data("x-kde-passwordManagerHint").data()) == b"secret"
    history = 'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"'
    assert bytes(content.data(history).data()) == b"\0\0\0\0"
    assert content.hasFormat("org.nspasteboard.ConcealedType")
    assert content.hasFormat("org.nspasteboard.TransientType")
    forget_copied()
