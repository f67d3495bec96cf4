"""`loancrm screens` saves a picture of every window of the given office."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

PNG = b"\x89PNG\r\n\x1a\n"


def size_of(path: Path) -> tuple[int, int]:
    head = path.read_bytes()[:24]
    assert head[:8] == PNG
    return struct.unpack(">II", head[16:24])


@pytest.mark.slow
def test_every_window_is_pictured_at_the_wanted_scale(loancrm, office_folder, tmp_path):
    out = tmp_path / "pictures"
    answered = loancrm(
        *("--office", office_folder, "--login", "wang", "--json", "--lang", "en"),
        *("screens", out, "--theme", "dark", "--scale", "1.5"),
    ).json
    screens = {each["screen"]: Path(each["path"]) for each in answered["files"]}
    assert {"unlock", "customer_list", "board", "import_check", "today"} <= set(screens)
    assert size_of(screens["customer_list"]) == (2160, 1350)
    assert {path.name for path in out.iterdir()} == {path.name for path in screens.values()}


def test_a_wrong_password_is_said_in_one_line(loancrm, office_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("LOANCRM_PASSWORD", "not the password at all")
    ran = loancrm("--office", office_folder, "--login", "wang", "--lang", "en", "screens", tmp_path)
    assert ran.code == 4
    assert "password" in ran.error


def test_a_folder_that_holds_no_office_is_said_before_anything_is_opened(loancrm, tmp_path):
    ran = loancrm("--office", tmp_path, "--login", "wang", "--lang", "en", "screens", tmp_path)
    assert ran.code == 4
    assert str(tmp_path) in ran.error


def test_pictures_are_not_put_among_the_offices_own_files(loancrm, office_folder):
    line = ("--office", office_folder, "--login", "wang", "--lang", "en", "screens", office_folder)
    ran = loancrm(*line)
    assert ran.code == 2
    assert "own files" in ran.error
