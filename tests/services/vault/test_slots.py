"""Slots: locked to their office, person and parameters."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vault_fixtures import CountedTokens

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.vault import slots
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.recovery import new_recovery_key
from loancrm_desktop.services.vault.secrets_of_office import Bundle

OFFICE = "0123456789abcdef0123456789abcdef"
PASSWORD = "three green lamps dance"


@pytest.fixture(scope="module")
def token():
    return CountedTokens()


@pytest.fixture(scope="module")
def rescue(token):
    return Bundle.new_person(b"m" * 32, token)


@pytest.fixture(scope="module")
def own(token):
    return Bundle.new_person(b"m" * 32, token)


@pytest.fixture(scope="module")
def maker(token, rescue):
    return slots.SlotMaker(token, 7, rescue.public_box)


@pytest.fixture(scope="module")
def slot(token, own, maker):
    return slots.user_slot(OFFICE, "li", slots.PasswordKey(PASSWORD, FLOOR, token), own, maker)


def test_a_slot_opens_with_its_password_only(slot, own):
    assert slots.open_user_slot(OFFICE, slot, PASSWORD) == own
    assert slots.open_user_slot(OFFICE, slot, PASSWORD + " ") is None


@pytest.mark.parametrize(
    "change",
    [
        {"id": "00" * 16},
        {"login": "wang"},
        {"login": "LI"},
        {"generation": 8},
        {"salt": "00" * 16},
        {"nonce": "00" * 12},
        {"public_box": "00" * 32},
        {"public_sign": "00" * 32},
        {"cost": FLOOR.model_copy(update={"passes": 3})},
        {"cost": FLOOR.model_copy(update={"lanes": 2})},
    ],
)
def test_any_changed_part_shuts_a_slot(slot, change):
    changed = slot.model_copy(update=change)
    assert slots.open_user_slot(OFFICE, changed, PASSWORD) is None


def test_a_slot_opens_in_its_own_office_only(slot):
    assert slots.open_user_slot("ff" * 16, slot, PASSWORD) is None


def test_only_the_recovery_keys_holder_opens_an_escrow(slot, own, rescue):
    assert slots.open_escrow(slot, rescue) == own.box
    assert slots.open_escrow(slot, own) is None
    assert slots.open_escrow(slot.model_copy(update={"escrow": "00" * 80}), rescue) is None


def test_the_recovery_slot_opens_by_its_key_only(rescue, maker, token):
    key, other = new_recovery_key(token), new_recovery_key(token)
    slot = slots.recovery_slot(OFFICE, key, rescue, maker)
    assert slots.open_recovery_slot(OFFICE, slot, key) == rescue
    assert slots.open_recovery_slot(OFFICE, slot, other) is None
    assert slots.open_recovery_slot("ff" * 16, slot, key) is None


def test_a_stretched_password_shows_nothing(token):
    key = slots.PasswordKey(PASSWORD, FLOOR, token)
    assert repr(key) == "PasswordKey(hidden)"


@pytest.mark.parametrize(
    ("login", "code"),
    [("", "empty"), ("\u3000", "empty"), ("x" * 201, "too_long"), ("li\u202ena", "unseen")],
)
def test_a_login_that_is_none_is_refused_with_the_reason(login, code):
    with pytest.raises(Invalid) as caught:
        slots.clean_login(login)
    assert caught.value.problems[0].code == code


@given(st.text(min_size=1, max_size=20))
def test_a_cleaned_login_is_the_same_login(login):
    try:
        clean = slots.clean_login(login)
    except Invalid:
        return
    assert slots.same_login(clean) == slots.same_login(login)
    assert slots.clean_login(clean) == clean


def test_makers_are_values(maker):
    assert dataclasses.replace(maker, generation=8).generation == 8
    with pytest.raises(dataclasses.FrozenInstanceError):
        maker.generation = 9
