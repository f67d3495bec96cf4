"""Opened files lie where only this person reads them, and go at lock."""

import os
import stat
import sys

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services.opened_files import OpenedFiles


@pytest.fixture
def files(tmp_path):
    return OpenedFiles(tmp_path)


def test_a_file_is_put_under_its_name_and_taken_away(files, tmp_path):
    path = files.put("CON.txt", b"x", files.round)
    assert path.read_bytes() == b"x"
    assert path.name == "_CON.txt"
    assert files.folder is not None
    files.clean()
    assert list(tmp_path.iterdir()) == []
    assert files.folder is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in the profile's ACL")
def test_nobody_else_reads_it_and_it_is_not_written_to(files):
    path = files.put("a.txt", b"x", files.round)
    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_two_files_of_one_name_lie_side_by_side(files):
    one, two = (files.put("a.txt", text, files.round) for text in (b"1", b"2"))
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")


def test_what_was_asked_for_before_a_lock_is_not_put_down_after_it(files, tmp_path):
    since = files.round
    files.clean()
    with pytest.raises(Refused):
        files.put("a.txt", b"x", since)
    assert list(tmp_path.iterdir()) == []


def test_what_a_crashed_run_left_is_swept_but_not_that_of_another_running_one(files, tmp_path):
    old, young, other = (tmp_path / name for name in
                         ("loancrm-opened-a", "loancrm-opened-b", "mine"))  # fmt: skip
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "x").write_text("x")
    os.utime(old, (1_000, 1_000))
    os.utime(other, (1_000, 1_000))
    files.put("a.txt", b"x", files.round)
    assert not old.exists()
    assert young.exists()
    assert other.exists()
