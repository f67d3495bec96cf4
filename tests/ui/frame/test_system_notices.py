"""Where the desktop has no notification service the tray is asked; a click opens the window."""

import socket
import sys
from types import SimpleNamespace

import pytest

from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.frame import system_notices
from loancrm_desktop.ui.frame.system_notices import SystemNotices, Told


class Line:
    """A line to a service that is played."""

    def __init__(self):
        self.sock, self.other = socket.socketpair()
        self.sock.setblocking(False)
        self.said = []
        self.is_open = True

    def say(self, *body):
        self.said.append(SimpleNamespace(body=body))
        self.other.send(b"x")

    def hang_up(self):
        self.other.close()

    def receive(self, *, timeout):
        assert timeout == 0
        if self.sock.recv(1) == b"":
            raise EOFError
        return self.said.pop(0)

    def close(self):
        self.is_open = False
        self.sock.close()


class PatientLine(Line):
    """One whose words come in parts."""

    def receive(self, *, timeout):
        try:
            return super().receive(timeout=timeout)
        except BlockingIOError:
            raise TimeoutError from None


@pytest.fixture
def notices(qtbot):
    bridge = Bridge()
    made = SystemNotices(bridge)
    yield made
    made.end()
    bridge.shut_down()


@pytest.fixture
def line(monkeypatch):
    made = PatientLine()
    monkeypatch.setattr(system_notices, "notify", lambda **_words: Told(7, made))
    yield made
    made.other.close()
    made.sock.close()


linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the tray says it")


def test_without_a_service_it_is_said_that_nobody_was_told(notices, qtbot, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with qtbot.waitSignal(notices.missed, timeout=10_000) as missed:
        notices.tell(3)
    assert missed.args == [3]


@linux
def test_a_click_opens_the_window_and_hangs_up(notices, line, qtbot):
    notices.tell(1)
    qtbot.waitUntil(lambda: bool(notices.told), timeout=10_000)
    line.say("another's words")
    line.say(8, "default")
    with qtbot.waitSignal(notices.activated, timeout=10_000):
        line.say(7, "default")
    assert notices.told == []
    assert not line.is_open


@linux
def test_one_that_fades_or_a_service_that_ends_opens_nothing(notices, line, qtbot):
    opened = []
    notices.activated.connect(lambda: opened.append(1))
    notices.tell(1)
    qtbot.waitUntil(lambda: bool(notices.told), timeout=10_000)
    line.say(7, 1)
    qtbot.waitUntil(lambda: not notices.told, timeout=10_000)
    assert opened == []


@linux
def test_a_service_that_hangs_up_is_let_go(notices, line, qtbot):
    notices.tell(1)
    qtbot.waitUntil(lambda: bool(notices.told), timeout=10_000)
    line.hang_up()
    qtbot.waitUntil(lambda: not notices.told, timeout=10_000)
