"""What the program takes of the machine: memory of this process, disk of an office.

Linux tells it in /proc, Windows and macOS through their system libraries; no package is needed.
"""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

_STATUS = Path("/proc/self/status")
_BYTES_PER_MB = 1_000_000
_RUSAGE_INFO_V0 = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of this process: in RAM now, and the most since it started."""

    resident_bytes: int
    peak_bytes: int

    @property
    def resident_mb(self) -> float:
        """Answer the memory now in megabytes of a million bytes."""
        return self.resident_bytes / _BYTES_PER_MB

    @property
    def peak_mb(self) -> float:
        """Answer the highest memory so far in megabytes of a million bytes."""
        return self.peak_bytes / _BYTES_PER_MB


class WindowsMemory(Protocol):
    """The two calls of kernel32 that tell a process's memory."""

    def GetCurrentProcess(self) -> int:  # noqa: N802 - Windows' own name
        """Answer this process."""
        ...

    def K32GetProcessMemoryInfo(  # noqa: N802 - Windows' own name
        self, process: object, counters: object, size_bytes: int
    ) -> int:
        """Fill the counters; answer 0 when that failed."""
        ...


class WindowsCounters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS of the Windows headers."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_working_set_bytes", ctypes.c_size_t),
        ("working_set_bytes", ctypes.c_size_t),
        ("quota_peak_paged", ctypes.c_size_t),
        ("quota_paged", ctypes.c_size_t),
        ("quota_peak_nonpaged", ctypes.c_size_t),
        ("quota_nonpaged", ctypes.c_size_t),
        ("pagefile", ctypes.c_size_t),
        ("peak_pagefile", ctypes.c_size_t),
    )


class MacUsage(ctypes.Structure):
    """`rusage_info_v0` of macOS' libproc."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        ("user_time", ctypes.c_uint64),
        ("system_time", ctypes.c_uint64),
        ("package_idle_wakeups", ctypes.c_uint64),
        ("interrupt_wakeups", ctypes.c_uint64),
        ("pageins", ctypes.c_uint64),
        ("wired_bytes", ctypes.c_uint64),
        ("resident_bytes", ctypes.c_uint64),
        ("footprint_bytes", ctypes.c_uint64),
        ("started", ctypes.c_uint64),
        ("ended", ctypes.c_uint64),
    )


def of_this_process() -> Memory:
    """Measure this process.

    Raises:
        OSError: the system does not tell.
    """
    if sys.platform == "win32":
        return from_windows(_kernel32())
    if sys.platform == "darwin":
        return _from_mac()
    return from_status(_STATUS.read_text(encoding="ascii"))


def from_status(status: str) -> Memory:
    """Read Linux' /proc/self/status: `VmRSS:   20000 kB`."""
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    resident, peak = (int(lines[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
    return Memory(resident, peak)


def from_windows(kernel32: WindowsMemory) -> Memory:
    """Ask Windows.

    Raises:
        OSError: Windows refused.
    """
    counters = WindowsCounters()
    counters.cb = ctypes.sizeof(counters)
    process = kernel32.GetCurrentProcess()
    if not kernel32.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb):
        raise OSError("K32GetProcessMemoryInfo")
    return Memory(counters.working_set_bytes, counters.peak_working_set_bytes)


def disk_mb(place: Path) -> float:
    """Add up a file with its `-wal` and `-shm`, or all files of a folder, in million bytes."""
    if place.is_dir():
        files = [found for found in place.rglob("*") if found.is_file()]
    else:
        files = [found for found in place.parent.glob(f"{place.name}*") if found.is_file()]
    return sum(found.stat().st_size for found in files) / _BYTES_PER_MB


def forget_cached(file: Path) -> bool:
    """Ask the system to drop a file from its cache, so that opening it reads the disk.

    Returns:
        False where the system has no such wish (Windows, macOS): opening is then measured warm.
    """
    if sys.platform == "linux":
        opened = os.open(file, os.O_RDONLY)
        try:
            os.fsync(opened)
            os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(opened)
        return True
    return False


if sys.platform == "win32":

    def _kernel32() -> WindowsMemory:
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.GetCurrentProcess.restype = ctypes.c_void_p
        kernel32.K32GetProcessMemoryInfo.argtypes = (
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.c_uint32,
        )
        return cast("WindowsMemory", kernel32)


if sys.platform == "darwin":

    def _from_mac() -> Memory:
        import resource

        usage = MacUsage()
        system = ctypes.CDLL("/usr/lib/libSystem.dylib")
        if system.proc_pid_rusage(os.getpid(), _RUSAGE_INFO_V0, ctypes.byref(usage)) != 0:
            raise OSError("proc_pid_rusage")
        # macOS counts ru_maxrss in bytes, Linux in kilobytes.
        return Memory(usage.resident_bytes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
