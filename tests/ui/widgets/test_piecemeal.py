"""What takes long is built in several turns; whoever cannot wait has the rest at once."""

from __future__ import annotations

from PySide6.QtCore import QObject

from loancrm_desktop.ui.widgets.piecemeal import Piecemeal


def steps(done):
    for number in range(3):
        done.append(number)
        yield
    done.append("end")


def test_the_first_step_is_taken_at_once_and_the_others_follow(qtbot):
    holder, done = QObject(), []
    building = Piecemeal(holder)
    building.begin(steps(done))
    assert (done, building.is_done) == ([0], False)
    qtbot.waitUntil(lambda: building.is_done, timeout=10_000)
    assert done == [0, 1, 2, "end"]


def test_whoever_cannot_wait_has_the_rest_at_once(qtbot):
    holder, done = QObject(), []
    building = Piecemeal(holder)
    building.begin(steps(done))
    building.finish()
    assert (done, building.is_done) == ([0, 1, 2, "end"], True)


def test_what_was_begun_before_is_finished_first(qtbot):
    holder, first, second = QObject(), [], []
    building = Piecemeal(holder)
    building.begin(steps(first))
    building.begin(steps(second))
    assert (first[-1], second) == ("end", [0])
    building.finish()


def test_what_needs_one_step_is_done_at_once(qtbot):
    holder = QObject()
    building = Piecemeal(holder)
    building.begin(iter(()))
    assert building.is_done


def test_what_is_stopped_takes_none_of_the_steps_left(qtbot):
    holder, done = QObject(), []
    building = Piecemeal(holder)
    building.begin(steps(done))
    building.stop()
    building.finish()
    qtbot.wait(20)
    assert (done, building.is_done) == ([0], True)
