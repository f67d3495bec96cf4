"""Shared options stand anywhere on the line."""

from datetime import datetime
from pathlib import Path

import pytest

from loancrm_desktop.cli.shared_options import split
from loancrm_desktop.errors import Invalid
from loancrm_desktop.texts import current_language


def test_shared_options_are_taken_from_before_and_behind_the_command():
    options, rest = split(["--json", "customers", "--office", "a", "list", "--login=li"], {})
    assert rest == ["customers", "list"]
    assert (options.json, options.office, options.login) == (True, Path("a"), "li")


def test_the_line_goes_before_the_environment():
    environment = {"LOANCRM_OFFICE": "env", "LOANCRM_LOGIN": "wang"}
    options, _ = split(["--office", "line"], environment)
    assert (options.office, options.login) == (Path("line"), "wang")


def test_behind_two_dashes_nothing_is_an_option():
    options, rest = split(["search", "--", "--json"], {})
    assert rest == ["search", "--", "--json"]
    assert not options.json


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "zh_TW", "LANG": "en_US"}, "zh"),
    ],
)
def test_the_language_is_the_systems(environment, language):
    split([], environment)
    assert current_language() == language


def test_the_language_of_the_line_goes_before_the_systems():
    split(["--lang", "en"], {"LANG": "zh_CN.UTF-8"})
    assert current_language() == "en"


def test_a_time_without_an_offset_is_the_offices():
    options, _ = split(["--now", "2026-11-23T09:30"], {})
    assert options.now == datetime.fromisoformat("2026-11-23T09:30+08:00")


@pytest.mark.parametrize(
    "line", [["--now", "yesterday"], ["--lang", "fr"], ["--office"], ["board", "--login"]]
)
def test_what_does_not_hold_is_refused(line):
    with pytest.raises(Invalid):
        split(line, {})
