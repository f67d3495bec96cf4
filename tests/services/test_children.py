"""Child processes: what they answer, and how they end when they must."""

import signal
import sys
import time
from pathlib import Path

import pytest

from loancrm_desktop.services import children

LIMITS = children.Limits(seconds=60, memory_mb=256)
HANG_S = 60
_CONFINED = "import sys; from loancrm_desktop.services import children; children.confine(sys.argv);"


def _program(code: str) -> list[str]:
    return [sys.executable, "-P", "-c", code]


def test_the_question_reaches_the_child_and_its_answer_comes_back():
    code = _CONFINED + (
        "stream = children.question_stream(); asked = stream.read();"
        "out = children.answer_stream(); out.write(asked[::-1]); out.flush()"
    )
    ended = children.run(_program(code), "问".encode() + b"?" * 300_000, LIMITS)
    assert ended.how == "answered"
    assert ended.answer == b"?" * 300_000 + "问".encode()[::-1]


def test_a_child_that_takes_its_time_to_read_still_gets_the_whole_question():
    code = _CONFINED + (
        "import time; time.sleep(0.5);sys.stdout.write(str(len(children.question_stream().read())))"
    )
    assert children.run(_program(code), b"x" * 1_000_000, LIMITS).answer == b"1000000"


def test_a_child_that_never_ends_is_ended():
    began_s = time.monotonic()
    ended = children.run(_program("while True: pass"), b"", children.Limits(0.5, 256))
    assert ended.how == "out_of_time"
    assert time.monotonic() - began_s < HANG_S


def test_a_child_that_never_reads_its_question_is_ended():
    ended = children.run(
        _program("import time; time.sleep(600)"), b"x" * 5_000_000, children.Limits(0.5, 256)
    )
    assert ended.how == "out_of_time"


def test_a_child_that_takes_too_much_memory_is_told_from_one_that_breaks():
    ended = children.run(_program(_CONFINED + "bytearray(400 * 2**20)"), b"", LIMITS)
    assert ended.how == "out_of_memory"
    ended = children.run(_program(_CONFINED + "children.give_up_for_memory()"), b"", LIMITS)
    assert ended.how == "out_of_memory"


def test_a_child_that_aborts_takes_nobody_with_it():
    ended = children.run(_program("import os; os.abort()"), b"", LIMITS)
    assert ended.how == "crashed"
    assert ended.answer == b""


def test_only_the_kind_of_an_error_is_handed_on_not_its_words():
    ended = children.run(_program("raise ValueError('王芳 13800138000')"), b"", LIMITS)
    assert ended.how == "crashed"
    assert ended.failure == "ValueError"


def test_a_cancelled_child_is_ended():
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    ended = children.run(_program("import time; time.sleep(600)"), b"", LIMITS, cancelled)
    assert ended.how == "cancelled"


def test_passwords_in_the_environment_are_not_handed_on(monkeypatch):
    monkeypatch.setenv("LOANCRM_PASSWORD", "geheim")
    code = "import os, sys; sys.stdout.write(str('LOANCRM_PASSWORD' in os.environ))"
    assert children.run(_program(code), b"", LIMITS).answer == b"False"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the child itself are POSIX ones")
def test_a_confined_child_ends_by_itself_when_its_parent_cannot():
    code = _CONFINED + "import signal; sys.stdout.write(str(signal.alarm(0)))"
    left_s = int(children.run(_program(code), b"", LIMITS).answer)
    assert 0 < left_s <= LIMITS.seconds + children._GRACE_S


@pytest.mark.skipif(sys.platform == "win32", reason="processor time is a POSIX limit")
def test_processor_time_used_up_counts_as_too_long():
    code = f"import os; os.kill(os.getpid(), {int(signal.SIGXCPU)})"
    assert children.run(_program(code), b"", LIMITS).how == "out_of_time"


def test_a_program_started_without_limits_is_no_child_of_ours():
    with pytest.raises(ValueError, match="--limits"):
        children.confine(["program"])


def test_a_frozen_program_starts_itself_with_a_flag(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert children.command_of("a.module", "--a-child") == [sys.executable, "--a-child"]


def test_a_module_is_started_by_the_interpreter_that_runs_us():
    command = children.command_of("a.module", "--a-child")
    assert command[-2:] == ["-m", "a.module"]
    assert Path(command[0]).samefile(sys.executable)
