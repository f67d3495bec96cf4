"""The bell tells of each new notice once, leads to its record, and lets it be read or put off."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services import notice_wishes, notices
from loancrm_desktop.services.rules import drawing, pressing
from loancrm_desktop.ui.frame.navigation_parts import BellButton
from loancrm_desktop.ui.shell.notice_bell import NoticeBell
from loancrm_desktop.ui.widgets.notices import ToastHost

PRESSED = {
    "format": 1, "key": "pressed", "title": {"zh": "叫人"}, "kind": "customer",
    "when": {"on": "button", "label": {"zh": "叫人"}},
    "then": [{"do": "notify", "text": "请看{name}"}],
}  # fmt: skip


@pytest.fixture
def window(qtbot, dressed):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def bell(desk, window):
    desk.do(drawing.save, body=PRESSED)
    made = NoticeBell(desk.bridge, desk.words, BellButton(), ToastHost(window))
    made._bell.setParent(window)
    made._bell.show()
    made.begin()
    desk.settle(lambda: made._known is not None)
    return made


def press(desk, name="钱慧敏", bell=None):
    desk.do(pressing.press, key="pressed", record_id=desk.customers[name])
    if bell is not None:
        bell.ask()  # what else the next of its rounds does


def test_a_new_notice_is_said_once_and_counted(desk, bell, qtbot):
    with qtbot.waitSignal(bell.noticed) as told:
        press(desk, bell=bell)
    assert told.args == [1]
    assert bell._bell.count == 1
    assert "请看钱慧敏" in bell._toasts.texts[0]
    bell.ask()
    desk.settle()
    assert len(bell._toasts.texts) == 1


def test_what_was_there_before_the_window_is_counted_and_not_said(desk, window, qtbot):
    desk.do(drawing.save, body=PRESSED)
    press(desk)
    made = NoticeBell(desk.bridge, desk.words, BellButton(), ToastHost(window))
    made._bell.setParent(window)
    made.begin()
    desk.settle(lambda: made._bell.count == 1)
    assert made._toasts.texts == []


def test_a_click_on_a_notice_leads_to_the_customer_and_reads_it(desk, bell, qtbot):
    press(desk, bell=bell)
    desk.settle(lambda: bell._bell.count == 1)
    bell.open()
    (line,) = bell.panel.lines
    with qtbot.waitSignal(bell.customer_opened) as opened:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert opened.args == [desk.customers["钱慧敏"]]
    desk.settle(lambda: bell._bell.count == 0)


def test_a_notice_put_off_is_away_until_then(desk, bell, clock):
    press(desk, bell=bell)
    desk.settle(lambda: bell._bell.count == 1)
    bell.open()
    bell.panel.lines[0].actions()[1].trigger()
    desk.settle(lambda: bell._bell.count == 0)
    assert desk.ask(notices.mine).unread == 0
    clock.forward(hours=1, seconds=1)
    bell.ask()
    desk.settle(lambda: bell._bell.count == 1)


def test_all_read_reads_the_notices_too(desk, bell, qtbot):
    press(desk)
    press(desk, "冯国栋", bell)
    desk.settle(lambda: bell._bell.count == 2)
    bell.open()
    qtbot.mouseClick(bell.panel.read, Qt.MouseButton.LeftButton)
    desk.settle(lambda: bell._bell.count == 0)
    assert desk.ask(notices.mine).unread == 0


def test_a_notice_from_another_desk_is_felt_within_a_second_or_so(desk, bell, qtbot):
    with qtbot.waitSignal(bell.noticed, timeout=10_000):
        press(desk)
    assert bell._look.interval() == 1000
    qtbot.waitUntil(lambda: bell._bell.count == 1, timeout=10_000)


def test_what_one_does_not_want_to_hear_is_counted_and_said_when_wished_again(desk, bell):
    desk.do(notice_wishes.wish, silent=["rule"])
    press(desk, bell=bell)
    desk.settle(lambda: bell._bell.count == 1)
    assert bell._toasts.texts == []
    desk.do(notice_wishes.wish)
    bell.look()
    desk.settle(lambda: len(bell._toasts.texts) == 1)
