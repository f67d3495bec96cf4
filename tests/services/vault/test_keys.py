"""Making an office's keys and opening them again."""

from __future__ import annotations

import dataclasses
import pickle
import traceback

import pytest
from vault_fixtures import CLERK, CLERK_PASSWORD, OFFICE_ID, OWNER, OWNER_PASSWORD, surroundings

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.services.vault import keys
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.secrets_of_office import office_keys


def trouble(made, login, password):
    with pytest.raises(Unavailable) as caught:
        keys.unlock(made.folder, login, password, here=made.here)
    return caught.value


def test_the_password_opens_the_same_keys_that_were_made(made):
    opened = keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here)
    assert opened.keys == made.vault.keys
    assert opened.own == made.vault.own
    assert (opened.office_id, opened.login) == (OFFICE_ID, OWNER)


def test_every_person_opens_the_same_office_with_an_own_identity(made):
    clerk = keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)
    assert clerk.keys == made.vault.keys
    assert clerk.own.master == made.vault.own.master
    assert clerk.own.box != made.vault.own.box
    assert clerk.own.sign != made.vault.own.sign


def test_a_login_may_be_typed_in_any_case_and_width(made):
    assert keys.unlock(made.folder, " LI.NA", CLERK_PASSWORD, here=made.here).login == CLERK


def test_the_five_keys_are_different_and_of_full_length(made):
    values = list(dataclasses.astuple(made.vault.keys))
    assert len(set(values)) == 5
    assert {len(value) for value in values} == {32}


def test_two_offices_with_one_master_key_have_different_keys():
    assert office_keys(bytes(32), "00" * 16).database != office_keys(bytes(32), "01" * 16).database


def test_a_wrong_password_and_an_unknown_login_read_the_same(made):
    wrong = trouble(made, CLERK, "not the password at all")
    unknown = trouble(made, "nobody", "not the password at all")
    assert wrong.reason == unknown.reason == "wrong_password"
    assert str(wrong) == str(unknown)


def test_an_unknown_login_costs_as_much_work_as_a_wrong_password(made, monkeypatch):
    costs = []

    def counted(_password, _salt, cost):
        costs.append(cost)
        return bytes(32)

    monkeypatch.setattr(keys, "stretch", counted)
    monkeypatch.setattr("loancrm_desktop.services.vault.slots.stretch", counted)
    trouble(made, CLERK, "not the password at all")
    trouble(made, "nobody", "not the password at all")
    assert len(costs) == 2
    assert costs[0] == costs[1]


def test_the_fifth_wrong_password_names_the_pause_and_the_next_try_waits(made):
    said = [trouble(made, CLERK, "not the password at all") for _ in range(5)]
    assert [error.reason for error in said] == ["wrong_password"] * 5
    assert said[4].text.values == {"seconds": 60}
    assert "60" in str(said[4])
    refused = trouble(made, CLERK, CLERK_PASSWORD)
    assert refused.reason == "waiting"
    assert refused.text.values["seconds"] == 60
    made.clock.pass_by(61)
    assert keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here).login == CLERK


def test_the_pause_of_one_person_does_not_stop_another(made):
    for _ in range(5):
        trouble(made, CLERK, "not the password at all")
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here).login == OWNER


def test_a_right_password_forgets_the_wrong_ones(made):
    for _ in range(4):
        trouble(made, CLERK, "not the password at all")
    keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)
    for _ in range(4):
        assert trouble(made, CLERK, "not the password at all").reason == "wrong_password"


def test_damaged_key_files_do_not_count_as_a_wrong_password(made):
    for place in (made.folder / "keys").iterdir():
        document = place.read_bytes().replace(b'"proof":"', b'"proof":"0', 1)
        place.write_bytes(document)
    for _ in range(6):
        assert trouble(made, CLERK, CLERK_PASSWORD).reason == "damaged"


def test_too_little_memory_is_said_and_not_counted(made, monkeypatch):
    def no_memory(*_arguments):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("loancrm_desktop.services.vault.kdf.hash_secret_raw", no_memory)
        for _ in range(6):
            assert trouble(made, CLERK, CLERK_PASSWORD).reason == "no_memory"
    assert keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)


def test_a_folder_without_keys_is_named(tmp_path, here):
    with pytest.raises(Unavailable) as caught:
        keys.unlock(tmp_path, OWNER, OWNER_PASSWORD, here=here)
    assert caught.value.reason == "missing"
    assert str(tmp_path) in str(caught.value)


def test_a_second_header_is_not_made_over_the_first(made):
    with pytest.raises(Refused):
        keys.create_header(made.folder, OFFICE_ID, OWNER, OWNER_PASSWORD, FLOOR, here=made.here)


def test_a_weak_password_makes_no_office(tmp_path, here):
    with pytest.raises(Invalid) as caught:
        keys.create_header(tmp_path, OFFICE_ID, OWNER, "password", FLOOR, here=here)
    assert caught.value.problems[0].field == "password"
    assert not (tmp_path / "keys").exists()


def test_the_recovery_key_opens_the_office(made):
    opened = keys.unlock_with_recovery(made.folder, made.recovery_key.lower())
    assert opened.keys == made.vault.keys
    assert opened.login == ""


def test_another_offices_recovery_key_is_told_from_a_typing_error(made, tmp_path):
    here = surroundings(tmp_path / "other profile", made.clock, "other")
    _, foreign = keys.create_header(
        tmp_path / "other", "fe" * 16, OWNER, OWNER_PASSWORD, FLOOR, here=here
    )
    with pytest.raises(Unavailable) as caught:
        keys.unlock_with_recovery(made.folder, foreign)
    assert caught.value.reason == "wrong_password"
    with pytest.raises(Invalid):
        keys.unlock_with_recovery(made.folder, foreign[:-1])


def test_nothing_that_holds_a_key_shows_it(made):
    vault = made.vault
    shown = f"{vault!r} {vault} {vault.keys!r} {vault.own!r} {(vault, vault.keys)}"
    secrets = [*dataclasses.astuple(vault.keys), vault.own.master, vault.own.box, vault.own.sign]
    for secret in secrets:
        assert repr(secret) not in shown
        assert secret.hex() not in shown


def test_no_password_stands_in_the_traceback_of_a_wrong_one(made):
    error = trouble(made, CLERK, "swordfish in the teapot")
    told = "".join(traceback.format_exception(error))
    assert "swordfish" not in told
    assert b"swordfish" not in pickle.dumps(str(error))


def test_no_secret_lies_on_the_disk_in_the_clear(made, tmp_path):
    keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)
    secrets = [*dataclasses.astuple(made.vault.keys), *dataclasses.astuple(made.vault.own)]
    plain = [secret.hex().encode() for secret in secrets]
    plain += [*secrets, CLERK_PASSWORD.encode(), made.recovery_key.encode()]
    files = [place for place in tmp_path.rglob("*") if place.is_file()]
    assert len(files) >= 3
    for place in files:
        content = place.read_bytes()
        assert not [secret for secret in plain if secret in content]


def test_unlocking_keeps_a_copy_of_the_header_in_the_profile(made):
    keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here)
    copy = made.here.profile / "offices" / OFFICE_ID
    for place in (made.folder / "keys").iterdir():
        place.unlink()
    assert trouble(made, OWNER, OWNER_PASSWORD).reason == "missing"
    assert keys.unlock(copy, OWNER, OWNER_PASSWORD, here=made.here).keys == made.vault.keys


def test_a_profile_that_cannot_be_written_keeps_nobody_out(made):
    made.here.profile.parent.mkdir(parents=True, exist_ok=True)
    made.here.profile.write_text("a file where the folder should be", "utf-8")
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here).login == OWNER
    for _ in range(5):
        assert trouble(made, CLERK, "not the password at all").reason == "wrong_password"
    assert trouble(made, CLERK, CLERK_PASSWORD).reason == "waiting"
