"""The file that says which office a folder holds."""

from __future__ import annotations

import json
import uuid

import pytest

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.services.vault.canonical import checked, with_checksum
from loancrm_desktop.services.vault.office_folder import (
    found_office,
    is_office,
    kind_of_place,
    read_office,
)


@pytest.fixture
def folder(tmp_path, here):
    found_office(tmp_path / "office", " 深圳分部 ", "shared", here=here)
    return tmp_path / "office"


def reason(folder) -> str:
    with pytest.raises(Unavailable) as caught:
        read_office(folder)
    assert str(folder) in str(caught.value)
    return caught.value.reason


def test_an_office_is_read_as_it_was_founded(folder, here):
    office = read_office(folder)
    assert (office.name, office.mode) == ("深圳分部", "shared")
    assert uuid.UUID(office.office_id).version == 4
    assert office.created_at == "2025-10-09T08:53:20.000Z"


def test_the_folders_of_an_office_are_made(folder):
    assert {place.name for place in folder.iterdir() if place.is_dir()} == {
        "keys",
        "files",
        "backups",
        "desks",
    }


def test_the_file_can_be_read_by_any_json_reader(folder):
    told = json.loads((folder / "office.json").read_text("utf-8"))
    assert told["magic"] == "loancrm office"
    assert told["format"] == told["minimum_reader"] == 1


def test_an_office_is_never_founded_over_another(folder, here):
    before = (folder / "office.json").read_bytes()
    with pytest.raises(Refused):
        found_office(folder, "another", "local", here=here)
    assert (folder / "office.json").read_bytes() == before


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_an_office_needs_a_name_of_sensible_length(tmp_path, here, name):
    with pytest.raises(Invalid):
        found_office(tmp_path / "office", name, "local", here=here)
    assert not is_office(tmp_path / "office")


def test_a_folder_without_the_file_is_said_to_hold_no_office(tmp_path):
    assert reason(tmp_path) == "missing"
    assert reason(tmp_path / "gone") == "missing"
    assert not is_office(tmp_path)


def test_any_bit_flipped_is_said_to_be_damage(folder):
    place = folder / "office.json"
    sound = place.read_bytes()
    for at in range(len(sound)):
        place.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        assert reason(folder) == "damaged"
    assert is_office(folder)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\x00" * 300, b"[" * 100_000])
def test_rubbish_is_said_to_be_damage(folder, content):
    (folder / "office.json").write_bytes(content)
    assert reason(folder) == "damaged"


@pytest.mark.parametrize(
    "change", [{"mode": "cloud"}, {"office_id": "x"}, {"name": ""}, {"format": "1"}, {"magic": "x"}]
)
def test_a_value_that_cannot_be_is_said_to_be_damage(folder, change):
    place = folder / "office.json"
    place.write_bytes(with_checksum({**checked(place.read_bytes()), **change}))
    assert reason(folder) == "damaged"


def test_an_office_of_a_newer_program_is_refused_untouched(folder):
    place = folder / "office.json"
    place.write_bytes(with_checksum({**checked(place.read_bytes()), "minimum_reader": 2, "x": 1}))
    before = place.read_bytes()
    assert reason(folder) == "too_new"
    assert place.read_bytes() == before


def test_a_newer_office_that_we_may_read_opens(folder):
    place = folder / "office.json"
    place.write_bytes(with_checksum({**checked(place.read_bytes()), "format": 2, "x": 1}))
    assert read_office(folder).name == "深圳分部"


def test_a_folder_of_this_computer_is_fit_for_an_office(tmp_path):
    assert kind_of_place(tmp_path / "new") in ("local", "unknown")


def test_a_synchronised_folder_is_refused(tmp_path):
    with pytest.raises(Unavailable):
        kind_of_place(tmp_path / "OneDrive" / "office")
