"""People with a key to the office: added, removed, with new passwords."""

from __future__ import annotations

import shutil

import pytest
from vault_fixtures import CLERK, CLERK_PASSWORD, OWNER, OWNER_PASSWORD

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.services.vault import keys, members
from loancrm_desktop.services.vault.kdf import FLOOR

NEW_PASSWORD = "purple trains never sleep"


def reason(made, login, password) -> str:
    with pytest.raises(Unavailable) as caught:
        keys.unlock(made.folder, login, password, here=made.here)
    return caught.value.reason


def code(caught) -> str:
    return caught.value.problems[0].code


def test_a_new_person_opens_the_office_and_the_others_still_do(made):
    vault = members.add_user_slot(made.vault, "王五", NEW_PASSWORD, FLOOR, here=made.here)
    assert vault.generation == 3
    assert members.logins(vault) == (OWNER, CLERK, "王五")
    for login, password in ((OWNER, OWNER_PASSWORD), ("王五", NEW_PASSWORD)):
        assert keys.unlock(made.folder, login, password, here=made.here).keys == vault.keys


@pytest.mark.parametrize("login", [CLERK, "LI.NA", " li.na "])
def test_a_login_is_given_only_once(made, login):
    with pytest.raises(Invalid) as caught:
        members.add_user_slot(made.vault, login, NEW_PASSWORD, FLOOR, here=made.here)
    assert code(caught) == "taken"
    assert keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)


def test_an_empty_login_is_refused(made):
    with pytest.raises(Invalid) as caught:
        members.add_user_slot(made.vault, "  ", NEW_PASSWORD, FLOOR, here=made.here)
    assert code(caught) == "empty"


def test_an_overlong_login_is_refused(made):
    with pytest.raises(Invalid) as caught:
        members.add_user_slot(made.vault, "x" * 201, NEW_PASSWORD, FLOOR, here=made.here)
    assert code(caught) == "too_long"


def test_a_weak_password_gives_nobody_a_key(made):
    with pytest.raises(Invalid):
        members.add_user_slot(made.vault, "wang", "wang123456", FLOOR, here=made.here)
    assert members.logins(made.vault) == (OWNER, CLERK)


def test_a_removed_person_no_longer_gets_in(made):
    members.remove_user_slot(made.vault, CLERK, here=made.here)
    assert reason(made, CLERK, CLERK_PASSWORD) == "wrong_password"
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here)


def test_the_last_person_cannot_be_removed(made):
    vault = members.remove_user_slot(made.vault, CLERK, here=made.here)
    with pytest.raises(Refused):
        members.remove_user_slot(vault, OWNER, here=made.here)
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here)


def test_removing_somebody_unknown_names_the_login(made):
    with pytest.raises(Invalid) as caught:
        members.remove_user_slot(made.vault, "zhao", here=made.here)
    assert "zhao" in str(caught.value)


def test_a_changed_password_replaces_the_old_one_and_keeps_the_person(made):
    before = keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)
    members.change_password(before, CLERK, CLERK_PASSWORD, NEW_PASSWORD, FLOOR, here=made.here)
    after = keys.unlock(made.folder, CLERK, NEW_PASSWORD, here=made.here)
    assert after.own == before.own
    assert after.keys == before.keys
    assert reason(made, CLERK, CLERK_PASSWORD) == "wrong_password"


def test_a_password_is_changed_only_by_whoever_knows_the_old_one(made):
    with pytest.raises(Unavailable) as caught:
        members.change_password(
            made.vault, CLERK, "not the password", NEW_PASSWORD, FLOOR, here=made.here
        )
    assert caught.value.reason == "wrong_password"
    assert keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)


def test_guessing_the_old_password_is_slowed_as_well(made):
    for _ in range(5):
        with pytest.raises(Unavailable):
            members.change_password(made.vault, CLERK, "wrong one", NEW_PASSWORD, here=made.here)
    assert reason(made, CLERK, CLERK_PASSWORD) == "waiting"


def test_a_reset_password_opens_with_the_same_office_keys_and_a_new_identity(made):
    before = keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)
    members.reset_password(made.vault, CLERK, NEW_PASSWORD, FLOOR, here=made.here)
    after = keys.unlock(made.folder, CLERK, NEW_PASSWORD, here=made.here)
    assert after.keys == before.keys
    assert after.own.sign != before.own.sign


def test_the_recovery_key_sets_a_password_and_keeps_what_was_sealed_readable(made):
    before = keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)
    vault = members.set_password_by_recovery(
        made.folder, CLERK, made.recovery_key, NEW_PASSWORD, FLOOR, here=made.here
    )
    after = keys.unlock(made.folder, CLERK, NEW_PASSWORD, here=made.here)
    assert after.own.box == before.own.box
    assert after.own.sign != before.own.sign
    assert vault.login == CLERK
    assert vault.keys == after.keys == before.keys
    assert reason(made, CLERK, CLERK_PASSWORD) == "wrong_password"


def test_recovery_ends_the_pause_of_a_forgotten_password(made):
    for _ in range(5):
        assert reason(made, CLERK, "not the password at all") == "wrong_password"
    members.set_password_by_recovery(
        made.folder, CLERK, made.recovery_key, NEW_PASSWORD, FLOOR, here=made.here
    )
    assert keys.unlock(made.folder, CLERK, NEW_PASSWORD, here=made.here)


def test_recovery_works_again_after_the_password_was_changed(made):
    for password in (NEW_PASSWORD, "silver forks hum quietly"):
        members.set_password_by_recovery(
            made.folder, OWNER, made.recovery_key, password, FLOOR, here=made.here
        )
        assert keys.unlock(made.folder, OWNER, password, here=made.here)


def test_recovery_for_an_unknown_login_names_it(made):
    with pytest.raises(Invalid) as caught:
        members.set_password_by_recovery(
            made.folder, "zhao", made.recovery_key, NEW_PASSWORD, FLOOR, here=made.here
        )
    assert "zhao" in str(caught.value)


def test_a_change_made_by_another_desk_meanwhile_is_kept(made):
    members.add_user_slot(made.vault, "first", NEW_PASSWORD, FLOOR, here=made.here)
    # made.vault still stands at generation 2, like a desk that has not looked since.
    members.add_user_slot(made.vault, "second", NEW_PASSWORD, FLOOR, here=made.here)
    assert members.logins(made.vault) == (OWNER, CLERK, "first", "second")


def test_a_header_cannot_be_changed_with_the_keys_of_another_office(made, tmp_path):
    other = keys.create_header(
        tmp_path / "other", "fe" * 16, OWNER, OWNER_PASSWORD, FLOOR, here=made.here
    )[0]
    shutil.rmtree(tmp_path / "other" / "keys")
    shutil.copytree(made.folder / "keys", tmp_path / "other" / "keys")
    with pytest.raises(Unavailable) as caught:
        members.remove_user_slot(other, CLERK, here=made.here)
    assert caught.value.reason == "damaged"


def test_changing_the_password_of_somebody_unknown_names_the_login(made):
    with pytest.raises(Invalid) as caught:
        members.change_password(made.vault, "zhao", OWNER_PASSWORD, NEW_PASSWORD, here=made.here)
    assert "zhao" in str(caught.value)
    with pytest.raises(Invalid):
        members.reset_password(made.vault, "zhao", NEW_PASSWORD, FLOOR, here=made.here)


def test_too_little_memory_while_changing_a_password_is_not_counted(made, monkeypatch):
    def no_memory(*_arguments):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("loancrm_desktop.services.vault.kdf.hash_secret_raw", no_memory)
        for _ in range(6):
            with pytest.raises(Unavailable) as caught:
                members.change_password(
                    made.vault, CLERK, CLERK_PASSWORD, NEW_PASSWORD, FLOOR, here=made.here
                )
            assert caught.value.reason == "no_memory"
    assert keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here)
