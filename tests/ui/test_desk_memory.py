"""What this computer remembers survives a restart; a broken file costs only the convenience."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loancrm_desktop.ui.desk_memory import FILE, MOST_OFFICES, DeskMemory


def test_what_was_remembered_is_read_again(tmp_path):
    memory = DeskMemory(folder=tmp_path)
    memory.language, memory.theme = "en", "dark"
    memory.remember_office(Path("/offices/a"), "甲机构", "boss")
    again = DeskMemory.read(tmp_path)
    assert (again.language, again.theme) == ("en", "dark")
    assert again.offices[0].name == "甲机构"


def test_the_last_office_comes_first_and_once(tmp_path):
    memory = DeskMemory(folder=tmp_path)
    for name in ("a", "b", "a"):
        memory.remember_office(Path(name), name, "boss")
    assert [known.name for known in memory.offices] == ["a", "b"]


def test_only_so_many_offices_are_kept(tmp_path):
    memory = DeskMemory(folder=tmp_path)
    for number in range(MOST_OFFICES + 5):
        memory.remember_office(Path(str(number)), str(number), "boss")
    assert len(memory.offices) == MOST_OFFICES


def test_a_forgotten_office_is_not_offered(tmp_path):
    memory = DeskMemory(folder=tmp_path)
    memory.remember_office(Path("a"), "a", "boss")
    memory.forget_office(Path("a"))
    assert DeskMemory.read(tmp_path).offices == []


@pytest.mark.parametrize("content", ["", "[]", '{"offices": [{"folder": 3}], "theme": 7}', "\0\0"])
def test_a_broken_file_is_as_good_as_none(tmp_path, content):
    (tmp_path / FILE).write_text(content)
    memory = DeskMemory.read(tmp_path)
    assert (memory.offices, memory.theme) == ([], "")


def test_a_layout_is_remembered_for_each_person(tmp_path):
    memory = DeskMemory(folder=tmp_path)
    memory.person = "boss"
    memory.remember("list/columns", "120,80")
    memory.person = "broker"
    assert memory.recall("list/columns") == ""
    memory.write()
    again = DeskMemory.read(tmp_path)
    again.person = "boss"
    assert again.recall("list/columns") == "120,80"


def test_looks_and_habits_are_remembered_within_their_bounds(tmp_path):
    memory = DeskMemory(folder=tmp_path)
    memory.text_scale, memory.lock_after_min, memory.close_to_tray = 1.3, 30, True
    memory.write()
    again = DeskMemory.read(tmp_path)
    assert (again.text_scale, again.lock_after_min, again.close_to_tray) == (1.3, 30, True)
    memory.text_scale, memory.lock_after_min = 7.0, 0
    memory.write()
    again = DeskMemory.read(tmp_path)
    assert (again.text_scale, again.lock_after_min) == (2.0, 5)


@pytest.mark.parametrize("layouts", [[], {"boss": 3}, {"boss": {"nav": 1}}])
def test_a_layout_that_is_none_is_left_aside(tmp_path, layouts):
    (tmp_path / FILE).write_text(json.dumps({"layouts": layouts, "text_scale": "x"}))
    memory = DeskMemory.read(tmp_path)
    memory.person = "boss"
    assert (memory.recall("nav"), memory.text_scale) == ("", 1.0)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    memory = DeskMemory(folder=blocked / "below")
    memory.remember_office(Path("a"), "a", "boss")
    assert memory.offices[0].name == "a"
