"""Small files that survive a power cut, and the sentences when they cannot be written."""

from __future__ import annotations

import errno
import os

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import durable_files
from loancrm_desktop.models.durable_files import (
    make_folder,
    read_whole,
    trouble_with,
    write_again,
    write_once,
)


def test_a_file_is_written_once_and_never_over_another(tmp_path):
    write_once(tmp_path / "a", b"first")
    with pytest.raises(FileExistsError):
        write_once(tmp_path / "a", b"second")
    assert read_whole(tmp_path / "a") == b"first"


def test_content_and_name_are_flushed_to_the_disk(tmp_path, monkeypatch):
    flushed = []
    sync = os.fsync

    def noted(handle):
        flushed.append(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(durable_files.os, "fsync", noted)
    write_once(tmp_path / "a", b"x")
    expected = [(tmp_path / "a").stat().st_ino]
    if os.name == "posix":
        expected.append(tmp_path.stat().st_ino)
    assert flushed == expected


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_file_that_could_not_be_written_whole_is_taken_away(tmp_path, monkeypatch, code):
    def failing(_handle):
        raise OSError(code, "no")

    monkeypatch.setattr(durable_files.os, "fsync", failing)
    with pytest.raises(Unavailable):
        write_once(tmp_path / "a", b"x")
    assert list(tmp_path.iterdir()) == []


def test_writing_again_replaces_the_content_and_tells_the_servers_time(tmp_path):
    write_again(tmp_path / "a", b"a longer first content")
    told = write_again(tmp_path / "a", b"second")
    assert read_whole(tmp_path / "a") == b"second"
    assert told == (tmp_path / "a").stat().st_mtime


def test_a_missing_file_reads_as_nothing(tmp_path):
    assert read_whole(tmp_path / "a") is None


def test_a_huge_file_is_not_read_whole(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert read_whole(tmp_path / "a", limit_bytes=10) == b"x" * 11


def test_a_folder_in_place_of_a_file_is_said(tmp_path):
    with pytest.raises(Unavailable):
        read_whole(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(Unavailable):
        make_folder(tmp_path / "a" / "b")


def test_writing_into_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(Unavailable) as caught:
        write_once(tmp_path / "gone" / "a", b"x")
    assert caught.value.reason == "missing"
    with pytest.raises(Unavailable):
        write_again(tmp_path / "gone" / "a", b"x")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EACCES, "read_only"),
        (errno.EROFS, "read_only"),
        (errno.ENOENT, "missing"),
        (errno.EIO, "unavailable"),
    ],
)
def test_every_trouble_is_named_with_its_place(tmp_path, code, reason):
    trouble = trouble_with(tmp_path / "a", OSError(code, os.strerror(code)))
    assert trouble.reason == reason
    assert str(tmp_path) in str(trouble)
