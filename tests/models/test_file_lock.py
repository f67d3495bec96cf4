"""The lock byte: between threads, between programs, after a death."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import file_lock
from loancrm_desktop.models.file_lock import ByteLock

CHECKOUT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys
from pathlib import Path
from loancrm_desktop.models.file_lock import ByteLock
lock = ByteLock(Path(sys.argv[1]))
print("held" if lock.try_acquire() else "refused", flush=True)
sys.stdin.readline()
lock.release()
print("freed", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    """Answer a program that holds the lock `gate` until told to free it."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "gate")],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout.readline() == "held\n"
    yield program
    program.kill()
    program.communicate()


def test_a_free_lock_is_taken_and_given_back(tmp_path):
    lock = ByteLock(tmp_path / "gate")
    assert lock.try_acquire()
    assert lock.held
    lock.release()
    assert not lock.held
    assert lock.try_acquire()
    lock.release()


def test_two_locks_on_one_file_in_one_program_shut_each_other_out(tmp_path):
    one, other = ByteLock(tmp_path / "gate"), ByteLock(tmp_path / "." / "gate")
    assert one.try_acquire()
    assert not other.try_acquire()
    one.release()
    assert other.try_acquire()
    other.release()


def test_another_program_is_shut_out_until_the_lock_is_given_back(tmp_path, holder):
    lock = ByteLock(tmp_path / "gate")
    assert not lock.try_acquire()
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert holder.stdout.readline() == "freed\n"
    assert lock.try_acquire()
    lock.release()


def test_a_program_that_dies_gives_its_lock_back(tmp_path, holder):
    lock = ByteLock(tmp_path / "gate")
    assert not lock.try_acquire()
    holder.kill()
    holder.wait()
    assert lock.try_acquire()
    lock.release()


def test_dropping_one_lock_does_not_open_another_on_the_same_file(tmp_path):
    # POSIX frees a program's locks on a file when any of its handles is closed.
    held = ByteLock(tmp_path / "gate")
    assert held.try_acquire()
    dropped = ByteLock(tmp_path / "gate")
    dropped.release()
    del dropped
    code = HOLDER.split("sys.stdin", maxsplit=1)[0]
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "gate")],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "refused\n"
    held.release()


def test_a_thread_waits_for_another_as_long_as_it_was_told(tmp_path):
    lock = ByteLock(tmp_path / "gate")
    assert lock.try_acquire()
    result = []

    def second():
        other = ByteLock(tmp_path / "gate")
        result.append(other.try_acquire(thread_wait_s=10))
        other.release()

    thread = threading.Thread(target=second)
    thread.start()
    lock.release()
    thread.join(10)
    assert result == [True]


def test_giving_back_what_is_not_ours_does_nothing(tmp_path):
    one, other = ByteLock(tmp_path / "gate"), ByteLock(tmp_path / "gate")
    assert one.try_acquire()
    other.release()
    assert not other.try_acquire()
    one.release()


@pytest.mark.skipif(os.name == "nt", reason="Windows deletes no open file")
def test_a_lock_file_deleted_by_somebody_is_made_anew(tmp_path):
    lock = ByteLock(tmp_path / "gate")
    assert lock.try_acquire()
    lock.release()
    (tmp_path / "gate").unlink()
    assert lock.try_acquire()
    assert (tmp_path / "gate").exists()
    lock.release()


def test_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(Unavailable) as caught:
        ByteLock(tmp_path / "gone" / "gate").try_acquire()
    assert caught.value.reason == "missing"


def test_a_lock_that_cannot_be_opened_is_not_held_by_anybody(tmp_path):
    lock = ByteLock(tmp_path / "later" / "gate")
    with pytest.raises(Unavailable):
        lock.try_acquire()
    (tmp_path / "later").mkdir()
    assert lock.try_acquire()
    lock.release()


def test_a_removed_lock_leaves_no_file(tmp_path):
    lock = ByteLock(tmp_path / "gate")
    assert lock.try_acquire()
    lock.remove()
    assert not (tmp_path / "gate").exists()
    lock.remove()


def test_a_share_that_fails_while_locking_is_said_and_may_come_back(tmp_path, monkeypatch):
    lock = ByteLock(tmp_path / "gate")

    def failing(_stream):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(file_lock, "_take_byte", failing)
        with pytest.raises(Unavailable):
            lock.try_acquire()
    assert lock.try_acquire()
    lock.release()


def test_a_share_that_fails_while_freeing_keeps_nobody_out(tmp_path, monkeypatch):
    lock = ByteLock(tmp_path / "gate")
    assert lock.try_acquire()

    def failing(_stream):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(file_lock, "_free_byte", failing)
        lock.release()
    assert not lock.held
    other = ByteLock(tmp_path / "gate")
    assert other.try_acquire()
    other.release()
