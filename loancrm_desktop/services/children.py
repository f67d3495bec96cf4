"""Runs a part of our own program as a child process that may take neither too long nor too much.

Foreign files are only ever parsed in such a child: some of them abort the process that reads
them, and nothing inside that process could stop it. The parent watches the clock; the child
puts its own limit on memory before it reads its question (a limit set between fork and exec
is not safe in a program with threads). On Windows the parent does it through a job object.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

_LIMITS_FLAG = "--limits"
_OUT_OF_MEMORY_EXIT = 77
_POLL_S = 0.2
_GRACE_S = 5
_MB = 1024 * 1024

HowEnded = Literal["answered", "out_of_time", "out_of_memory", "crashed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a child may run on the wall clock, and how much memory it may take."""

    seconds: float
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended.

    Attributes:
        how: `answered` when it ended by itself with success.
        answer: what it wrote to its standard output; only to be trusted when it answered.
        failure: the kind of error it ended with, for a log; never a value from the file.
    """

    how: HowEnded
    answer: bytes
    failure: str = ""


def command_of(module: str, frozen_flag: str) -> list[str]:
    """Answer the command that starts a module of ours as a child.

    In a frozen build there is no interpreter: the program itself is started with the flag,
    and hands over to the module's `main`.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, frozen_flag]
    return [_interpreter(), "-P", "-X", "utf8", "-m", module]


def run(
    command: Sequence[str],
    question: bytes,
    limits: Limits,
    cancelled: Callable[[], bool] | None = None,
) -> Ended:
    """Start a child, give it the question on standard input, and wait for its answer.

    Args:
        command: what `command_of` answered.
        question: given to the child on its standard input.
        limits: when the clock runs out the child is ended; memory is the child's own limit.
        cancelled: asked five times a second; True ends the child.
    """
    process = subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
        [*command, _LIMITS_FLAG, f"{limits.seconds:g},{limits.memory_mb}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(os.environ),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    with _memory_limit_from_outside(process, limits), _fed(process, question):
        try:
            return _wait(process, limits, cancelled)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()  # takes what is left, and closes the pipes


def confine(arguments: Sequence[str]) -> None:
    """Put the limits named in the arguments on this process; the child's first act.

    Raises:
        ValueError: the arguments name no limits, so this is not a child of ours.
    """
    if _LIMITS_FLAG not in arguments:
        raise ValueError(_LIMITS_FLAG)
    seconds, _, memory_mb = arguments[arguments.index(_LIMITS_FLAG) + 1].partition(",")
    limits = Limits(float(seconds), int(memory_mb))
    if sys.platform == "win32":
        return  # the parent's job object holds us
    _confine_posix(limits)


def question_stream() -> IO[bytes]:
    """Open the child's question; by descriptor, for a windowed build has no `sys.stdin`."""
    return open(0, "rb", closefd=False)


def answer_stream() -> IO[bytes]:
    """Open the place for the child's answer, likewise."""
    return open(1, "wb", closefd=False)


def give_up_for_memory() -> None:
    """End this child at once, telling the parent that memory was the reason."""
    os._exit(_OUT_OF_MEMORY_EXIT)


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Hand on what a program needs to start, but no password and no office."""
    kept = {name: value for name, value in ours.items() if not name.startswith("LOANCRM_")}
    if not getattr(sys, "frozen", False):
        source = str(Path(__file__).resolve().parents[2])
        others = kept.get("PYTHONPATH")
        kept["PYTHONPATH"] = os.pathsep.join([source, others]) if others else source
        if _interpreter() != sys.executable:
            kept["__PYVENV_LAUNCHER__"] = sys.executable
    return kept


def _interpreter() -> str:
    """Answer the true interpreter.

    On Windows the one in a virtual environment is a launcher, whose own child would slip out
    of the job object (the way of `multiprocessing`).
    """
    if sys.platform == "win32":
        return str(getattr(sys, "_base_executable", sys.executable))
    return sys.executable


@contextmanager
def _fed(process: subprocess.Popen[bytes], question: bytes) -> Generator[None]:
    """Write the question while the answer is waited for.

    Not left to `communicate`: called again after a time-out, it forgets what it had not sent.
    """
    stdin = process.stdin
    process.stdin = None

    def feed() -> None:
        if stdin is not None:
            # A child that ended early takes no more; how it ended is read from its code.
            with suppress(OSError), stdin:
                stdin.write(question)

    feeder = threading.Thread(target=feed, name="child-question", daemon=True)
    feeder.start()
    try:
        yield
    finally:
        feeder.join()


def _wait(
    process: subprocess.Popen[bytes],
    limits: Limits,
    cancelled: Callable[[], bool] | None,
) -> Ended:
    deadline_s = time.monotonic() + limits.seconds
    while True:
        left_s = deadline_s - time.monotonic()
        if left_s <= 0:
            return Ended("out_of_time", b"")
        if cancelled is not None and cancelled():
            return Ended("cancelled", b"")
        try:
            answer, complaint = process.communicate(timeout=min(_POLL_S, left_s))
        except subprocess.TimeoutExpired:
            continue
        return _judge(process.returncode, answer, complaint)


def _judge(code: int, answer: bytes, complaint: bytes) -> Ended:
    if code == 0:
        return Ended("answered", answer)
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    # Only the class of the error: its message may quote the file.
    failure = lines[-1].partition(":")[0].strip() if lines else f"exit {code}"
    if code == _OUT_OF_MEMORY_EXIT or failure == "MemoryError":
        return Ended("out_of_memory", b"", failure)
    if sys.platform != "win32" and code == -_cpu_signal():
        return Ended("out_of_time", b"", failure)
    return Ended("crashed", b"", failure)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    _EXTENDED_LIMIT_INFORMATION = 9
    _LIMIT_PROCESS_MEMORY = 0x100
    _DIE_ON_UNHANDLED_EXCEPTION = 0x400
    _KILL_ON_JOB_CLOSE = 0x2000

    class _Job(AbstractContextManager[None]):
        """A job object around one process: a memory limit, and an end when we end."""

        def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel.OpenProcess.restype = wintypes.HANDLE
            self._job = wintypes.HANDLE(self._kernel.CreateJobObjectW(None, None))
            wanted = _ExtendedLimits()
            wanted.BasicLimitInformation.LimitFlags = (
                _LIMIT_PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
            )
            wanted.ProcessMemoryLimit = limits.memory_mb * _MB
            self._must(
                self._kernel.SetInformationJobObject(
                    self._job,
                    _EXTENDED_LIMIT_INFORMATION,
                    ctypes.byref(wanted),
                    ctypes.sizeof(wanted),
                )
            )
            # 0x0101: the rights to set a quota and to end the process.
            handle = wintypes.HANDLE(self._kernel.OpenProcess(0x0101, 0, process.pid))
            try:
                self._must(self._kernel.AssignProcessToJobObject(self._job, handle))
            finally:
                self._kernel.CloseHandle(handle)

        def __exit__(self, *_exc: object) -> None:
            self._kernel.CloseHandle(self._job)

        def _must(self, succeeded: int) -> None:
            if not succeeded:
                raise ctypes.WinError(ctypes.get_last_error())

    def _memory_limit_from_outside(
        process: subprocess.Popen[bytes], limits: Limits
    ) -> AbstractContextManager[None]:
        return _Job(process, limits)

else:
    import resource
    import signal

    def _memory_limit_from_outside(
        _process: subprocess.Popen[bytes], _limits: Limits
    ) -> AbstractContextManager[None]:
        return nullcontext()

    def _cpu_signal() -> int:
        return int(signal.SIGXCPU)

    def _confine_posix(limits: Limits) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        cpu_s = int(limits.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
        # Ends us should the parent die before it can.
        signal.alarm(int(limits.seconds) + _GRACE_S)
        if sys.platform == "darwin":
            # macOS takes a limit on address space and does not keep it.
            threading.Thread(target=_watch_memory, args=(limits.memory_mb,), daemon=True).start()
        else:
            size = limits.memory_mb * _MB
            resource.setrlimit(resource.RLIMIT_AS, (size, size))

    def _watch_memory(memory_mb: int) -> None:
        # On macOS the peak is counted in bytes.
        while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss <= memory_mb * _MB:
            time.sleep(0.05)
        give_up_for_memory()
