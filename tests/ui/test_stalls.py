"""A window that stands still is noticed, with the place."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from loancrm_desktop.ui import stalls
from loancrm_desktop.ui.stalls import StallWatch


def busy(watch, clock_s):
    """Hold the GUI thread up until the watch has looked."""
    import time

    limit = time.perf_counter() + clock_s
    while time.perf_counter() < limit and not watch._where:
        gc.collect(0)


def test_a_stretch_without_an_answer_is_noticed_with_its_place(qtbot, monkeypatch):
    monkeypatch.setattr(stalls, "_OURS", str(Path(__file__).parent))
    watch = StallWatch()
    watch.begin()
    with qtbot.waitSignal(watch.stalled, timeout=5_000) as told:
        busy(watch, 5)
        QCoreApplication.processEvents()
    watch.end()
    assert told.args[0].ms > stalls.STALL_MS
    assert "busy" in told.args[0].where[0]


def test_a_window_that_answers_stalls_nothing(qtbot):
    watch = StallWatch(over_ms=5_000)
    watch.begin()
    qtbot.wait(60)
    watch.end()
    assert watch.stalls == []


def test_the_watch_leaves_no_thread_behind(qtbot):
    before = threading.active_count()
    watch = StallWatch()
    watch.begin()
    watch.begin()
    watch.end()
    watch.end()
    assert threading.active_count() == before
