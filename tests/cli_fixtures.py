"""An office for the command line: made once with the cheapest password, copied for each test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from loancrm_desktop.cli.__main__ import run
from loancrm_desktop.services import membership, opening
from loancrm_desktop.services.vault import kdf, slots
from loancrm_desktop.services.vault.kdf import FLOOR

LOGIN = "wang"
PASSWORD = "three green lamps dance"
BROKER = "li"
BROKER_PASSWORD = "seven odd kettles sing"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Answer the one JSON document; anything before or after it is a fault."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """Answer the one line of an error."""
        assert self.code != 0, self.out
        assert self.out == ""
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.strip()


Loancrm = Callable[..., Ran]


@pytest.fixture(scope="session")
def made_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one office with an owner and a broker."""
    folder = tmp_path_factory.mktemp("made") / "office"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOANCRM_PROFILE", str(tmp_path_factory.mktemp("profile")))
        new = opening.NewOffice("安信居间", LOGIN, "王老板", PASSWORD, params=FLOOR)
        opened = opening.create_office(folder, new).opened
        broker = membership.NewPerson(
            BROKER, "李经理", "broker", "销售A组", BROKER_PASSWORD, make_team=True
        )
        membership.add(opened, broker, FLOOR)
        opened.office.close()
    return folder


@pytest.fixture
def office_folder(made_office: Path, tmp_path: Path) -> Path:
    """Answer a copy of the office for one test."""
    folder = tmp_path / "office"
    shutil.copytree(made_office, folder)
    return folder


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch a password once per run, not once per command."""
    monkeypatch.setattr(slots, "stretch", _stretch)


_stretch = cache(kdf.stretch)


@pytest.fixture
def loancrm(
    office_folder: Path,
    quick_passwords: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Loancrm:
    """Answer a function that runs a command on the office, in English unless it says otherwise."""
    monkeypatch.setenv("LOANCRM_OFFICE", str(office_folder))
    monkeypatch.setenv("LOANCRM_LOGIN", LOGIN)
    monkeypatch.setenv("LOANCRM_PASSWORD", PASSWORD)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "en_GB.UTF-8")

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return command


@pytest.fixture
def as_broker(loancrm: Loancrm, monkeypatch: pytest.MonkeyPatch) -> Loancrm:
    """Answer a function that runs a command as the broker."""

    def command(*arguments: object) -> Ran:
        with monkeypatch.context() as patch:
            patch.setenv("LOANCRM_LOGIN", BROKER)
            patch.setenv("LOANCRM_PASSWORD", BROKER_PASSWORD)
            return loancrm(*arguments)

    return command


def as_json(**values: object) -> str:
    """Write values as the JSON of a line."""
    return json.dumps(values, ensure_ascii=False)


def condition(field: str, op: str, value: object = None) -> str:
    """Write a condition as the JSON of a line."""
    whole = {"field": field, "op": op}
    return json.dumps(whole if value is None else {**whole, "value": value}, ensure_ascii=False)
