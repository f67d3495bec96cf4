"""An office's keys made cheaply: fake clocks, counted randomness, Argon2id at its floor."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from loancrm_desktop.services.vault import keys, members
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.surroundings import Surroundings

OFFICE_ID = "0123456789abcdef0123456789abcdef"
OWNER = "老板"
OWNER_PASSWORD = "three green lamps dance"
CLERK = "li.na"
CLERK_PASSWORD = "seven odd kettles sing"


class FakeClock:
    """Both clocks of a computer; sleeping moves them."""

    def __init__(self, wall: float = 1_760_000_000.0, monotonic: float = 500.0):
        self.wall = wall
        self.monotonic = monotonic
        self.slept: list[float] = []

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.monotonic += seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_by(seconds)


class CountedTokens:
    """Random bytes that are the same in every run."""

    def __init__(self, seed: str = "tokens"):
        self.seed = seed
        self.count = 0

    def __call__(self, length: int) -> bytes:
        self.count += 1
        return hashlib.shake_256(f"{self.seed}/{self.count}".encode()).digest(length)


@dataclass
class Made:
    """An office with an owner and a clerk."""

    folder: Path
    recovery_key: str
    clock: FakeClock
    here: Surroundings
    vault: keys.UnlockedVault = field(repr=False)


def surroundings(profile: Path, clock: FakeClock, seed: str = "tokens") -> Surroundings:
    return Surroundings(
        profile=profile,
        wall=lambda: clock.wall,
        monotonic=lambda: clock.monotonic,
        sleep=clock.sleep,
        token=CountedTokens(seed),
    )


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def here(tmp_path, clock):
    return surroundings(tmp_path / "profile", clock)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vault")
    here = surroundings(folder / "profile", FakeClock(), "made once")
    vault, recovery_key = keys.create_header(
        folder / "office", OFFICE_ID, OWNER, OWNER_PASSWORD, FLOOR, here=here
    )
    vault = members.add_user_slot(vault, CLERK, CLERK_PASSWORD, FLOOR, here=here)
    return folder / "office", recovery_key, vault


@pytest.fixture
def made(made_once, tmp_path, clock, here):
    template, recovery_key, vault = made_once
    folder = tmp_path / "office"
    shutil.copytree(template, folder)
    mine = keys.UnlockedVault(
        folder, vault.office_id, vault.login, vault.generation, vault.keys, vault.own
    )
    return Made(folder, recovery_key, clock, here, mine)
