"""Who has the office open, by the file server's clock."""

from __future__ import annotations

import os
import time

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.vault import desks

LOW, MIDDLE, HIGH = "0a" * 16, "5b" * 16, "ff" * 16


def note(desk, **more):
    return desks.DeskNote(desk=desk, sequence=1, **more)


def announce(office, desk, **more):
    return desks.announce(office, note(desk, **more), time.time())


def make_older(office, desk, seconds):
    place = desks.desks_folder(office) / f"{desk}.json"
    written = place.stat().st_mtime - seconds
    os.utime(place, (written, written))


def test_a_desk_sees_the_others_and_not_itself(tmp_path):
    assert announce(tmp_path, LOW).others == ()
    seen = announce(tmp_path, MIDDLE, login="li").others
    assert [other.desk for other in seen] == [LOW]
    assert [other.desk for other in announce(tmp_path, LOW).others] == [MIDDLE]


def test_a_desk_tells_who_is_there_and_since_when_it_writes(tmp_path):
    announce(tmp_path, LOW, login="li", computer="前台", writing_since_s=40)
    (other,) = announce(tmp_path, HIGH).others
    assert (other.note.login, other.note.computer, other.note.writing_since_s) == ("li", "前台", 40)


def test_a_desk_silent_for_three_rounds_is_gone(tmp_path):
    announce(tmp_path, LOW)
    make_older(tmp_path, LOW, 44)
    assert len(announce(tmp_path, HIGH).others) == 1
    make_older(tmp_path, LOW, 2)
    assert announce(tmp_path, HIGH).others == ()


def test_age_is_judged_by_the_servers_clock_not_by_the_desks(tmp_path):
    announce(tmp_path, LOW)
    seen = desks.announce(tmp_path, note(HIGH), time.time() + 7200)
    assert len(seen.others) == 1
    assert seen.clock_is_wrong
    assert 7190 < seen.clock_differs_s < 7210


def test_a_right_clock_is_not_called_wrong(tmp_path):
    assert not announce(tmp_path, LOW).clock_is_wrong


def test_the_lowest_desk_alive_leads(tmp_path):
    assert announce(tmp_path, MIDDLE).leads
    assert announce(tmp_path, LOW).leads
    assert not announce(tmp_path, MIDDLE).leads
    make_older(tmp_path, LOW, 100)
    assert announce(tmp_path, MIDDLE).leads


def test_a_desk_that_leaves_is_gone_at_once(tmp_path):
    announce(tmp_path, LOW)
    desks.leave(tmp_path, LOW)
    desks.leave(tmp_path, LOW)
    assert announce(tmp_path, HIGH).others == ()


@pytest.mark.parametrize("content", [b"", b"{", b'{"desk":1}', b"\xff" * 50])
def test_a_half_written_file_still_means_that_somebody_is_there(tmp_path, content):
    announce(tmp_path, LOW)
    (desks.desks_folder(tmp_path) / f"{LOW}.json").write_bytes(content)
    (other,) = announce(tmp_path, HIGH).others
    assert other.desk == LOW
    assert other.note is None


def test_work_on_the_whole_office_waits_until_the_others_left(tmp_path):
    announce(tmp_path, LOW, login="li", computer="前台")
    with pytest.raises(Unavailable) as caught:
        desks.refuse_while_others_are_in(announce(tmp_path, HIGH))
    assert caught.value.reason == "in_use"
    assert "前台 (li)" in str(caught.value)
    desks.leave(tmp_path, LOW)
    desks.refuse_while_others_are_in(announce(tmp_path, HIGH))


def test_a_folder_that_is_gone_is_said(tmp_path):
    (tmp_path / "desks").write_text("a file", "utf-8")
    with pytest.raises(Unavailable):
        announce(tmp_path, LOW)
    desks.leave(tmp_path, LOW)
