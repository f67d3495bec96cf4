"""A frozen program starts itself again for foreign files; the child is no window and no command."""

from __future__ import annotations

import subprocess
import sys

import pytest

from loancrm_desktop.services import child_entry


def test_a_start_by_a_person_is_no_child():
    assert child_entry.run_as_child(["--office", "place"]) is None


@pytest.mark.parametrize("program", ["loancrm_desktop", "loancrm_desktop.cli"])
@pytest.mark.parametrize("flag", [child_entry.SHEET, child_entry.CONTRACT])
def test_both_programs_hand_over_to_the_child(program, flag):
    """Without the limits that a parent names the child refuses to start at all."""
    done = subprocess.run(
        [sys.executable, "-m", program, flag],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "ValueError: --limits" in done.stderr.decode(errors="replace")
