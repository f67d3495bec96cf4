"""The disk is full, read-only, or gone while people work: a sentence, and nothing lost."""

import os
import shutil
import subprocess
import sys

import pytest
from office_fixtures import RAW_KEY, FrozenClock, place_in

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access, checking, customer_list, customers, opening
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.vault.kdf import FLOOR

MB = 1_000_000


@pytest.fixture
def small_disk(tmp_path):
    """Mount a file system of 8 MB; only root on Linux may."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small file system")
    place = tmp_path / "disk"
    place.mkdir()
    made = mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place))
    if made.returncode:
        pytest.skip(f"this machine lets nobody mount: {made.stderr.strip()[:80]}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def mount(*arguments):
    return subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)


def opened(folder, mode):
    office = assemble(
        Database(folder / "office.db", RAW_KEY, mode), place_in(folder, mode), FrozenClock()
    )
    with office.database.reading() as session:
        return office, access.actor_for(session, "boss", desk="desk-1")


@pytest.fixture(params=["local", "shared"])
def office_on_disk(request, founded_file, small_disk):
    shutil.copy(founded_file, small_disk / "office.db")
    office, actor = opened(small_disk, request.param)
    yield office, actor, small_disk
    office.close()


def names(office, actor):
    rows, after = [], None
    while True:
        page = office.ask(actor, customer_list.page, ListQuery(limit=1000, after=after))
        rows.extend(row.name for row in page.rows)
        if page.next is None:
            return rows
        after = page.next


def fill(disk, leave_bytes=0):
    free = shutil.disk_usage(disk).free - leave_bytes
    with (disk / "junk").open("wb") as stream:
        stream.write(b"\0" * max(0, free - 4096))


def test_a_full_disk_is_said_and_loses_nothing(office_on_disk):
    office, actor, disk = office_on_disk
    saved, reasons = [], []
    fill(disk, leave_bytes=600_000)
    for number in range(200):
        values = {"name": f"客户{number}", "remark": "长" * 4000}
        try:
            office.do(actor, customers.add, values)
        except Unavailable as problem:
            reasons.append(problem.reason)
            if len(reasons) == 3:
                break
        else:
            saved.append(values["name"])
    assert reasons == ["disk_full"] * 3
    assert saved
    assert sorted(names(office, actor)) == sorted(saved)
    (disk / "junk").unlink()
    office.do(actor, customers.add, {"name": "又有地方了"})
    assert sorted(names(office, actor)) == sorted([*saved, "又有地方了"])
    assert checking.check(office, actor).problems == ()
    office.close()
    again, boss = opened(disk, office.place.mode)
    assert sorted(names(again, boss)) == sorted([*saved, "又有地方了"])
    again.close()


def test_a_folder_that_becomes_read_only_is_said_and_loses_nothing(founded_file, small_disk):
    shutil.copy(founded_file, small_disk / "office.db")
    office, actor = opened(small_disk, "local")
    office.do(actor, customers.add, {"name": "张三"})
    office.close()
    assert mount("-o", "remount,ro", str(small_disk)).returncode == 0
    with pytest.raises(Unavailable) as caught:
        opened(small_disk, "local")
    assert caught.value.reason == "read_only"
    assert mount("-o", "remount,rw", str(small_disk)).returncode == 0
    office, actor = opened(small_disk, "local")
    assert names(office, actor) == ["张三"]
    office.close()


def test_an_office_cannot_be_made_where_nothing_can_be_written(small_disk, monkeypatch):
    monkeypatch.setattr(opening, "LEAST_FREE_BYTES", 0)
    assert mount("-o", "remount,ro", str(small_disk)).returncode == 0
    new = opening.NewOffice("测试机构", "boss", "王老板", "three green lamps dance", params=FLOOR)
    with pytest.raises(Unavailable) as caught:
        opening.create_office(small_disk / "office", new)
    assert caught.value.reason in ("read_only", "network_place")


def test_too_little_room_for_an_office_is_said_before_it_is_made(small_disk):
    new = opening.NewOffice("测试机构", "boss", "王老板", "three green lamps dance", params=FLOOR)
    folder = small_disk / "office"
    folder.mkdir()
    with pytest.raises(Unavailable) as caught:
        opening.create_office(folder, new)
    assert caught.value.reason in ("disk_full", "network_place")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("how", ["moved", "deleted", "replaced"])
def test_a_folder_that_vanishes_takes_no_word_into_the_void(office, owner, founded_file, how):
    folder = office.place.folder
    office.do(owner, customers.add, {"name": "张三"})
    away = folder.with_name("away")
    if sys.platform == "win32":
        pytest.skip("Windows does not let an open file be moved or deleted")
    if how == "deleted":
        shutil.rmtree(folder)
    else:
        folder.rename(away)
    if how == "replaced":
        folder.mkdir()
        shutil.copy(founded_file, folder / "office.db")
    with pytest.raises(Unavailable) as caught:
        office.do(owner, customers.add, {"name": "李四"})
    assert caught.value.reason == ("damaged" if how == "replaced" else "missing")
    assert "李四" not in caught.value.text.read("en")
    if how == "moved":
        away.rename(folder)
        office.do(owner, customers.add, {"name": "李四"})
        assert sorted(names(office, owner)) == ["张三", "李四"]
        assert checking.check(office, owner).problems == ()


def test_a_drive_pulled_out_is_said_and_works_again_when_it_is_back(founded_file, small_disk):
    shutil.copy(founded_file, small_disk / "office.db")
    office, actor = opened(small_disk, "local")
    office.do(actor, customers.add, {"name": "张三"})
    hidden = mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small_disk))
    assert hidden.returncode == 0
    try:
        with pytest.raises(Unavailable) as caught:
            office.do(actor, customers.add, {"name": "李四"})
        assert caught.value.reason == "missing"
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)
    office.do(actor, customers.add, {"name": "李四"})
    assert sorted(names(office, actor)) == ["张三", "李四"]
    office.close()
