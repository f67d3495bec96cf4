"""Circles of widgets are taken apart on the GUI thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
from typing import ClassVar

import pytest
from PySide6.QtCore import QCoreApplication

from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.collector import GuiCollector


class Ring:
    """A circle that notes the thread it is taken apart in."""

    seen: ClassVar[list[int]] = []

    def __init__(self):
        self.itself = self

    def __del__(self):
        Ring.seen.append(threading.get_ident())


def test_what_is_left_alone_is_not_walked_again(qtbot):
    ring = Ring()
    GuiCollector.leave_alone_what_is_there()
    assert gc.get_freeze_count() > 0
    del ring
    gc.collect()
    assert Ring.seen == []
    gc.unfreeze()
    gc.collect()
    assert len(Ring.seen) == 1


@pytest.fixture(autouse=True)
def _no_rings_left():
    Ring.seen = []
    yield
    gc.enable()


def allocate():
    kept = [[] for _ in range(200_000)]
    assert kept


def test_a_lane_that_allocates_much_collects_nothing(qtbot):
    collector = GuiCollector()
    collector.begin()
    for _ in range(10):
        Ring()
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert Ring.seen == []
    gc.collect(0)
    gc.collect(1)
    collector.end()
    gc.collect()
    assert set(Ring.seen) == {threading.get_ident()}


def test_the_timer_collects_what_is_due(qtbot, monkeypatch):
    collector = GuiCollector()
    collector._timer.setInterval(1)
    collector.begin()
    monkeypatch.setattr(gc, "get_count", lambda: (10_000, 11, 0))
    Ring()
    qtbot.waitUntil(lambda: len(Ring.seen) == 1)
    collector.end()


def test_the_bridge_takes_the_collector_and_gives_it_back(qtbot):
    one, other = Bridge(), Bridge()
    assert not gc.isenabled()
    one.shut_down()
    QCoreApplication.processEvents()
    assert not gc.isenabled()
    other.shut_down()
    assert gc.isenabled()
