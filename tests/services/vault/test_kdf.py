"""The cost of one guess at a password."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import ValidationError

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.vault import kdf


def calibrated_at(fixed_s, per_pass_s):
    return kdf.calibrated(lambda passes: fixed_s + passes * per_pass_s)


def test_two_libraries_agree_on_the_key():
    salt = bytes(range(16))
    other = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19 * 1024)
    assert kdf.stretch("secret 密码", salt, kdf.FLOOR) == other.derive("secret 密码".encode())


def test_a_password_typed_on_a_mac_opens_what_windows_made():
    salt = bytes(16)
    assert kdf.stretch("cafe\u0301", salt, kdf.FLOOR) == kdf.stretch("caf\u00e9", salt, kdf.FLOOR)


def test_a_password_with_half_a_character_does_not_crash():
    assert len(kdf.stretch("\ud83d", bytes(16), kdf.FLOOR)) == 32


@pytest.mark.parametrize("per_pass_s", [0.01, 0.05, 0.09, 0.15, 0.25, 0.3])
def test_the_cost_is_set_between_half_and_one_second(per_pass_s):
    cost = calibrated_at(0.05, per_pass_s)
    assert cost.memory_kib == 128 * 1024
    seconds = 0.05 + cost.passes * per_pass_s
    assert seconds <= 1.0
    assert seconds >= 0.5 or cost.passes == 12


def test_a_slow_computer_takes_less_memory_but_never_less_than_64_mib():
    cost = calibrated_at(0.2, 0.5)
    assert (cost.memory_kib, cost.passes) == (64 * 1024, 3)


def test_a_measurement_gone_wrong_still_gives_a_sound_cost():
    cost = kdf.calibrated(lambda passes: 0.3 / passes)
    assert cost.passes >= kdf.USUAL.passes
    assert kdf.calibrated(lambda _passes: 0.0).passes == 12


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 19 * 1024 - 1, "passes": 2, "lanes": 1},
        {"memory_kib": 19 * 1024, "passes": 1, "lanes": 1},
        {"memory_kib": 19 * 1024, "passes": 2, "lanes": 0},
        {"memory_kib": 2**31, "passes": 2, "lanes": 1},
        {"memory_kib": 19 * 1024, "passes": 10**9, "lanes": 1},
        {"memory_kib": 19 * 1024, "passes": True, "lanes": 1},
        {"memory_kib": "19456", "passes": 2, "lanes": 1},
    ],
)
def test_costs_below_the_floor_or_beyond_reason_are_refused(cost):
    with pytest.raises(ValidationError):
        kdf.Argon2Cost.model_validate(cost)


def test_too_little_memory_is_said_in_megabytes(monkeypatch):
    def no_memory(*_arguments):
        raise MemoryError

    monkeypatch.setattr(kdf, "hash_secret_raw", no_memory)
    with pytest.raises(Unavailable) as caught:
        kdf.stretch("x", bytes(16), kdf.USUAL)
    assert caught.value.reason == "no_memory"
    assert caught.value.text.values == {"megabytes": 128}


def test_this_computers_own_measurement_gives_a_cost_within_the_bounds():
    cost = kdf.calibrated()
    assert cost.memory_kib >= 64 * 1024
    assert 3 <= cost.passes <= 12
    assert kdf.calibrated() == cost
