"""A shared office: the second desk tries the share out with the first, then both write."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import schema
from loancrm_desktop.services import customer_list, customers, opening
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.vault.desk_identity import desk_id
from loancrm_desktop.services.vault.desks import DeskNote, announce
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.texts import say

PASSPHRASE = "Ochre-Kite-77-lantern"

OTHER_DESK = """
import sys
from pathlib import Path
from loancrm_desktop.services import customers, opening
desk = opening.open_office(Path(sys.argv[1]), "boss", sys.argv[2])
print("in", flush=True)
sys.stdin.readline()
desk.office.do(desk.actor, customers.add, values={"name": "来自另一台"})
desk.office.close()
print("out", flush=True)
"""


@pytest.fixture
def shared_office(tmp_path):
    folder = tmp_path / "shared"
    new = opening.NewOffice("共享", "boss", "王老板", PASSPHRASE, "shared", FLOOR)
    opening.create_office(folder, new).opened.office.close()
    return folder


def test_two_desks_join_and_both_write(shared_office, tmp_path):
    environment = {**os.environ, "LOANCRM_PROFILE": str(tmp_path / "profile-2")}
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_DESK, str(shared_office), PASSPHRASE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert other.stdout.readline().strip() == "in"
        mine = opening.open_office(shared_office, "boss", PASSPHRASE)
        mine.office.do(mine.actor, customers.add, values={"name": "来自这台"})
        assert other.communicate("go\n", timeout=60)[0].strip() == "out"
        page = mine.office.ask(mine.actor, customer_list.page, ListQuery())
        assert {row.name for row in page.rows} == {"来自这台", "来自另一台"}
        mine.office.close()
    finally:
        other.kill()
        other.wait()
    assert list((shared_office / "desks").glob("*.json")) == []


def test_windows_and_mac_desks_do_not_mix(shared_office):
    here = Surroundings()
    note = DeskNote(desk="f" * 32, sequence=1, login="li", computer="MAC", system="other-system")
    announce(shared_office, note, here.wall())
    with pytest.raises(Unavailable, match="Windows") as caught:
        opening.open_office(shared_office, "boss", PASSPHRASE, here=replace(here))
    assert caught.value.reason == "unfit_place"
    assert [path.stem for path in (shared_office / "desks").glob("*.json")] == ["f" * 32]


def test_a_wrong_password_leaves_no_note_of_the_desk(shared_office):
    with pytest.raises(Unavailable):
        opening.open_office(shared_office, "boss", "not the password at all")
    assert list((shared_office / "desks").glob("*.json")) == []


@pytest.mark.parametrize("broken", ["bring_up_to_date", "is_older"])
def test_an_opening_that_fails_takes_the_note_away_again(shared_office, monkeypatch, broken):
    def fail(*_arguments):
        raise Unavailable(say("The disk is full."), "disk_full")

    monkeypatch.setattr(schema, broken, fail)
    with pytest.raises(Unavailable):
        opening.open_office(shared_office, "boss", PASSPHRASE)
    assert list((shared_office / "desks").glob("*.json")) == []


def test_a_command_beside_the_open_window_leaves_the_windows_note(shared_office):
    window = opening.open_office(shared_office, "boss", PASSPHRASE)
    command = opening.open_office(shared_office, "boss", PASSPHRASE)
    command.office.close()
    assert len(list((shared_office / "desks").glob("*.json"))) == 1
    window.office.close()
    assert list((shared_office / "desks").glob("*.json")) == []


def test_the_note_of_a_program_that_died_long_ago_is_taken_over(shared_office):
    opening.open_office(shared_office, "boss", PASSPHRASE).office.close()
    here = Surroundings()
    note = DeskNote(desk=desk_id(here), sequence=9, login="boss", system=sys.platform)
    announce(shared_office, note, here.wall())
    (place,) = (shared_office / "desks").glob("*.json")
    old = place.stat().st_mtime - 3600
    os.utime(place, (old, old))
    opening.open_office(shared_office, "boss", PASSPHRASE).office.close()
    assert list((shared_office / "desks").glob("*.json")) == []
