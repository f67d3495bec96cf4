import ctypes
import sys

import pytest

from loancrm_desktop.bench import memory
from loancrm_desktop.bench.memory import MacUsage, Memory, WindowsCounters


def test_a_process_that_keeps_fifty_megabytes_more_is_seen_to():
    before = memory.of_this_process()
    kept = bytearray(b"x") * 50_000_000
    after = memory.of_this_process()
    assert after.peak_mb >= before.resident_mb + 45
    assert after.resident_mb >= before.resident_mb + 45
    assert len(kept) == 50_000_000


def test_the_peak_is_never_below_the_present():
    now = memory.of_this_process()
    assert now.peak_bytes >= now.resident_bytes > 1_000_000


def test_linux_status_counts_in_kibibytes():
    status = "Name:\tloancrm\nVmHWM:\t   30000 kB\nVmRSS:\t   20000 kB\nThreads:\t4\n"
    assert memory.from_status(status) == Memory(20_480_000, 30_720_000)


def test_windows_counters_are_read_from_their_fields():
    class Kernel32:
        def GetCurrentProcess(self):  # noqa: N802 - Windows' own name
            return -1

        def K32GetProcessMemoryInfo(self, process, counters, size_bytes):  # noqa: N802 - Windows' own name
            filled = ctypes.cast(counters, ctypes.POINTER(WindowsCounters)).contents
            assert (process, size_bytes) == (-1, ctypes.sizeof(WindowsCounters))
            filled.working_set_bytes = 100
            filled.peak_working_set_bytes = 200
            return 1

    assert memory.from_windows(Kernel32()) == Memory(100, 200)


def test_a_refusal_of_windows_is_an_error_of_the_system():
    class Kernel32:
        def GetCurrentProcess(self):  # noqa: N802 - Windows' own name
            return -1

        def K32GetProcessMemoryInfo(self, process, counters, size_bytes):  # noqa: N802 - Windows' own name
            return 0

    with pytest.raises(OSError, match="K32GetProcessMemoryInfo"):
        memory.from_windows(Kernel32())


@pytest.mark.skipif(sys.maxsize < 2**32, reason="the sizes are those of 64-bit systems")
def test_the_structures_have_the_size_of_the_system_headers():
    assert ctypes.sizeof(WindowsCounters) == 72
    assert ctypes.sizeof(MacUsage) == 96
    assert MacUsage.resident_bytes.offset == 64


def test_a_database_on_disk_is_counted_with_its_companions(tmp_path):
    for name, length in (("office.db", 3000), ("office.db-wal", 500), ("other", 70)):
        (tmp_path / name).write_bytes(bytes(length))
    assert memory.disk_mb(tmp_path / "office.db") == pytest.approx(0.0035)
    assert memory.disk_mb(tmp_path) == pytest.approx(0.00357)


def test_a_forgotten_file_still_reads_the_same(tmp_path):
    file = tmp_path / "office.db"
    file.write_bytes(b"kept" * 5000)
    assert memory.forget_cached(file) == (sys.platform == "linux")
    assert file.read_bytes() == b"kept" * 5000
