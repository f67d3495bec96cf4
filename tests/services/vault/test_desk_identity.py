"""The id of this desk."""

from __future__ import annotations

import platform

import pytest
from vault_fixtures import surroundings

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.vault.desk_identity import desk_id


def test_a_desk_keeps_its_id(here):
    first = desk_id(here)
    assert len(first) == 32
    assert desk_id(here) == first


def test_another_profile_is_another_desk(here, clock, tmp_path):
    other = surroundings(tmp_path / "other", clock, "other")
    assert desk_id(other) != desk_id(here)


def test_a_profile_copied_to_another_computer_gets_a_new_id(here, monkeypatch):
    first = desk_id(here)
    monkeypatch.setattr(platform, "node", lambda: "another computer")
    second = desk_id(here)
    assert second != first
    assert desk_id(here) == second


@pytest.mark.parametrize("content", [b"", b"{}", b"rubbish"])
def test_a_damaged_file_gives_a_new_id_that_stays(here, content):
    desk_id(here)
    (here.profile / "desk.json").write_bytes(content)
    fresh = desk_id(here)
    assert desk_id(here) == fresh


def test_a_profile_that_cannot_be_written_is_said(here):
    here.profile.write_text("a file", "utf-8")
    with pytest.raises(Unavailable):
        desk_id(here)
