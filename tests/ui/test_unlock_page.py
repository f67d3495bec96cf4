"""The door opens with the right password, says why not with a wrong one, and helps recover."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import opening
from loancrm_desktop.services.vault import device_key, keys
from loancrm_desktop.services.vault.canonical import with_checksum
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.office_folder import read_office
from loancrm_desktop.texts import say
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.unlock_page import UnlockPage

PASSWORD = "violet anchor drum 47"
NEW_PASSWORD = "copper lantern moss 82"


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offices") / "云岭"
    new = opening.NewOffice("云岭融资咨询", "boss", "陈嘉木", PASSWORD, params=FLOOR)
    created = opening.create_office(folder, new)
    created.opened.office.close()
    return folder, created.recovery_key


@pytest.fixture
def bridge(qapp, dressed):
    bridge = Bridge()
    yield bridge
    bridge.shut_down()


@pytest.fixture
def page(qtbot, bridge, tmp_path, founded):
    page = UnlockPage(bridge, DeskMemory(folder=tmp_path / "profile"))
    qtbot.addWidget(page)
    page.show()
    page.choose_folder(founded[0])
    page.login.edit.setText("boss")
    page.login.edit.editingFinished.emit()
    return page


@pytest.fixture
def opened(page):
    offices = []
    page.opened.connect(offices.append)
    yield offices
    for each in offices:
        each.office.close()


def test_the_right_password_opens_the_office(page, qtbot, opened):
    page.password.edit.setText(PASSWORD)
    page.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert opened[0].actor.name == "陈嘉木"
    assert page.password.text == ""


def test_an_opened_office_is_remembered(page, qtbot, opened, tmp_path, founded):
    page.password.edit.setText(PASSWORD)
    page.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    known = DeskMemory.read(tmp_path / "profile").offices[0]
    assert (known.folder, known.login) == (str(founded[0]), "boss")


def test_a_wrong_password_is_told_at_its_field(page, qtbot, bridge, opened):
    page.password.edit.setText("not the password 1")
    page.unlock()
    assert not page.go.isEnabled()
    qtbot.waitUntil(lambda: bridge.pending == 0, timeout=20_000)
    assert opened == []
    assert page.password.problem
    assert page.go.isEnabled()


def test_the_recovery_key_sets_a_new_password_and_opens(page, qtbot, opened, founded):
    page.toggle_recovery()
    page.key.edit.setText(founded[1].lower())
    page.password.edit.setText(NEW_PASSWORD)
    page.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    again = opening.recover(founded[0], "boss", founded[1], PASSWORD)
    assert again.login == "boss"


def test_a_mistyped_recovery_key_names_the_group(page, qtbot, bridge, founded):
    page.toggle_recovery()
    groups = founded[1].split("-")
    groups[2] = groups[2][:-1] + ("A" if groups[2][-1] != "A" else "B")
    page.key.edit.setText("-".join(groups))
    page.password.edit.setText(NEW_PASSWORD)
    page.unlock()
    qtbot.waitUntil(lambda: bridge.pending == 0, timeout=20_000)
    assert "3" in page.key.problem


def test_a_folder_without_an_office_is_told(page, tmp_path):
    page.choose_folder(tmp_path)
    assert page.notice.isVisible()


def test_without_any_office_there_is_nothing_to_unlock(qtbot, bridge, tmp_path):
    page = UnlockPage(bridge, DeskMemory(folder=tmp_path))
    qtbot.addWidget(page)
    assert not page.go.isEnabled()


def test_offices_opened_before_are_offered(qtbot, bridge, tmp_path):
    memory = DeskMemory(folder=tmp_path)
    memory.remember_office(Path("/a"), "甲机构", "boss")
    memory.remember_office(Path("/b"), "乙机构", "li")
    page = UnlockPage(bridge, memory)
    qtbot.addWidget(page)
    assert [page.office.itemText(n) for n in range(2)] == ["乙机构", "甲机构"]
    assert page.login.text == "li"


class FakeStore(dict):
    """A key store of a system, in memory."""

    def get_password(self, service, username):
        return self.get((service, username))

    def set_password(self, service, username, password):
        self[service, username] = password

    def delete_password(self, service, username):
        del self[service, username]


@pytest.fixture
def remembered(founded, monkeypatch):
    """Let this computer open the office for its owner."""
    store = FakeStore()
    monkeypatch.setattr(device_key, "system_key_store", lambda: store)
    vault = device_key.remember_on_device(keys.unlock(founded[0], "boss", PASSWORD))
    yield store
    device_key.forget_device(vault)


def wait_for_the_key_store(page, qtbot, bridge):
    qtbot.waitUntil(lambda: not page._device_timer.isActive(), timeout=20_000)
    qtbot.waitUntil(lambda: bridge.pending == 0, timeout=20_000)


def test_a_computer_that_remembers_opens_without_the_password(remembered, page, qtbot, opened):
    qtbot.waitUntil(page.by_device.isVisible, timeout=20_000)
    page.by_device.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert opened[0].actor.login == "boss"


def test_only_who_is_remembered_is_offered_this_computers_key(remembered, page, qtbot, bridge):
    qtbot.waitUntil(page.by_device.isVisible, timeout=20_000)
    page.login.edit.setText("li")
    page.login.edit.editingFinished.emit()
    wait_for_the_key_store(page, qtbot, bridge)
    assert not page.by_device.isVisible()


def test_a_key_store_that_lost_the_secret_leaves_the_password(remembered, page, qtbot, opened):
    qtbot.waitUntil(page.by_device.isVisible, timeout=20_000)
    kept = dict(remembered)
    remembered.clear()
    page.by_device.click()
    qtbot.waitUntil(page.notice.isVisible, timeout=20_000)
    remembered.update(kept)
    assert opened == []
    assert page.go.isEnabled()
    assert not page.by_device.isVisible()


def test_a_computer_that_remembers_nobody_offers_only_the_password(page, qtbot, bridge):
    wait_for_the_key_store(page, qtbot, bridge)
    assert not page.by_device.isVisible()


def test_who_signed_in_here_before_is_offered_by_name(
    page, qtbot, opened, bridge, tmp_path, founded
):
    page.password.edit.setText(PASSWORD)
    page.unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    again = UnlockPage(bridge, DeskMemory.read(tmp_path / "profile"))
    qtbot.addWidget(again)
    again.show()
    (card,) = again.people.cards
    assert (card.text(), card.isChecked()) == ("陈嘉木", True)
    assert not again.login.isVisible()
    again.other.click()
    assert (again.login.isVisible(), again.login.text, card.isChecked()) == (True, "", False)
    card.click()
    assert (again.login.text, again.login.isVisible()) == ("boss", False)


def test_a_pause_is_counted_down_on_the_button(page, qtbot):
    waiting = Unavailable(say("Wait {seconds} seconds.", seconds=61), "waiting")
    page._on_failed(waiting)
    assert not page.go.isEnabled()
    assert "1:01" in page.go.text()
    page.countdown.start(1)
    qtbot.waitUntil(page.go.isEnabled, timeout=5_000)
    assert page.password.problem == ""


def test_another_office_is_not_held_up_by_the_pause(page, founded):
    page._on_failed(Unavailable(say("Wait {seconds} seconds.", seconds=61), "waiting"))
    page.choose_folder(founded[0])
    assert page.go.isEnabled()


def test_no_login_is_asked_for_at_its_place(page):
    page.login.edit.clear()
    page.unlock()
    assert page.login.problem
    assert page.go.isEnabled()


def test_an_office_of_a_newer_program_is_told(page, tmp_path, founded):
    newer = tmp_path / "newer"
    newer.mkdir()
    identity = {**json.loads((founded[0] / "office.json").read_text("utf-8"))}
    identity.pop("checksum", None)
    identity["minimum_reader"] = 99
    (newer / "office.json").write_bytes(with_checksum(identity))
    page.choose_folder(newer)
    assert page.notice.isVisible()
    assert page.notice.text == str(refusal(newer))


def refusal(folder):
    with pytest.raises(Unavailable) as told:
        read_office(folder)
    assert told.value.reason == "too_new"
    return told.value


def test_the_last_backup_is_told_before_the_office_is_open(page, qtbot, bridge, founded):
    backups = founded[0] / "backups"
    backups.mkdir(exist_ok=True)
    (backups / "one.bak").write_bytes(b"x")
    page.choose_folder(founded[0])
    qtbot.waitUntil(lambda: bridge.pending == 0, timeout=20_000)
    title, _ = page._backup
    assert any(each.isdigit() for each in title.text())
    (backups / "one.bak").unlink()


def test_the_recovery_key_may_be_used_during_a_pause(page):
    page._on_failed(Unavailable(say("Wait {seconds} seconds.", seconds=61), "waiting"))
    page.toggle_recovery()
    assert page.go.isEnabled()
    assert ":" not in page.go.text()
