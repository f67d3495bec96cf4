"""The write gate: one writer at a time, a good message, a low price."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.file_lock import ByteLock
from loancrm_desktop.models.gate import Patience, WriteGate

CHECKOUT = Path(__file__).resolve().parents[2]
# Reads a number, thinks, writes it back: loses counts unless the gate is kept.
COUNTING = """
import sys, time
from pathlib import Path
from loancrm_desktop.models.gate import WriteGate
folder = Path(sys.argv[1])
gate, counter = WriteGate(folder / "gate"), folder / "counter"
print("ready", flush=True)
sys.stdin.readline()
for _ in range(60):
    with gate:
        number = int(counter.read_text())
        time.sleep(0.0005)
        counter.write_text(str(number + 1))
"""


class Clock:
    def __init__(self):
        self.seconds = 0.0
        self.slept = []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.seconds += seconds

    def patience(self, limit_s=15.0):
        return Patience(limit_s=limit_s, clock=lambda: self.seconds, sleep=self.sleep)


def test_two_programs_at_the_gate_lose_no_count(tmp_path):
    (tmp_path / "counter").write_text("0", "utf-8")
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", COUNTING, str(tmp_path)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for program in programs:
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=60)
    assert [program.returncode for program in programs] == [0, 0]
    assert (tmp_path / "counter").read_text("utf-8") == "120"


def test_threads_go_through_one_after_the_other(tmp_path):
    inside, most, total = [], [], []

    def work():
        gate = WriteGate(tmp_path / "gate")
        for _ in range(30):
            with gate:
                inside.append(1)
                most.append(len(inside))
                inside.pop()
        total.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(total) == 4
    assert max(most) == 1


def test_a_gate_that_stays_shut_ends_in_busy_after_the_limit(tmp_path):
    clock = Clock()
    holder = ByteLock(tmp_path / "gate")
    assert holder.try_acquire()
    with pytest.raises(Unavailable) as caught:
        WriteGate(tmp_path / "gate", Patience(limit_s=0.05)).acquire()
    assert caught.value.reason == "busy"
    holder.release()
    WriteGate(tmp_path / "gate", clock.patience()).acquire()


def test_the_limit_is_15_seconds_and_named_in_the_message(tmp_path, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(ByteLock, "try_acquire", lambda *_, **__: False)
    with pytest.raises(Unavailable) as caught:
        WriteGate(tmp_path / "gate", clock.patience()).acquire()
    assert 15 <= clock.seconds < 15.1
    assert caught.value.text.values == {"seconds": 15}


def test_tries_are_neither_too_rare_nor_in_step(tmp_path, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(ByteLock, "try_acquire", lambda *_, **__: False)
    with pytest.raises(Unavailable):
        WriteGate(tmp_path / "gate", clock.patience(limit_s=3)).acquire()
    assert max(clock.slept) <= 0.05
    assert len(set(clock.slept)) > len(clock.slept) / 2


def test_an_error_inside_opens_the_gate_again(tmp_path):
    gate = WriteGate(tmp_path / "gate")
    with pytest.raises(ZeroDivisionError), gate:
        _ = 1 // 0
    assert not gate.held
    with gate:
        assert gate.held


def test_knocking_from_inside_is_a_bug_and_not_a_wait(tmp_path):
    gate = WriteGate(tmp_path / "gate")
    with gate, pytest.raises(RuntimeError, match="inside the write gate"):
        gate.acquire()


def test_a_folder_that_is_gone_is_said_at_once(tmp_path):
    clock = Clock()
    with pytest.raises(Unavailable) as caught:
        WriteGate(tmp_path / "gone" / "gate", clock.patience()).acquire()
    assert caught.value.reason == "missing"
    assert clock.slept == []


def test_an_open_gate_opens_no_file_again(tmp_path, monkeypatch):
    gate = WriteGate(tmp_path / "gate")
    with gate:
        assert gate.held
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the lock file was opened again"))
    for _ in range(100):
        with gate:
            assert gate.held
