"""The pause after wrong passwords, whatever the clocks do."""

from __future__ import annotations

import dataclasses
import threading

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.vault.backoff import Attempt, begin_attempt, pause_after

OFFICE = "0123456789abcdef0123456789abcdef"


def wrong(here, times=1, login="li"):
    for _ in range(times):
        last = begin_attempt(here, OFFICE, login)
    return last


def seconds_left(here, login="li") -> int:
    with pytest.raises(Unavailable) as caught:
        begin_attempt(here, OFFICE, login)
    assert caught.value.reason == "waiting"
    return caught.value.text.values["seconds"]


def test_the_pauses_grow_slowly_then_from_a_minute_by_doubling():
    pauses = [pause_after(failures) for failures in range(12)]
    assert pauses == [0, 1, 2, 4, 8, 60, 120, 240, 480, 960, 1920, 3600]
    assert pause_after(10**6) == 3600


def test_ten_wrong_passwords_take_more_than_two_minutes():
    assert sum(pause_after(failures) for failures in range(1, 10)) >= 120


def test_short_pauses_are_waited_out(here, clock):
    wrong(here, 4)
    assert [round(slept) for slept in clock.slept] == [1, 2, 4]


def test_no_time_is_waited_that_went_by_already(here, clock):
    wrong(here)
    clock.pass_by(5)
    wrong(here)
    assert clock.slept == []


def test_a_long_pause_is_named_in_seconds_and_counts_down(here, clock):
    wrong(here, 5)
    assert seconds_left(here) == 60
    clock.pass_by(20.5)
    assert seconds_left(here) == 40
    clock.pass_by(40)
    assert wrong(here).pause_s == 120
    assert seconds_left(here) == 120


def test_asking_during_the_pause_does_not_make_it_longer(here, clock):
    wrong(here, 5)
    for _ in range(51):
        seconds_left(here)
        clock.pass_by(1)
    clock.pass_by(9.1)
    assert wrong(here).pause_s == 120


def test_the_pause_outlives_the_program(here):
    wrong(here, 5)
    again = dataclasses.replace(here)
    assert seconds_left(again) == 60


def test_a_clock_set_back_neither_shortens_nor_prolongs_the_pause(here, clock):
    wrong(here, 5)
    clock.wall -= 10 * 365 * 86_400
    assert seconds_left(here) == 60
    clock.pass_by(61)
    assert wrong(here).pause_s == 120


def test_a_clock_set_forward_and_back_gains_nothing(here, clock):
    wrong(here, 5)
    clock.wall += 86_400
    assert seconds_left(here) == 60
    clock.wall -= 86_400
    assert seconds_left(here) == 60


def test_after_a_restart_of_the_computer_the_wall_clock_counts(here, clock):
    wrong(here, 5)
    clock.monotonic = 3.0
    clock.wall += 45
    assert seconds_left(here) == 15
    clock.monotonic = 1.0
    clock.wall -= 1000
    assert seconds_left(here) == 15
    clock.pass_by(16)
    assert wrong(here).pause_s == 120


def test_success_forgets_and_a_try_not_judged_leaves_things_as_they_were(here):
    wrong(here, 3)
    begin_attempt(here, OFFICE, "li").not_judged()
    assert wrong(here).pause_s == pause_after(4)
    begin_attempt(here, OFFICE, "li").succeeded()
    assert wrong(here).pause_s == pause_after(1)


def test_persons_and_offices_are_counted_apart(here):
    wrong(here, 5)
    assert begin_attempt(here, OFFICE, "wang").pause_s == 1
    assert begin_attempt(here, "ff" * 16, "li").pause_s == 1


def test_a_login_in_another_case_is_the_same_person(here):
    wrong(here, 5)
    assert seconds_left(here, " LI") == 60


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"failures":-1}', b'{"left_s":1e9}', b'{"wall":NaN}', b"\xff"]
)
def test_a_damaged_count_begins_anew_and_locks_nobody_out(here, content):
    wrong(here, 5)
    place = next((here.profile / "attempts").glob("*.json"))
    place.write_bytes(content)
    assert begin_attempt(here, OFFICE, "li").pause_s == 1


def test_the_file_names_no_login(here):
    wrong(here, login="li.na")
    place = next((here.profile / "attempts").glob("*.json"))
    assert "li.na" not in place.name
    assert b"li.na" not in place.read_bytes()


def test_tries_at_the_same_time_all_count(here, clock):
    made: list[Attempt] = []
    stuck = dataclasses.replace(here, sleep=lambda _seconds: None)

    def try_once():
        try:
            made.append(begin_attempt(stuck, OFFICE, "li"))
        except Unavailable:
            return

    threads = [threading.Thread(target=try_once) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
