"""The guards around every test do bite."""

from __future__ import annotations

import socket
import threading

import conftest
import pytest


@pytest.mark.parametrize("address", [("10.1.2.3", 9), ("example.test", 9)])
def test_a_socket_to_another_machine_is_refused(address):
    with socket.socket() as sock, pytest.raises(AssertionError, match=address[0]):
        sock.connect(address)


def test_a_socket_to_this_machine_is_let_through():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
        sock.connect(server.getsockname())
        assert sock.getpeername() == server.getsockname()


def test_a_thread_that_does_not_end_is_named(monkeypatch):
    monkeypatch.setattr(conftest, "THREADS_GRACE_S", 0.01)
    before = set(threading.enumerate())
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten lane")
    thread.start()
    assert conftest._threads_left(before) == ["forgotten lane"]
    stop.set()
    thread.join()
    assert conftest._threads_left(before) == []


def test_a_window_and_a_timer_that_stay_are_seen(qtbot):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

    before = conftest._alive_in_qt()
    window = QWidget()
    window.show()
    timer = QTimer()
    timer.start(60_000)
    assert conftest._alive_in_qt() - before == {window, timer}
    timer.stop()
    window.close()
    assert conftest._alive_in_qt() == before
