"""What kind of place a folder is, and whether an office may live there."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import system_volumes
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from loancrm_desktop.models.system_volumes import Volume

OfficeMode = Literal["local", "shared"]

# fmt: off
_LOCAL = frozenset([
    "apfs", "hfs", "ntfs", "ntfs3", "refs", "fat", "fat32", "vfat", "msdos", "exfat", "fuseblk",
    "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "jfs", "reiserfs",
    "tmpfs", "ramfs", "overlay", "guest-root",
])
_SMB = frozenset(["smb", "smb2", "smb3", "smbfs", "cifs"])
_NETWORK = frozenset([
    "nfs", "nfs4", "afpfs", "afs", "webdav", "davfs", "davfs2", "ftp", "9p", "ceph", "coda",
    "lustre", "vboxsf", "vmhgfs", "prl_fs",
])
# fmt: on
_CLOUD_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nutstore": "坚果云 Nutstore",
    "nutstore files": "坚果云 Nutstore",
    "我的坚果云": "坚果云 Nutstore",
    "坚果云": "坚果云 Nutstore",
    "baidusyncdisk": "百度网盘",
    "baidunetdiskworkspace": "百度网盘",
    "百度网盘同步空间": "百度网盘",
    "wps cloud files": "WPS 云盘",
    "wpsdrive": "WPS 云盘",
    "wps云盘": "WPS 云盘",
    "wps网盘": "WPS 云盘",
    "synologydrive": "Synology Drive",
}
_CLOUD_BEGINNINGS = {"onedrive - ": "OneDrive", "dropbox (": "Dropbox"}


class PlaceKind(StrEnum):
    """Where a folder lies."""

    LOCAL = "local"
    REMOVABLE = "removable"
    NETWORK = "network"
    CLOUD = "cloud"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """Where a folder lies, and how that was seen.

    Attributes:
        filesystem: as the system names it; empty when it does not say.
        keeper: the cloud program's name when the kind is CLOUD, else empty.
    """

    kind: PlaceKind
    filesystem: str
    keeper: str = ""

    @property
    def passes_locks(self) -> bool:
        """True where several desks may share a database (SMB or a disk of this computer)."""
        if self.kind is PlaceKind.NETWORK:
            return self.filesystem in _SMB
        return self.kind in {PlaceKind.LOCAL, PlaceKind.REMOVABLE}


def place_of(folder: Path) -> FolderPlace:
    """Find out where a folder lies; it need not exist yet."""
    final = _final(folder)
    keeper = cloud_keeper(folder.absolute()) or cloud_keeper(final)
    existing = next(filter(_is_there, (final, *final.parents)), Path(final.anchor))
    volume = system_volumes.volume_of(existing)
    if keeper:
        return FolderPlace(PlaceKind.CLOUD, volume.filesystem, keeper)
    return FolderPlace(_kind_of(volume), volume.filesystem)


def refuse_unfit(folder: Path, mode: OfficeMode) -> FolderPlace:
    """Answer where the folder lies, if an office of this mode may live there.

    Raises:
        Unavailable: `cloud_place`, `network_place` (local mode on a share) or `unfit_place`
            (shared mode where locks are not to be trusted), each with the way out.
    """
    place = place_of(folder)
    if place.kind is PlaceKind.CLOUD:
        raise Unavailable(
            say(
                "{folder} is kept in step by {keeper}. A cloud folder copies a database while it"
                " is being written and destroys it. Move the office to an ordinary folder of"
                " this computer's disk; let the cloud program keep the backups, if you wish.",
                folder=str(folder),
                keeper=place.keeper,
            ),
            "cloud_place",
        )
    if mode == "local" and place.kind is PlaceKind.NETWORK:
        raise Unavailable(
            say(
                "{folder} lies on the network, but this office is made for one computer's own"
                " disk; opened over the network it would lose data. Move the folder to this"
                " computer's disk. To use it from several desks, create a new office on the"
                " share with 'shared by several desks' chosen (loancrm office create --shared)"
                " and restore a backup of this one into it.",
                folder=str(folder),
            ),
            "network_place",
        )
    if mode == "shared" and not place.passes_locks:
        raise Unavailable(
            say(
                "{folder} cannot hold an office for several desks: its file system"
                " ({filesystem}) does not pass locks between computers reliably. Use a Windows"
                " share (SMB) of a file server or NAS, or let one computer serve the others as"
                " the office hub.",
                folder=str(folder),
                filesystem=place.filesystem or "?",
            ),
            "unfit_place",
        )
    return place


def cloud_keeper(folder: Path) -> str:
    """Name the cloud program that keeps a folder, or answer an empty string."""
    parts = [part.casefold() for part in folder.parts]
    for root, keeper in _cloud_roots(os.environ, Path.home()):
        root_parts = [part.casefold() for part in root.parts]
        if parts[: len(root_parts)] == root_parts:
            return keeper
    for part in parts:
        if part in _CLOUD_NAMES:
            return _CLOUD_NAMES[part]
        for beginning, keeper in _CLOUD_BEGINNINGS.items():
            if part.startswith(beginning):
                return keeper
    if any(system_volumes.cloud_file_mark(place) for place in (folder, *folder.parents)):
        return "OneDrive / Cloud Files"
    return ""


def _final(folder: Path) -> Path:
    """Follow links, junctions, SUBST and mapped letters to the true path."""
    try:
        return folder.resolve()
    except OSError:  # a loop of links, or a share that is gone: the path as given must do
        return folder.absolute()


def _is_there(place: Path) -> bool:
    try:
        return place.exists()
    except OSError:  # above us is a folder that we may not look into
        return False


def _kind_of(volume: Volume) -> PlaceKind:
    if volume.remote or volume.filesystem in _SMB | _NETWORK:
        return PlaceKind.NETWORK
    if volume.filesystem.startswith(("fuse.", "macfuse", "osxfuse")) or volume.filesystem == "fuse":
        return PlaceKind.NETWORK
    if volume.removable:
        return PlaceKind.REMOVABLE
    return PlaceKind.LOCAL if volume.filesystem in _LOCAL else PlaceKind.UNKNOWN


def _cloud_roots(environment: Mapping[str, str], home: Path) -> Iterator[tuple[Path, str]]:
    """Yield the folders that cloud programs say they keep, with their names."""
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if environment.get(variable):
            yield Path(environment[variable]), "OneDrive"
    yield home / "Library" / "Mobile Documents", "iCloud"
    yield home / "Library" / "CloudStorage", "CloudStorage"
    settings = (environment.get(variable) for variable in ("APPDATA", "LOCALAPPDATA"))
    notes = [Path(place) / "Dropbox" / "info.json" for place in settings if place]
    for note in (home / ".dropbox" / "info.json", *notes):
        for root in _dropbox_roots(note):
            yield root, "Dropbox"


def _dropbox_roots(told_in: Path) -> Iterator[Path]:
    """Read Dropbox's own note: per account an object with the key `path`."""
    try:
        read: object = json.loads(told_in.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return
    if not isinstance(read, dict):
        return
    for account in cast("dict[str, object]", read).values():
        path = cast("dict[str, object]", account).get("path") if isinstance(account, dict) else None
        if isinstance(path, str) and path:
            yield Path(path)
