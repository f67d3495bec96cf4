"""The office behind a command is open for as long as the command runs."""

import io
import sys
from datetime import UTC, datetime

import pytest
from cli_fixtures import PASSWORD

from loancrm_desktop.cli import session
from loancrm_desktop.cli.shared_options import SharedOptions
from loancrm_desktop.errors import Invalid


def test_the_clock_stands_where_now_says_cut_to_milliseconds():
    now = datetime(2026, 11, 23, 1, 30, 0, 123456, tzinfo=UTC)
    clock = session.clock_of(SharedOptions(now=now))
    assert clock() == clock() == now.replace(microsecond=123000)


def test_a_password_is_read_from_standard_input_when_asked_for(monkeypatch):
    monkeypatch.setenv("LOANCRM_PASSWORD", "another")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\nrest"))
    assert session.password_of(SharedOptions(password_stdin=True), "?") == PASSWORD


def test_somebody_at_a_terminal_is_asked(monkeypatch):
    monkeypatch.delenv("LOANCRM_PASSWORD", raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: f"typed after {prompt}")
    assert session.password_of(SharedOptions(), "li: ") == "typed after li: "


def test_an_office_has_to_be_named():
    with pytest.raises(Invalid):
        session.office_folder(SharedOptions())
