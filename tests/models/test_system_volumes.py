"""What the systems say about a volume, and how it is read."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

from loancrm_desktop.models import system_volumes
from loancrm_desktop.models.system_volumes import Volume, cloud_file_mark, mount_type, volume_of

MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
//nas/office /mnt/office cifs rw 0 0
nas:/x /mnt/my\040share nfs4 rw 0 0
me@host: /mnt/office/inner fuse.sshfs rw 0 0
odd line
tmpfs / tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/mnt/office", "cifs"),
        ("/mnt/office/a/b", "cifs"),
        ("/mnt/officer", "tmpfs"),
        ("/mnt/my share/x", "nfs4"),
        ("/mnt/office/inner/x", "fuse.sshfs"),
        ("/home", "tmpfs"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_the_innermost_and_last_mount_counts(folder, kind):
    assert mount_type(Path(folder), MOUNTS) == kind


@pytest.fixture
def linux(monkeypatch):
    """Answer a function that makes this a Linux with a statfs number and mounts."""

    def be(magic, mounts=MOUNTS):
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(system_volumes, "_linux_magic", lambda _folder: magic)
        monkeypatch.setattr(system_volumes, "_mounts", lambda: mounts)

    return be


@pytest.mark.parametrize(
    ("magic", "name"),
    [(0xEF53, "ext4"), (0xFE534D42, "smb2"), (0xFF534D42, "cifs"), (0x6969, "nfs")],
)
@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_linux_tells_the_file_system_by_its_number(linux, magic, name):
    linux(magic)
    assert volume_of(Path("/home")).filesystem == name


@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_linux_tells_fuse_and_unknown_numbers_by_the_mount_table(linux):
    linux(0x65735546)
    assert volume_of(Path("/mnt/office/inner")).filesystem == "fuse.sshfs"
    linux(0x12345)
    assert volume_of(Path("/mnt/my share")).filesystem == "nfs4"


@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_a_guest_that_lives_on_9p_altogether_is_its_only_user(linux):
    linux(0x01021997, "host / 9p rw 0 0\n")
    assert volume_of(Path("/home")).filesystem == "guest-root"
    linux(0x01021997, "/dev/sda / ext4 rw 0 0\nhost /mnt 9p rw 0 0\n")
    assert volume_of(Path("/mnt")).filesystem == "9p"


@pytest.mark.skipif(sys.platform != "linux", reason="asks this Linux")
def test_this_linux_answers_for_its_own_folders():
    assert volume_of(Path("/proc")).filesystem == "proc"
    assert volume_of(Path("/")).filesystem


@pytest.mark.parametrize(
    ("answer", "volume"),
    [
        ({"type_name": b"apfs", "flags": 0x1000}, Volume("apfs")),
        ({"type_name": b"smbfs", "flags": 0}, Volume("smbfs", remote=True)),
        ({"type_name": b"exfat", "flags": 0x1200}, Volume("exfat", removable=True)),
    ],
)
def test_macos_is_read_from_its_statfs(monkeypatch, answer, volume):
    def statfs(_path, told):
        for name, value in answer.items():
            setattr(told._obj, name, value)
        return 0

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: SimpleNamespace(statfs=statfs))
    assert volume_of(Path("/Users")) == volume


def test_the_statfs_of_macos_has_the_size_of_its_header_file():
    assert ctypes.sizeof(system_volumes._MacOSStatfs) == 2168


@pytest.mark.parametrize(
    ("folder", "kind", "volume"),
    [
        ("C:\\office", 3, Volume("ntfs")),
        ("Z:\\office", 4, Volume("ntfs", remote=True)),
        ("E:\\office", 2, Volume("ntfs", removable=True)),
        ("\\\\nas\\office\\x", 4, Volume("smb", remote=True)),
        ("\\\\web@SSL\\DavWWWRoot\\x", 4, Volume("webdav", remote=True)),
    ],
)
def test_windows_is_asked_for_the_kind_of_drive(monkeypatch, folder, kind, volume):
    asked = []

    def drive_type(root):
        asked.append(root.value)
        return kind

    def volume_information(_root, _1, _2, _3, _4, _5, name, _length):
        name.value = "NTFS"
        return 1

    kernel = SimpleNamespace(GetDriveTypeW=drive_type, GetVolumeInformationW=volume_information)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: kernel)
    path = PureWindowsPath(folder)
    assert system_volumes._windows_volume(path) == volume
    assert asked == ([] if folder.startswith("\\\\") else [path.anchor])


@pytest.mark.parametrize(
    ("attributes", "tag", "marked"),
    [
        (0x10, 0, False),
        (0x00400010, 0, True),
        (0x00040010, 0, True),
        (0x410, 0x9000601A, True),
        (0x410, 0xA0000003, False),
    ],
)
def test_the_marks_of_cloud_files_are_seen(monkeypatch, attributes, tag, marked):
    state = SimpleNamespace(st_file_attributes=attributes, st_reparse_tag=tag)
    monkeypatch.setattr(Path, "lstat", lambda _self: state)
    assert cloud_file_mark(Path("x")) is marked


def test_a_folder_that_is_not_there_has_no_mark(tmp_path):
    assert cloud_file_mark(tmp_path / "gone") is False
