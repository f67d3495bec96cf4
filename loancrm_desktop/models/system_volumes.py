"""What the operating system says about the volume that a folder lies on."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

_MACOS_LOCAL = 0x1000
_MACOS_REMOVABLE = 0x200
_LINUX_NAMES = {
    0xEF53: "ext4",
    0x58465342: "xfs",
    0x9123683E: "btrfs",
    0x2FC12FC1: "zfs",
    0xF2F52010: "f2fs",
    0x01021994: "tmpfs",
    0x858458F6: "ramfs",
    0x794C7630: "overlay",
    0xCA451A4E: "bcachefs",
    0x3153464A: "jfs",
    0x52654973: "reiserfs",
    0x5346544E: "ntfs",
    0x7366746E: "ntfs3",
    0x4D44: "vfat",
    0x2011BAB0: "exfat",
    0xFE534D42: "smb2",
    0xFF534D42: "cifs",
    0x517B: "smbfs",
    0x6969: "nfs",
    0x65735546: "fuse",
    0x01021997: "9p",
    0x5346414F: "afs",
    0x00C36400: "ceph",
    0x73757245: "coda",
    0x786F4256: "vboxsf",
    0xBACBACBC: "vmhgfs",
}


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume as the system tells it.

    Attributes:
        filesystem: its type in small letters, such as `ntfs`, `smb2`, `fuse.sshfs`; empty
            when the system does not say.
        remote: the system itself calls it a network volume.
        removable: the system itself calls it a removable one.
    """

    filesystem: str
    remote: bool = False
    removable: bool = False


def volume_of(folder: Path) -> Volume:
    """Answer the volume of an existing folder, whose links were followed already."""
    if sys.platform == "win32":
        return _windows_volume(folder)
    if sys.platform == "darwin":
        return _macos_volume(folder)
    return _linux_volume(folder)


def cloud_file_mark(folder: Path) -> bool:
    """Tell whether Windows marks the folder as kept by a cloud program, here or on demand."""
    try:
        state = folder.lstat()
    except OSError:
        return False
    attributes: int = getattr(state, "st_file_attributes", 0)
    tag: int = getattr(state, "st_reparse_tag", 0)
    recalled = attributes & (0x0004_0000 | 0x0040_0000)  # RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS
    return bool(recalled) or tag & 0xFFFF0FFF == 0x9000001A  # IO_REPARSE_TAG_CLOUD_0 … _F


def mount_type(folder: Path, mounts: str) -> str:
    r"""Find the file system type of the innermost mount above a folder.

    Args:
        folder: absolute.
        mounts: text of `/proc/self/mounts`: device, place, type, ... per line; later lines
            cover earlier ones; a space in a place is written `\040`.
    """
    best, found = -1, ""
    parts = folder.parts
    for line in mounts.splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        place = Path(re.sub(r"\\([0-7]{3})", _unescaped, words[1])).parts
        if parts[: len(place)] == place and len(place) >= best:
            best, found = len(place), words[2]
    return found.lower()


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 8))


def _linux_volume(folder: Path) -> Volume:
    filesystem = _LINUX_NAMES.get(_linux_magic(folder), "")
    if filesystem in {"", "fuse"}:
        filesystem = mount_type(folder, _mounts()) or filesystem
    if filesystem in {"9p", "fuse"} and mount_type(Path("/"), _mounts()) == filesystem:
        # A guest system that lives on such a disk altogether is that disk's only user.
        filesystem = "guest-root"
    return Volume(filesystem)


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _linux_magic(folder: Path) -> int:
    """Ask statfs for the type; its first word on every Linux. 0 when it does not answer."""
    buffer = ctypes.create_string_buffer(512)
    try:
        failed = ctypes.CDLL(None).statfs(os.fsencode(folder), buffer)
    except (OSError, AttributeError, TypeError):
        return 0
    return 0 if failed else ctypes.c_ulong.from_buffer(buffer).value & 0xFFFFFFFF


class _MacOSStatfs(ctypes.Structure):
    """`struct statfs` of macOS with 64-bit inodes, from sys/mount.h."""

    _fields_ = (
        ("block_size", ctypes.c_uint32),
        ("io_size", ctypes.c_int32),
        ("counts", ctypes.c_uint64 * 5),
        ("fsid", ctypes.c_int32 * 2),
        ("owner", ctypes.c_uint32),
        ("kind", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("subtype", ctypes.c_uint32),
        ("type_name", ctypes.c_char * 16),
        ("mounted_on", ctypes.c_char * 1024),
        ("mounted_from", ctypes.c_char * 1024),
        ("reserved", ctypes.c_uint32 * 8),
    )


def _macos_volume(folder: Path) -> Volume:
    told = _MacOSStatfs()
    library = ctypes.CDLL(None)
    # Intel keeps the old layout under the plain name.
    call = getattr(library, "statfs$INODE64", None) or library.statfs
    if call(os.fsencode(folder), ctypes.byref(told)):
        return Volume("")
    flags = int(told.flags)
    return Volume(
        bytes(told.type_name).decode("ascii", "replace").lower(),
        remote=not flags & _MACOS_LOCAL,
        removable=bool(flags & _MACOS_REMOVABLE),
    )


def _windows_volume(folder: Path) -> Volume:
    """Ask GetDriveTypeW about the root; `folder` is the final path (letters, SUBST resolved)."""
    root = folder.anchor
    if root.startswith("\\\\"):
        web = "davwwwroot" in root.lower() or "@ssl" in root.lower()
        return Volume("webdav" if web else "smb", remote=True)
    kernel = ctypes.CDLL("kernel32")
    drive = int(kernel.GetDriveTypeW(ctypes.c_wchar_p(root)))
    name = ctypes.create_unicode_buffer(64)
    kernel.GetVolumeInformationW(ctypes.c_wchar_p(root), None, 0, None, None, None, name, 64)
    return Volume(name.value.lower(), remote=drive == 4, removable=drive == 2)
