"""Offices ready to work in: a file migrated once per session, copied and opened with a raw key."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, FileKey
from loancrm_desktop.services import access, founding
from loancrm_desktop.services.actor import FOUNDER, Actor
from loancrm_desktop.services.office import Office, OfficePlace
from loancrm_desktop.services.opening import assemble

RAW_KEY = FileKey(bytes(range(32)))
START = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)


class FrozenClock:
    """A clock that stands until a test moves it; each operation is a second later."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def forward(self, **by: float) -> None:
        """Move the clock by days, hours or minutes."""
        self.now += timedelta(**by)


def place_in(folder: Path, mode: str = "local") -> OfficePlace:
    """Answer what services need to know of a test office."""
    return OfficePlace(folder, "0" * 32, "测试机构", mode, b"d" * 32, b"j" * 32)


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one office file with an owner, three more people and two teams."""
    folder = tmp_path_factory.mktemp("founded")
    path = folder / "office.db"
    schema.create(path, RAW_KEY, "local")
    database = Database(path, RAW_KEY, "local")
    office = assemble(database, place_in(folder), FrozenClock())
    office.do(FOUNDER, founding.found, owner_login="boss", owner_name="王老板")
    _add_people(office)
    office.close()
    return path


def _add_people(office: Office) -> None:
    from loancrm_desktop.services import people

    with office.database.reading() as session:
        owner = access.actor_for(session, "boss", desk="desk-1")
    office.do(owner, people.add_team, name="销售A组")
    office.do(owner, people.add_team, name="销售B组")
    for login, name, role, team in (
        ("lead", "赵主管", "supervisor", "销售A组"),
        ("li", "李经理", "broker", "销售A组"),
        ("chen", "陈经理", "broker", "销售B组"),
        ("desk", "周内勤", "back_office", None),
        ("audit", "吴合规", "compliance", None),
        ("guest", "看客", "read_only", None),
    ):
        office.do(owner, people.add, login=login, name=name, role_key=role, team=team)


@pytest.fixture
def clock() -> FrozenClock:
    """Answer a frozen clock."""
    return FrozenClock()


@pytest.fixture
def office(founded_file: Path, tmp_path: Path, clock: FrozenClock) -> Iterator[Office]:
    """Answer an office of its own for one test."""
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copy(founded_file, folder / "office.db")
    opened = assemble(Database(folder / "office.db", RAW_KEY, "local"), place_in(folder), clock)
    yield opened
    opened.close()


@pytest.fixture
def actor_of(office: Office) -> Callable[[str], Actor]:
    """Answer the person behind a login."""

    def find(login: str) -> Actor:
        with office.database.reading() as session:
            return access.actor_for(session, login, desk="desk-1")

    return find


@pytest.fixture
def owner(actor_of: Callable[[str], Actor]) -> Actor:
    """Answer the office's owner."""
    return actor_of("boss")


def without_masked_printing(actor: Actor) -> Actor:
    """Answer the same person in a role that may make contracts but not print masked fields."""
    may = actor.rights.may - {"contracts.*"} | {"contracts.make"}
    return replace(actor, rights=replace(actor.rights, may=may))
