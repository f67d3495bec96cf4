"""Two desks that change people's keys at the same time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from vault_fixtures import CLERK, OWNER, OWNER_PASSWORD

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.vault import amending, keys, members
from loancrm_desktop.services.vault.generations import publish
from loancrm_desktop.services.vault.header import header_numbers

CHECKOUT = Path(__file__).resolve().parents[3]
ONE_DESK = """
import sys
from pathlib import Path
from loancrm_desktop.services.vault import keys, members
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.surroundings import Surroundings
folder, desk, login, password = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
here = Surroundings(profile=folder.parent / desk)
vault = keys.unlock(folder, login, password, here=here)
print("ready", flush=True)
sys.stdin.readline()
for number in range(3):
    members.add_user_slot(vault, f"{desk}-{number}", "yellow bricks never rust", FLOOR, here=here)
"""


def test_two_desks_adding_people_at_once_lose_nobody(made):
    desks = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_DESK, str(made.folder), desk, OWNER, OWNER_PASSWORD],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for desk in ("east", "west")
    ]
    for desk in desks:
        assert desk.stdout.readline() == "ready\n"
    for desk in desks:
        desk.stdin.write("go\n")
        desk.stdin.flush()
    for desk in desks:
        desk.communicate(timeout=60)
        assert desk.returncode == 0
    found = set(members.logins(made.vault))
    added = {f"{desk}-{number}" for desk in ("east", "west") for number in range(3)}
    assert found == {OWNER, CLERK} | added


def test_whoever_comes_second_looks_again_and_takes_the_next_number(made, monkeypatch):
    raced = []

    def beaten_once(office, header, key):
        if not raced:
            raced.append(header.generation)
            members.remove_user_slot(made.vault, CLERK, here=made.here)
        return publish(office, header, key)

    def same_slots(header, _maker):
        return header.slots

    monkeypatch.setattr(amending, "publish", beaten_once)
    vault = amending.amend(made.vault, made.here, same_slots)
    assert raced == [3]
    assert vault.generation == 4
    assert members.logins(vault) == (OWNER,)


def test_a_desk_that_is_beaten_time_and_again_says_so_and_changes_nothing(made, monkeypatch):
    monkeypatch.setattr(amending, "publish", lambda *_: False)
    with pytest.raises(Unavailable) as caught:
        members.remove_user_slot(made.vault, CLERK, here=made.here)
    assert caught.value.reason == "busy"
    assert header_numbers(made.folder) == [1, 2]


def test_a_full_disk_leaves_no_half_header(made, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("loancrm_desktop.models.durable_files.os.fsync", full)
        with pytest.raises(Unavailable) as caught:
            members.remove_user_slot(made.vault, CLERK, here=made.here)
    assert caught.value.reason == "disk_full"
    assert header_numbers(made.folder) == [1, 2]
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here)


def test_a_header_that_another_desk_built_upon_at_once_counts_as_written(made, monkeypatch):
    def followed_at_once(office, header, key):
        written = publish(office, header, key)
        monkeypatch.setattr(amending, "publish", publish)
        members.remove_user_slot(made.vault, CLERK, here=made.here)
        return written

    def same_slots(header, _maker):
        return header.slots

    monkeypatch.setattr(amending, "publish", followed_at_once)
    assert amending.amend(made.vault, made.here, same_slots).generation == 3
    assert header_numbers(made.folder) == [1, 2, 3, 4]
