"""Where an office may live."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import folder_place, system_volumes
from loancrm_desktop.models.folder_place import (
    PlaceKind,
    cloud_keeper,
    place_of,
    refuse_unfit,
)
from loancrm_desktop.models.system_volumes import Volume


@pytest.fixture(autouse=True)
def _plain_home(monkeypatch, tmp_path):
    """Let no cloud program of this computer speak."""
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial", "APPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")


@pytest.fixture
def on(monkeypatch):
    """Answer a function that puts all folders on a volume."""

    def put(filesystem, **more):
        volume = Volume(filesystem, **more)
        monkeypatch.setattr(system_volumes, "volume_of", lambda _folder: volume)

    return put


def reason(folder, mode):
    with pytest.raises(Unavailable) as caught:
        refuse_unfit(folder, mode)
    assert str(folder) in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("filesystem", ["ext4", "ntfs", "apfs", "btrfs", "overlay", "fuseblk"])
@pytest.mark.parametrize("mode", ["local", "shared"])
def test_a_disk_of_this_computer_holds_an_office_of_either_mode(tmp_path, on, filesystem, mode):
    on(filesystem)
    assert refuse_unfit(tmp_path, mode).kind is PlaceKind.LOCAL


@pytest.mark.parametrize("filesystem", ["smb", "smb2", "cifs", "smbfs"])
def test_a_windows_share_is_for_shared_offices_only(tmp_path, on, filesystem):
    on(filesystem)
    assert refuse_unfit(tmp_path, "shared").kind is PlaceKind.NETWORK
    assert reason(tmp_path, "local") == "network_place"


def test_the_refusal_of_a_share_says_how_to_get_there(tmp_path, on):
    on("smb2")
    with pytest.raises(Unavailable, match="--shared"):
        refuse_unfit(tmp_path, "local")


@pytest.mark.parametrize(
    "filesystem", ["nfs", "nfs4", "webdav", "davfs", "fuse.sshfs", "fuse", "macfuse", "9p"]
)
def test_network_places_without_sound_locks_hold_no_office(tmp_path, on, filesystem):
    on(filesystem)
    assert reason(tmp_path, "local") == "network_place"
    assert reason(tmp_path, "shared") == "unfit_place"


def test_what_the_system_calls_remote_is_a_network_place(tmp_path, on):
    on("ntfs", remote=True)
    assert reason(tmp_path, "local") == "network_place"
    assert reason(tmp_path, "shared") == "unfit_place"


@pytest.mark.parametrize("filesystem", ["", "somethingfs"])
def test_an_unknown_place_is_good_for_one_computer_only(tmp_path, on, filesystem):
    on(filesystem)
    assert refuse_unfit(tmp_path, "local").kind is PlaceKind.UNKNOWN
    assert reason(tmp_path, "shared") == "unfit_place"


def test_a_removable_disk_is_named_as_such(tmp_path, on):
    on("exfat", removable=True)
    assert refuse_unfit(tmp_path, "local").kind is PlaceKind.REMOVABLE


@pytest.mark.parametrize(
    ("part", "keeper"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - 某某公司", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Office)", "Dropbox"),
        ("iCloudDrive", "iCloud"),
        ("Nutstore Files", "坚果云 Nutstore"),
        ("我的坚果云", "坚果云 Nutstore"),
        ("BaiduSyncdisk", "百度网盘"),
        ("WPS Cloud Files", "WPS 云盘"),
        ("WPS云盘", "WPS 云盘"),
    ],
)
@pytest.mark.parametrize("mode", ["local", "shared"])
def test_a_cloud_folder_holds_no_office_at_all(tmp_path, part, keeper, mode):
    folder = tmp_path / part / "work" / "office"
    assert place_of(folder).keeper == keeper
    assert reason(folder, mode) == "cloud_place"


def test_a_folder_with_a_similar_name_is_no_cloud_folder(tmp_path):
    for part in ("OneDriver", "My Dropboxes", "Nutstorex"):
        assert cloud_keeper(tmp_path / part) == ""


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"])
def test_the_place_that_onedrive_names_is_its_own(tmp_path, monkeypatch, variable):
    monkeypatch.setenv(variable, str(tmp_path / "Firm"))
    assert cloud_keeper(tmp_path / "firm" / "office") == "OneDrive"
    assert cloud_keeper(tmp_path / "firmament") == ""


@pytest.mark.parametrize("place", ["home/.dropbox", "appdata/Dropbox"])
def test_the_place_that_dropbox_notes_is_its_own(tmp_path, monkeypatch, place):
    monkeypatch.setenv("APPDATA", str(tmp_path / "appdata"))
    (tmp_path / place).mkdir(parents=True)
    told = {"personal": {"path": str(tmp_path / "mine")}, "business": "odd", "x": {"path": 5}}
    (tmp_path / place / "info.json").write_text(json.dumps(told), "utf-8")
    assert cloud_keeper(tmp_path / "mine" / "office") == "Dropbox"
    assert cloud_keeper(tmp_path / "yours") == ""


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_a_damaged_note_of_dropbox_stops_nothing(tmp_path, content):
    (tmp_path / "home" / ".dropbox").mkdir(parents=True)
    (tmp_path / "home" / ".dropbox" / "info.json").write_bytes(content)
    assert cloud_keeper(tmp_path / "office") == ""


@pytest.mark.parametrize(
    "part", ["Library/Mobile Documents/x", "Library/CloudStorage/GoogleDrive-x"]
)
def test_the_places_of_macos_are_known(tmp_path, part):
    assert cloud_keeper(tmp_path / "home" / part) != ""


def test_a_link_into_a_cloud_folder_is_followed(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    try:
        (tmp_path / "office").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links without special rights")
    assert reason(tmp_path / "office", "local") == "cloud_place"


def test_a_folder_that_windows_marks_as_kept_on_demand_is_a_cloud_folder(tmp_path, monkeypatch):
    marked = tmp_path / "kept"
    monkeypatch.setattr(system_volumes, "cloud_file_mark", lambda folder: folder == marked)
    assert place_of(marked / "office").kind is PlaceKind.CLOUD
    assert place_of(tmp_path / "office").kind is not PlaceKind.CLOUD


def test_this_computers_own_disk_is_fit_for_the_tests_office(tmp_path):
    assert refuse_unfit(tmp_path / "not" / "there" / "yet", "local").kind in {
        PlaceKind.LOCAL,
        PlaceKind.UNKNOWN,
    }


def test_a_folder_that_we_may_not_look_into_does_not_crash(tmp_path, on, monkeypatch):
    on("ext4")

    def denied(_self):
        raise PermissionError

    monkeypatch.setattr(folder_place.Path, "exists", denied)
    assert place_of(tmp_path).kind is PlaceKind.LOCAL
