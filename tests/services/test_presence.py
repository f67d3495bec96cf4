"""A shared office: the second desk tries the share out with the first, then both write."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import customer_list, customers, opening
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.vault.desks import DeskNote, announce
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.surroundings import Surroundings

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
