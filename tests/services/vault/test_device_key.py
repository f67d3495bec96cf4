"""Unlocking at a remembered desk, and when that ends."""

from __future__ import annotations

import shutil

import keyring.backend
import keyring.errors
import pytest
from vault_fixtures import CLERK, CLERK_PASSWORD, OWNER, surroundings

from loancrm_desktop.errors import Refused, Unavailable
from loancrm_desktop.services.vault import device_key, keys, members
from loancrm_desktop.services.vault.header import stored_headers
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.slots import DeviceSlot

DAY_S = 86_400


class FakeStore:
    """A key store of a system, in memory."""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError
        del self.kept[service, username]


class LockedStore(FakeStore):
    """A key store that the person has locked."""

    def get_password(self, service, username):
        raise keyring.errors.KeyringLocked

    def set_password(self, service, username, password):
        raise keyring.errors.KeyringLocked

    def delete_password(self, service, username):
        raise keyring.errors.KeyringLocked


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def clerk(made):
    return keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)


def remember(made, vault, store):
    return device_key.remember_on_device(vault, store=store, here=made.here)


def unlock(made, store, login=CLERK, here=None):
    return device_key.unlock_with_device(made.folder, login, store=store, here=here or made.here)


def reason(made, store, login=CLERK, here=None):
    with pytest.raises(Unavailable) as caught:
        unlock(made, store, login, here)
    return caught.value.reason


def device_slots(made):
    slots = stored_headers(made.folder)[0].header.slots
    return [slot for slot in slots if isinstance(slot, DeviceSlot)]


def test_a_remembered_desk_unlocks_for_its_person_only(made, clerk, store):
    remember(made, clerk, store)
    opened = unlock(made, store)
    assert (opened.login, opened.keys, opened.own) == (CLERK, clerk.keys, clerk.own)
    assert reason(made, store, OWNER) == "not_remembered"


def test_the_key_store_holds_32_random_bytes_and_no_key(made, clerk, store):
    remember(made, clerk, store)
    (kept,) = store.kept.values()
    assert len(kept) == 44
    secret = device_key.base64.b64decode(kept)
    assert secret not in (clerk.own.master, clerk.own.box, clerk.own.sign)


def test_it_ends_after_thirty_days(made, clerk, store):
    remember(made, clerk, store)
    made.clock.pass_by(30 * DAY_S - 10)
    assert unlock(made, store)
    made.clock.pass_by(11)
    assert reason(made, store) == "not_remembered"


def test_the_end_of_the_thirty_days_is_told_without_the_key_store(made, clerk, store):
    assert device_key.remembered_until(made.folder, CLERK, here=made.here) is None
    remember(made, clerk, store)
    until = device_key.remembered_until(made.folder, CLERK, here=made.here)
    assert until - made.here.now() == device_key.LASTS
    assert device_key.remembered_until(made.folder, OWNER, here=made.here) is None
    made.clock.pass_by(30 * DAY_S + 1)
    assert device_key.remembered_until(made.folder, CLERK, here=made.here) is None


def test_a_clock_set_back_before_its_making_shuts_it(made, clerk, store):
    remember(made, clerk, store)
    made.clock.wall -= 60
    assert reason(made, store) == "not_remembered"


def test_another_computer_with_a_copy_of_the_key_store_gets_nothing(made, clerk, store, tmp_path):
    remember(made, clerk, store)
    elsewhere = surroundings(tmp_path / "other profile", made.clock, "elsewhere")
    assert reason(made, store, here=elsewhere) == "not_remembered"


def test_an_empty_key_store_gets_nothing(made, clerk, store):
    remember(made, clerk, store)
    assert reason(made, FakeStore()) == "not_remembered"


def test_a_longer_expiry_written_into_the_header_shuts_the_slot(made, clerk, store):
    remember(made, clerk, store)
    (slot,) = device_slots(made)
    longer = slot.model_copy(update={"expires_at": "2099-01-01T00:00:00.000Z"})
    secret = device_key.base64.b64decode(next(iter(store.kept.values())))
    assert device_key.open_device_slot(clerk.office_id, slot, secret) == clerk.own
    assert device_key.open_device_slot(clerk.office_id, longer, secret) is None


def test_remembering_again_replaces_the_slot(made, clerk, store):
    remember(made, remember(made, clerk, store), store)
    assert len(device_slots(made)) == 1
    assert unlock(made, store).login == CLERK


def test_a_forgotten_desk_asks_for_the_password(made, clerk, store):
    vault = remember(made, clerk, store)
    device_key.forget_device(vault, store=store, here=made.here)
    assert store.kept == {}
    assert device_slots(made) == []
    assert reason(made, store) == "not_remembered"


def test_forgetting_does_not_mind_an_empty_key_store(made, clerk, store):
    vault = remember(made, clerk, store)
    device_key.forget_device(vault, store=FakeStore(), here=made.here)
    assert device_slots(made) == []


def test_a_changed_password_forgets_the_persons_desks_only(made, clerk, store):
    remember(made, clerk, store)
    remember(made, made.vault, store)
    members.change_password(
        clerk, CLERK, CLERK_PASSWORD, "purple trains never sleep", FLOOR, here=made.here
    )
    assert reason(made, store) == "not_remembered"
    assert unlock(made, store, OWNER).login == OWNER


def test_a_removed_person_does_not_get_in_by_a_remembered_desk(made, clerk, store):
    remember(made, clerk, store)
    members.remove_user_slot(made.vault, CLERK, here=made.here)
    assert reason(made, store) == "not_remembered"


def test_the_recovery_key_is_not_remembered(made, store):
    vault = keys.unlock_with_recovery(made.folder, made.recovery_key)
    with pytest.raises(Refused):
        remember(made, vault, store)
    assert store.kept == {}


def test_a_locked_key_store_is_said_to_be_locked(made, clerk, store):
    vault = remember(made, clerk, store)
    assert reason(made, LockedStore()) == "no_key_store"
    with pytest.raises(Unavailable):
        remember(made, vault, LockedStore())
    with pytest.raises(Unavailable):
        device_key.forget_device(vault, store=LockedStore(), here=made.here)


def test_rubbish_in_the_key_store_opens_nothing(made, clerk, store):
    remember(made, clerk, store)
    for name in store.kept:
        store.kept[name] = "not base64 !"
    assert reason(made, store) == "no_key_store"
    for name in store.kept:
        store.kept[name] = "c2hvcnQ="
    assert reason(made, store) == "not_remembered"


def test_only_the_systems_own_key_stores_are_trusted(monkeypatch):
    class Plaintext(FakeStore):
        pass

    class Trusted(FakeStore):
        pass

    Trusted.__module__ = "keyring.backends.Windows"
    Trusted.__qualname__ = "WinVaultKeyring"
    stores = [Plaintext()]
    monkeypatch.setattr(keyring.backend, "get_all_keyring", lambda: stores)
    assert device_key.system_key_store() is None
    stores.append(Trusted())
    assert device_key.system_key_store() is stores[1]


def test_a_computer_without_a_trusted_key_store_says_so(made, clerk, monkeypatch):
    monkeypatch.setattr(keyring.backend, "get_all_keyring", list)
    with pytest.raises(Unavailable) as caught:
        device_key.remember_on_device(clerk, here=made.here)
    assert caught.value.reason == "no_key_store"
    assert device_slots(made) == []


def test_a_profile_copied_along_with_the_office_still_needs_the_secret(
    made, clerk, store, tmp_path
):
    remember(made, clerk, store)
    shutil.copytree(made.here.profile, tmp_path / "stolen")
    thief = surroundings(tmp_path / "stolen", made.clock, "thief")
    assert reason(made, FakeStore(), here=thief) == "not_remembered"
