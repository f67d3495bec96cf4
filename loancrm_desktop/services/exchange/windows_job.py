"""A Windows job object: ends the reading process with us and bounds its memory."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from ctypes import wintypes

_EXTENDED_LIMITS = 9
_KILL_ON_CLOSE = 0x2000
_PROCESS_MEMORY = 0x100


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


if sys.platform == "win32":

    class WindowsJob:
        """Holds one process; closing the job, or dying ourselves, ends it."""

        def __init__(self, process: subprocess.Popen[bytes], memory_bytes: int) -> None:
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.CreateJobObjectW.restype = wintypes.HANDLE
            kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
            kernel.SetInformationJobObject.argtypes = (
                wintypes.HANDLE,
                ctypes.c_int,
                ctypes.c_void_p,
                wintypes.DWORD,
            )
            kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
            kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
            self._kernel = kernel
            self._job = kernel.CreateJobObjectW(None, None)
            limits = _ExtendedLimits()
            # A virtual environment's python.exe starts the real one: so no limit to one process.
            limits.BasicLimitInformation.LimitFlags = _KILL_ON_CLOSE | _PROCESS_MEMORY
            limits.ProcessMemoryLimit = memory_bytes
            bounded = kernel.SetInformationJobObject(
                self._job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
            )
            handle = int(process._handle)  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to it
            if not bounded or not kernel.AssignProcessToJobObject(self._job, handle):
                process.kill()  # unbounded it must not open a foreign file

        def exceeded(self) -> bool:
            """Say nothing: Windows itself refuses the memory."""
            return False

        def release(self) -> None:
            """Close the job."""
            self._kernel.CloseHandle(self._job)
