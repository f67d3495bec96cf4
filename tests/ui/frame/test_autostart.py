"""The entry by which a system starts the program is one that it can read."""

import configparser
import plistlib
import shlex
import sys

import pytest

from loancrm_desktop.ui.frame import autostart


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "autostart" / "LoanCRM.desktop"


@pytest.mark.skipif(sys.platform != "linux", reason="desktop entries are of Linux")
def test_a_desktop_entry_starts_this_very_program(place):
    assert not autostart.is_on()
    autostart.switch(on=True)
    assert autostart.is_on()
    entry = configparser.RawConfigParser()
    entry.read(place, "utf-8")
    assert entry["Desktop Entry"]["type"] == "Application"
    assert tuple(shlex.split(entry["Desktop Entry"]["exec"])) == autostart.command()
    autostart.switch(on=True)
    autostart.switch(on=False)
    autostart.switch(on=False)
    assert not autostart.is_on()


@pytest.mark.parametrize("sign", ['"', "`", "$", "\\"])
def test_signs_that_mean_something_to_a_desktop_are_told_apart(sign):
    assert autostart._quoted(f"/a {sign}b") == f'"/a \\{sign}b"'


def test_a_sign_of_entries_is_doubled():
    assert autostart._quoted("/a%b") == '"/a%%b"'


def test_a_launch_agent_is_a_property_list(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    agent = plistlib.loads(autostart._written(("/Applications/LoanCRM", "-x")))
    assert agent["ProgramArguments"] == ["/Applications/LoanCRM", "-x"]
    assert agent["RunAtLoad"] is True
    assert autostart._file().name == "local.LoanCRM.plist"


def test_a_built_program_starts_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert autostart.command() == (sys.executable,)
