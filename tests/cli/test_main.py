"""Errors are one line on standard error, and the exit code says whose fault they are."""

import json
import os
import subprocess
import sys

import platformdirs
import pytest
from cli_fixtures import LOGIN, PASSWORD, as_json

from loancrm_desktop.cli import __main__ as start
from loancrm_desktop.errors import Clash, Conflict, Invalid, Refused, Unavailable
from loancrm_desktop.services import people
from loancrm_desktop.texts import say

LOANCRM = [sys.executable, "-m", "loancrm_desktop.cli"]


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (Invalid(say("no")), 2),
        (Refused(say("no")), 3),
        (Conflict(say("no"), [Clash("name", 1, 2, 3)], 4), 3),
        (Unavailable(say("no")), 4),
    ],
)
def test_the_exit_code_says_whose_fault_it_is(problem, code):
    assert start.exit_code(problem) == code


def test_a_wrong_password_cannot_open_the_office(loancrm, monkeypatch):
    monkeypatch.setenv("LOANCRM_PASSWORD", "four wrong words here")
    ran = loancrm("board", "--json")
    assert ran.code == 4
    assert "password is wrong" in ran.error


def test_a_folder_without_an_office_cannot_be_opened(loancrm, tmp_path):
    ran = loancrm("board", "--office", tmp_path / "nothing")
    assert ran.code == 4
    assert "nothing" in ran.error


def test_a_server_address_is_named_as_not_supported_yet(loancrm):
    ran = loancrm("board", "--office", "postgresql://host/office")
    assert ran.code == 4
    assert "PostgreSQL" in ran.error


@pytest.mark.parametrize(
    ("variable", "named"), [("LOANCRM_OFFICE", "--office"), ("LOANCRM_LOGIN", "--login")]
)
def test_what_was_not_given_is_named(loancrm, monkeypatch, variable, named):
    monkeypatch.delenv(variable)
    ran = loancrm("board")
    assert ran.code == 2
    assert named in ran.error


def test_without_password_and_terminal_it_says_where_a_password_can_come_from(loancrm, monkeypatch):
    monkeypatch.delenv("LOANCRM_PASSWORD")
    ran = loancrm("board")
    assert ran.code == 2
    assert "LOANCRM_PASSWORD" in ran.error


def test_every_field_that_does_not_hold_is_named_on_the_one_line(loancrm):
    ran = loancrm("customers", "add", as_json(name="", phone="12", gender="x"))
    assert ran.code == 2
    assert all(f"{field}: " in ran.error for field in ("name", "phone", "gender"))


def test_a_refusal_names_the_keys_that_are_allowed_instead(loancrm):
    loancrm("customers", "add", as_json(name="张三"))
    ran = loancrm("deals", "move", 1, "disbursed")
    assert ran.code == 3
    assert "first_call" in ran.error
    assert "lost" in ran.error


def test_a_refusal_says_by_which_option_the_missing_can_be_given(loancrm):
    loancrm("customers", "add", as_json(name="张三"))
    ran = loancrm("deals", "move", 1, "lost")
    assert ran.code == 3
    assert "--reason" in ran.error


def test_a_conflict_names_the_fields_that_two_people_changed(loancrm):
    loancrm("customers", "add", as_json(name="张三", region="深圳"))
    loancrm("customers", "edit", 1, as_json(region="广州"))
    ran = loancrm("customers", "edit", 1, as_json(region="上海"), "--revision", 1)
    assert ran.code == 3
    assert "region" in ran.error


def test_a_bug_ends_in_one_line_that_names_a_log_and_not_in_a_traceback(
    loancrm, monkeypatch, tmp_path
):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(platformdirs, "user_log_dir", lambda *_, **__: str(tmp_path / "logs"))
    monkeypatch.setattr(people, "page", broken)
    ran = loancrm("users", "list")
    assert ran.code == 1
    (log,) = (tmp_path / "logs").iterdir()
    assert str(log) in ran.error
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_where_the_log_folder_takes_nothing_the_log_goes_to_the_temporary_one(
    loancrm, monkeypatch, tmp_path
):
    (tmp_path / "a file").write_text("")
    monkeypatch.setattr(
        platformdirs, "user_log_dir", lambda *_, **__: str(tmp_path / "a file" / "x")
    )
    monkeypatch.setattr(start.tempfile, "mkdtemp", lambda prefix: str(tmp_path))
    monkeypatch.setattr(people, "page", lambda *_: 1 / 0)
    ran = loancrm("users", "list")
    assert ran.code == 1
    assert str(tmp_path / "command-") in ran.error


def test_a_command_stopped_from_the_keyboard_says_that_nothing_was_half_done(loancrm, monkeypatch):
    def stopped(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(people, "page", stopped)
    ran = loancrm("users", "list")
    assert ran.code == 1
    assert "Stopped" in ran.error


def started(*arguments, **environment):
    # The whole of a terminal's surroundings, without the person's own office.
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LOANCRM_O")}
    return subprocess.run(
        [*LOANCRM, *arguments],
        env={**clean, "LANG": "en_GB.UTF-8", "LC_ALL": "", **environment},
        capture_output=True,
        check=False,
        input=environment.get("typed", "").encode(),
    )


def test_the_program_itself_prints_chinese_in_utf8_whatever_the_terminal(office_folder):
    ran = started(
        "users", "list", "--json", "--password-stdin",
        LOANCRM_OFFICE=str(office_folder),
        LOANCRM_LOGIN=LOGIN,
        PYTHONIOENCODING="ascii",
        typed=f"{PASSWORD}\n",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout.decode("utf-8"))["rows"][0]["name"] == "王老板"


def test_the_program_itself_ends_with_the_code_of_the_error(tmp_path):
    ran = started("board", LOANCRM_OFFICE=str(tmp_path), LOANCRM_LOGIN="x", LOANCRM_PASSWORD="y")
    assert ran.returncode == 4
    assert ran.stdout == b""
    assert ran.stderr.count(b"\n") == 1


def test_a_reader_that_goes_away_early_is_no_error(office_folder):
    with subprocess.Popen(
        [*LOANCRM, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ran:
        ran.stdout.close()
        said = ran.stderr.read()
    assert (ran.returncode, said) == (0, b"")
