"""Times as the vault writes them, and where the profile lies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from loancrm_desktop.services.vault.surroundings import (
    Surroundings,
    profile_folder,
    read_stamp,
    stamp,
)


def test_times_are_written_in_utc_with_milliseconds():
    beijing = timezone(timedelta(hours=8))
    moment = datetime(2026, 3, 1, 7, 59, 59, 12_999, tzinfo=beijing)
    assert stamp(moment) == "2026-02-28T23:59:59.012Z"


def test_a_written_time_is_read_again():
    moment = datetime(2026, 3, 1, 8, 0, 0, 7000, tzinfo=UTC)
    assert read_stamp(stamp(moment)) == moment
    with pytest.raises(ValueError, match="does not match"):
        read_stamp("yesterday")


def test_now_has_whole_milliseconds(tmp_path):
    here = Surroundings(profile=tmp_path, wall=lambda: 1_760_000_000.1239)
    assert here.now().microsecond == 123_000


def test_the_profile_can_be_put_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("LOANCRM_PROFILE", str(tmp_path))
    assert profile_folder() == tmp_path
    monkeypatch.delenv("LOANCRM_PROFILE")
    assert profile_folder() != tmp_path
    assert isinstance(profile_folder(), Path)
