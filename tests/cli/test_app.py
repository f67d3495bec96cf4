"""Every command stands under its name, and starting loads no more than it needs."""

import subprocess
import sys

import pytest

from loancrm_desktop.cli.app import COMMANDS

HEAVY = ("PySide6", "pypinyin", "alembic", "docxtpl", "docx", "phonenumbers", "openpyxl", "lxml")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(loancrm, name):
    ran = loancrm(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"Usage: loancrm {name}")


def test_the_help_lists_every_command_with_what_it_is_for(loancrm):
    ran = loancrm("--help")
    assert ran.code == 0
    for name, entry in COMMANDS.items():
        assert any(
            line.split()[:1] == [name] and entry.purpose.read("en")[:20] in line
            for line in ran.out.splitlines()
        )


def test_without_a_command_the_help_is_shown(loancrm):
    assert loancrm().out == loancrm("--help").out


def loaded_by(code: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        check=True,
        text=True,
    )
    return set(ran.stderr.split())


def test_the_help_loads_neither_database_nor_window():
    loaded = loaded_by("from loancrm_desktop.cli.__main__ import run; run(['--help'])")
    assert not loaded & {*HEAVY, "sqlalchemy", "pydantic", "rich"}


def test_the_board_loads_neither_window_nor_word_nor_spreadsheets():
    loaded = loaded_by("import loancrm_desktop.cli.deal_commands, loancrm_desktop.cli.words")
    assert not loaded & {*HEAVY, "zxcvbn"}
