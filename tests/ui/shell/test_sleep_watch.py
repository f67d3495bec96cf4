"""A computer that sleeps or slept is noticed."""

from __future__ import annotations

import struct

import pytest

from loancrm_desktop.ui.shell.sleep_watch import SleepWatch, is_going_to_sleep


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.mark.parametrize(("passed_s", "told"), [(10, 0), (125, 0), (131, 1), (40_000, 1)])
def test_a_jump_of_the_clock_between_two_looks_is_a_sleep(qtbot, passed_s, told):
    clock, heard = Clock(), []
    watch = SleepWatch(clock)
    watch.slept.connect(lambda: heard.append(1))
    watch.begin()
    clock.now += passed_s
    watch.look()
    watch.look()
    watch.end()
    assert len(heard) == told


def test_a_clock_set_back_is_no_sleep(qtbot):
    clock, heard = Clock(), []
    watch = SleepWatch(clock)
    watch.slept.connect(lambda: heard.append(1))
    clock.now -= 5_000
    watch.look()
    assert heard == []


def test_logind_tells_before_the_sleep_and_is_not_heard_after_it(qtbot):
    heard = []
    watch = SleepWatch()
    watch.slept.connect(lambda: heard.append(1))
    watch.on_prepare_for_sleep(True)
    watch.on_prepare_for_sleep(False)
    assert heard == [1]


def test_windows_tells_of_sleep_in_a_power_message_only():
    shape = struct.Struct("@PIP")
    assert is_going_to_sleep(shape.pack(5, 0x0218, 4) + b"\0" * 32)
    assert not is_going_to_sleep(shape.pack(5, 0x0218, 7))
    assert not is_going_to_sleep(shape.pack(5, 0x0100, 4))
