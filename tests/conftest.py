"""What every test may count on: no display, no network, one language, nothing left behind."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import socket
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from loancrm_desktop import texts

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CHECKOUT = Path(__file__).resolve().parent.parent
THREADS_GRACE_S = 30.0
ONCE_GRACE_S = 2.0
PATIENCE_MS = 30_000
"""How long a test waits for what must come: only a hang takes so long, however busy the machine."""

settings.register_profile("everyday", max_examples=50, deadline=None, print_blob=True)
settings.register_profile(
    "thorough",
    max_examples=2_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("LOANCRM_HYPOTHESIS", "everyday"))

# Offices ready to work in are made in office_fixtures.py, beside this file.
pytest_plugins = [name for name in ("office_fixtures",) if importlib.util.find_spec(name)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `gui` what uses a Qt application; real drags wait for a real screen.

    A window's test that fails is run once more and named RERUN (decision 0023).
    """
    screenless = os.environ["QT_QPA_PLATFORM"] == "offscreen"
    for item in items:
        if screenless and item.get_closest_marker("xvfb"):
            item.add_marker(pytest.mark.skip("needs an X screen: `dev.py test` starts one"))
        if _is_gui(getattr(item, "fixturenames", ())):
            item.add_marker("gui")
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def qtbot(qapp, request: pytest.FixtureRequest):
    """Answer pytest-qt's hand at the windows, with more patience where a test names no bound."""
    del qapp
    from pytestqt.qtbot import QtBot

    class PatientBot(QtBot):
        def waitUntil(self, callback, *, timeout=PATIENCE_MS):  # noqa: N802 - pytest-qt's own name
            super().waitUntil(callback, timeout=timeout)

        def waitSignal(self, signal, *, timeout=PATIENCE_MS, **more):  # noqa: N802 - as above
            return super().waitSignal(signal, timeout=timeout, **more)

        def waitSignals(self, signals, *, timeout=PATIENCE_MS, **more):  # noqa: N802 - as above
            return super().waitSignals(signals, timeout=timeout, **more)

    yield PatientBot(request)
    _let_go_of_keys()


@pytest.fixture
def shared() -> Path:
    """Answer the folder of real test files beside the checkout; skip where there is none."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared test files are not beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def _own_profile(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep wrong-password counts, desk names and key copies out of the person's own profile."""
    monkeypatch.setenv("LOANCRM_PROFILE", str(tmp_path_factory.mktemp("profile")))


@pytest.fixture(autouse=True)
def language():
    """Start every test in Chinese, whatever the one before it chose."""
    texts.set_language("zh")
    yield
    texts.set_language("zh")


@pytest.fixture
def english(language) -> None:
    """Read sentences as the code has them, so that a better translation breaks no test."""
    texts.set_language("en")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test talk to anything but this machine."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _checked(getattr(socket.socket, name)))


def _checked(connect):
    def connect_here(self: socket.socket, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise AssertionError(f"a test may only talk to this machine, not to {address[0]}")
        return connect(self, address)

    return connect_here


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:  # a name: it could be anywhere
        return False


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest):
    """Fail a test that leaves a thread running, and a Qt test that leaves a window or timer."""
    threads_before = set(threading.enumerate())
    is_gui = _is_gui(request.fixturenames)
    before = _alive_in_qt() if is_gui else set()
    yield
    if is_gui:
        left = {repr(thing) for thing in _left_in_qt(before)}
        assert not left, f"left behind by this test: {', '.join(sorted(left))}"
    left_threads = _threads_left(threads_before)
    assert not left_threads, f"threads left running by this test: {left_threads}"


def _is_gui(fixture_names) -> bool:
    return bool({"qapp", "qtbot"} & set(fixture_names))


def _threads_left(before: set[threading.Thread]) -> list[str]:
    """Name the threads that do not end within the grace; a Qt thread seen from Python is Qt's."""
    limit = time.monotonic() + THREADS_GRACE_S
    new = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in new:
        thread.join(max(0.0, limit - time.monotonic()))
    return [thread.name for thread in new if thread.is_alive()]


def _left_in_qt(before: set[object]) -> set[object]:
    """Answer what does not end within the grace; a timer that runs once may still run out."""
    limit = time.monotonic() + ONCE_GRACE_S
    _settle_qt()
    left = _alive_in_qt() - before
    while any(_runs_once(thing) for thing in left) and time.monotonic() < limit:
        time.sleep(0.01)
        _settle_qt()
        left = _alive_in_qt() - before
    return left


def _runs_once(thing) -> bool:
    from PySide6.QtCore import QTimer

    return isinstance(thing, QTimer) and thing.isSingleShot()


def _let_go_of_keys() -> None:
    """Release Ctrl and Shift: QTest leaves them held for the test after, whose rows add up."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    QTest.keyRelease(QWidget(), Qt.Key.Key_Control)


def _settle_qt() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


def _alive_in_qt() -> set[object]:
    """Answer open windows, running timers and running threads that Python knows of."""
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    application = QCoreApplication.instance()
    if application is None:
        return set()
    windows = {window for window in QApplication.topLevelWidgets() if window.isVisible()}
    wrappers = shiboken6.getAllValidWrappers()
    timers = {thing for thing in wrappers if isinstance(thing, QTimer) and thing.isActive()}
    threads = {
        thing
        for thing in wrappers
        if isinstance(thing, QThread) and thing != application.thread() and thing.isRunning()
    }
    return {thing for thing in windows | timers | threads if not _is_shared(thing)}


def _is_shared(thing) -> bool:
    """Say whether it belongs to a window that all tests of a module share (tests/seats.py)."""
    while thing is not None:
        if thing.property("shared by a module"):
            return True
        thing = thing.parent()
    return False
