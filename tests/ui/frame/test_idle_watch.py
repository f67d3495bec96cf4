"""An untouched program becomes idle; a sign of life in a window starts the time anew."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.frame.idle_watch import IdleWatch


def test_an_untouched_program_becomes_idle_and_a_key_starts_the_time_anew(qtbot):
    watch = IdleWatch(after_ms=60)
    watch.begin()
    for _ in range(3):
        QTest.qWait(30)
        watch.eventFilter(watch, QEvent(QEvent.Type.KeyPress))
    with qtbot.waitSignal(watch.idle, timeout=1_000):
        watch.eventFilter(watch, QEvent(QEvent.Type.Paint))
    watch.end()


def test_a_key_in_a_watched_window_counts_once_it_is_listened_to(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    watch = IdleWatch(after_ms=10_000)
    watch._timer.setTimerType(Qt.TimerType.PreciseTimer)
    watch.listen_to(None)
    watch.listen_to(window.windowHandle())
    watch.listen_to(window.windowHandle())
    watch.begin()
    QTest.qWait(300)
    before = watch._timer.remainingTime()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QCoreApplication.sendEvent(window.windowHandle(), key)
    after = watch._timer.remainingTime()
    watch.end()
    assert after > before


def test_the_minutes_stay_within_their_bounds(qtbot):
    watch = IdleWatch()
    assert watch.after_min == 15
    for asked, given in ((1, 5), (30, 30), (600, 60)):
        watch.set_minutes(asked)
        assert watch.after_min == given
