"""The trial of a share by two desks, here two programs on one disk."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import file_lock
from loancrm_desktop.services.vault import handshake
from loancrm_desktop.services.vault.desks import desks_folder
from loancrm_desktop.services.vault.surroundings import Surroundings

CHECKOUT = Path(__file__).resolve().parents[3]
THE_OTHER = """
import sys, time
from pathlib import Path
from loancrm_desktop.models import file_lock
from loancrm_desktop.services.vault import handshake
from loancrm_desktop.services.vault.surroundings import Surroundings
if "nolock" in sys.argv:
    file_lock._take_byte = file_lock._free_byte = lambda stream: None
here = Surroundings(profile=Path(sys.argv[2]))
print("ready", flush=True)
end = time.monotonic() + 60
while time.monotonic() < end:
    finding = handshake.answer_joining(Path(sys.argv[1]), here)
    if finding:
        print(finding.verdict)
        break
    time.sleep(0.01)
"""


@pytest.fixture
def real(tmp_path):
    """Answer surroundings with true clocks: two programs share no fake one."""
    return Surroundings(profile=tmp_path / "profile")


@pytest.fixture
def other_desk(tmp_path):
    """Answer a function that starts the desk which is there already."""
    started = []

    def start(*more):
        program = subprocess.Popen(
            [sys.executable, "-c", THE_OTHER, str(tmp_path), str(tmp_path / "other"), *more],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(program)
        assert program.stdout.readline() == "ready\n"
        return program

    yield start
    for program in started:
        program.kill()
        program.communicate()


def test_two_desks_on_a_sound_disk_find_it_good_both_ways(tmp_path, real, other_desk):
    other = other_desk()
    finding = handshake.ask_to_join(tmp_path, real)
    assert finding.verdict in {"good", "slow"}
    assert finding.round_trip_ms > 0
    handshake.refuse_bad_share(finding)
    assert other.communicate(timeout=60)[0].strip() in {"good", "slow"}


def test_nothing_of_the_talk_is_left_behind(tmp_path, real, other_desk):
    other = other_desk()
    handshake.ask_to_join(tmp_path, real)
    other.communicate(timeout=60)
    left = {place.name for place in (desks_folder(tmp_path) / "handshake").iterdir()}
    assert left == {"probe.lock", "probe.dat"}


def test_a_share_that_keeps_the_others_locks_to_itself_is_found_out(tmp_path, real, other_desk):
    other = other_desk("nolock")
    finding = handshake.ask_to_join(tmp_path, real)
    assert finding.verdict == "locks_do_not_pass"
    with pytest.raises(Unavailable) as caught:
        handshake.refuse_bad_share(finding)
    assert caught.value.reason == "unfit_place"
    assert other.communicate(timeout=60)[0].strip() == "locks_do_not_pass"


def test_a_share_that_keeps_our_locks_to_itself_is_found_out(
    tmp_path, real, other_desk, monkeypatch
):
    other_desk()
    monkeypatch.setattr(file_lock, "_take_byte", lambda _stream: None)
    assert handshake.ask_to_join(tmp_path, real).verdict == "locks_do_not_pass"


def test_no_answer_from_the_other_desk_is_said(tmp_path, here):
    with pytest.raises(Unavailable) as caught:
        handshake.ask_to_join(tmp_path, here)
    assert caught.value.reason == "in_use"
    assert not list((desks_folder(tmp_path) / "handshake").glob("*.ask"))


def test_a_desk_that_nobody_asks_answers_nothing(tmp_path, here):
    assert handshake.answer_joining(tmp_path, here) is None


def test_an_old_word_in_the_probe_counts_as_stale_reading(tmp_path, here):
    with handshake.holding(tmp_path, here) as word:
        probe = desks_folder(tmp_path) / "handshake" / "probe.dat"
        probe.write_bytes(b"what was there before")
        assert handshake.examine(tmp_path, word, here).verdict == "stale"
        probe.write_bytes(word.encode())
        assert handshake.examine(tmp_path, word, here).verdict == "good"


def test_an_unseen_new_file_counts_as_stale_reading(tmp_path, here):
    with handshake.holding(tmp_path, here) as word:
        (desks_folder(tmp_path) / "handshake" / f"probe-{word}.dat").unlink()
        assert handshake.examine(tmp_path, word, here).verdict == "stale"


def test_a_lock_that_nobody_holds_is_found_out(tmp_path, here):
    assert handshake.examine(tmp_path, "00" * 16, here).verdict == "locks_do_not_pass"


@pytest.mark.parametrize(
    ("milliseconds", "verdict"), [(1, "good"), (19, "good"), (21, "slow"), (51, "too_slow")]
)
def test_the_time_of_a_lock_decides_between_good_slow_and_too_slow(
    tmp_path, here, clock, monkeypatch, milliseconds, verdict
):
    taken = file_lock._take_byte

    def slowly(stream):
        clock.pass_by(milliseconds / 1000)
        taken(stream)

    with handshake.holding(tmp_path, here) as word:
        monkeypatch.setattr(file_lock, "_take_byte", slowly)
        finding = handshake.examine(tmp_path, word, here)
    assert finding.verdict == verdict
    assert round(finding.round_trip_ms) == milliseconds


def test_two_threads_of_one_program_can_try_each_other(tmp_path, real):
    answers = []

    def answer():
        while not answers:
            finding = handshake.answer_joining(tmp_path, real)
            if finding:
                answers.append(finding)

    thread = threading.Thread(target=answer)
    thread.start()
    finding = handshake.ask_to_join(tmp_path, real)
    thread.join(10)
    assert {finding.verdict, answers[0].verdict} <= {"good", "slow"}


def test_what_dead_desks_left_behind_is_swept_away(tmp_path, here):
    import os

    folder = desks_folder(tmp_path) / "handshake"
    folder.mkdir(parents=True)
    for name in ("dead.ask", "probe.lock"):
        (folder / name).touch()
        os.utime(folder / name, (1_000_000_000, 1_000_000_000))
    (folder / "fresh.seen").touch()
    with pytest.raises(Unavailable):
        handshake.ask_to_join(tmp_path, here, wait_s=0.1)
    assert {place.name for place in folder.iterdir()} == {"probe.lock", "fresh.seen"}


@pytest.mark.parametrize("verdict", ["locks_do_not_pass", "stale", "too_slow"])
def test_a_bad_share_is_refused_with_a_way_out(verdict):
    with pytest.raises(Unavailable) as caught:
        handshake.refuse_bad_share(handshake.Finding(verdict, 77.7))
    assert caught.value.reason == "unfit_place"
    assert "hub" in caught.value.text.msgid


@pytest.mark.parametrize("verdict", ["good", "slow"])
def test_a_sound_share_passes(verdict):
    handshake.refuse_bad_share(handshake.Finding(verdict, 25.0))
    assert handshake.Finding(verdict, 25.0).verdict == verdict
