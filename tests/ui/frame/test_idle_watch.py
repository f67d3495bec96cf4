"""An untouched program becomes idle; a sign of life in a window starts the time anew."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.frame.idle_watch import IdleWatch


def test_an_untouched_program_becomes_idle_and_a_key_starts_the_time_anew(qtbot, monkeypatch):
    watch = IdleWatch(after_ms=60)
    with qtbot.waitSignal(watch.idle):
        watch.begin()
    began = counted_beginnings(watch, monkeypatch)
    watch.begin()
    watch.eventFilter(watch, QEvent(QEvent.Type.KeyPress))
    watch.eventFilter(watch, QEvent(QEvent.Type.Paint))
    watch.end()
    assert len(began) == 2


def counted_beginnings(watch, monkeypatch) -> list[str]:
    """Note each time the watch's time starts anew."""
    began, start = [], watch._timer.start
    monkeypatch.setattr(watch._timer, "start", lambda: (began.append("anew"), start()))
    return began


def test_a_key_in_a_watched_window_counts_once_it_is_listened_to(qtbot, monkeypatch):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    watch = IdleWatch(after_ms=10_000)
    watch.listen_to(None)
    watch.listen_to(window.windowHandle())
    watch.listen_to(window.windowHandle())
    watch.begin()
    began = counted_beginnings(watch, monkeypatch)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QCoreApplication.sendEvent(window.windowHandle(), key)
    watch.end()
    assert began == ["anew"]


def test_the_minutes_stay_within_their_bounds(qtbot):
    watch = IdleWatch()
    assert watch.after_min == 15
    for asked, given in ((1, 5), (30, 30), (600, 60)):
        watch.set_minutes(asked)
        assert watch.after_min == given
