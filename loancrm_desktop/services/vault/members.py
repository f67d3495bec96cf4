"""Who has a key to the office: adding people, removing them, changing passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.services.vault.amending import amend, newest_proven
from loancrm_desktop.services.vault.backoff import begin_attempt, forget_attempts
from loancrm_desktop.services.vault.kdf import Argon2Cost, calibrated
from loancrm_desktop.services.vault.keys import UnlockedVault, unlock_with_recovery
from loancrm_desktop.services.vault.password_strength import refuse_weak
from loancrm_desktop.services.vault.secrets_of_office import KEY_BYTES, Bundle
from loancrm_desktop.services.vault.slots import (
    PasswordKey,
    RecoverySlot,
    bad_login,
    clean_login,
    open_escrow,
    open_user_slot,
    same_login,
    user_slot,
)
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from pathlib import Path

    from loancrm_desktop.services.vault.header import Header
    from loancrm_desktop.services.vault.slots import AnySlot, SlotMaker


def logins(vault: UnlockedVault) -> tuple[str, ...]:
    """Answer the logins that have a key, in the order in which they were added."""
    header = newest_proven(vault.folder, vault.keys.header).header
    return tuple(slot.login for slot in header.users())


def add_user_slot(
    vault: UnlockedVault,
    login: str,
    password: str,
    params: Argon2Cost | None = None,
    *,
    here: Surroundings | None = None,
) -> UnlockedVault:
    """Give a new person a key; answer the vault as of the new header.

    Raises:
        Invalid: the password is weak, or the login is none or taken.
        Unavailable: the key files or the disk.
    """
    here = here or Surroundings()
    login = clean_login(login)
    refuse_weak(password, [login])
    key = PasswordKey(password, params or calibrated(), here.token)
    own = Bundle.new_person(vault.own.master, here.token)

    def with_the_new_one(header: Header, maker: SlotMaker) -> tuple[AnySlot, ...]:
        if header.user(login) is not None:
            raise bad_login(
                "taken",
                say("The login {login} exists already. Choose another one.", login=login),
            )
        return (*header.slots, user_slot(vault.office_id, login, key, own, maker))

    return amend(vault, here, with_the_new_one)


def remove_user_slot(
    vault: UnlockedVault, login: str, *, here: Surroundings | None = None
) -> UnlockedVault:
    """Take a person's key, and those of the person's desks, out of the newest header.

    This stops the person from unlocking the office as it is from now on. It does not take
    back what is known already: the master key stays the same, so somebody who copied the
    folder before, or kept one of the older header files, can still read that copy, and a
    copy of the key made while it was open would still open the database. Only a change of
    the master key with a rekey of the database shuts that out; it is not done here, and what
    was copied before stays readable for ever.

    Raises:
        Refused: it is the last person's.
        Invalid: nobody has this login.
        Unavailable: the key files or the disk.
    """
    wanted = same_login(login)

    def without_that_one(header: Header, _maker: SlotMaker) -> tuple[AnySlot, ...]:
        if header.user(login) is None:
            raise _unknown(login)
        if len(header.users()) == 1:
            raise Refused(
                say(
                    "{login} is the only person with a key to this office. Give another person"
                    " one first.",
                    login=login,
                )
            )
        return tuple(slot for slot in header.slots if _owner(slot) != wanted)

    return amend(vault, here or Surroundings(), without_that_one)


def change_password(
    vault: UnlockedVault,
    login: str,
    old: str,
    new: str,
    params: Argon2Cost | None = None,
    *,
    here: Surroundings | None = None,
) -> UnlockedVault:
    """Change a person's password; the data stay as they are, remembered desks are forgotten.

    Raises:
        Invalid: the new password is weak, or nobody has this login.
        Unavailable: `wrong_password` or `waiting` for the old one; the key files; the disk.
    """
    here = here or Surroundings()
    refuse_weak(new, [login])
    header = newest_proven(vault.folder, vault.keys.header).header
    slot = header.user(login)
    if slot is None:
        raise _unknown(login)
    attempt = begin_attempt(here, vault.office_id, login)
    try:
        own = open_user_slot(vault.office_id, slot, old)
    except Unavailable:
        attempt.not_judged()
        raise
    if own is None:
        raise Unavailable(
            say("The old password is wrong. The password was not changed."), "wrong_password"
        )
    attempt.succeeded()
    return _with_password(vault, login, own, PasswordKey(new, _cost(params), here.token), here)


def reset_password(
    vault: UnlockedVault,
    login: str,
    new: str,
    params: Argon2Cost | None = None,
    *,
    here: Surroundings | None = None,
) -> UnlockedVault:
    """Give a person who forgot the password a new one, without the recovery key.

    The person gets new own keys: what was sealed for this person alone must be sealed anew
    by somebody who can read it. `set_password_by_recovery` keeps it readable.

    Raises:
        Invalid: the password is weak, or nobody has this login.
        Unavailable: the key files or the disk.
    """
    here = here or Surroundings()
    refuse_weak(new, [login])
    own = Bundle.new_person(vault.own.master, here.token)
    return _with_password(vault, login, own, PasswordKey(new, _cost(params), here.token), here)


def set_password_by_recovery(
    folder: Path,
    login: str,
    recovery_key: str,
    new_password: str,
    params: Argon2Cost | None = None,
    *,
    here: Surroundings | None = None,
) -> UnlockedVault:
    """Give a person a new password by the printed recovery key, and unlock with it.

    What was sealed for the person stays readable; the person's signing key is a new one, so
    that nobody signs as a person by a sheet of paper.

    Raises:
        Invalid: the key has a typing error, the password is weak, nobody has this login.
        Unavailable: `wrong_password` when it is another office's key; the key files; the disk.
    """
    here = here or Surroundings()
    refuse_weak(new_password, [login])
    rescue = unlock_with_recovery(folder, recovery_key)
    slot = newest_proven(folder, rescue.keys.header).header.user(login)
    if slot is None:
        raise _unknown(login)
    box = open_escrow(slot, rescue.own) or here.token(KEY_BYTES)
    own = Bundle(rescue.own.master, box, here.token(KEY_BYTES))
    key = PasswordKey(new_password, _cost(params), here.token)
    vault = UnlockedVault(folder, rescue.office_id, slot.login, rescue.generation, rescue.keys, own)
    vault = _with_password(vault, login, own, key, here)
    forget_attempts(here, vault.office_id, login)
    return vault


def _with_password(
    vault: UnlockedVault, login: str, own: Bundle, key: PasswordKey, here: Surroundings
) -> UnlockedVault:
    wanted = same_login(login)

    def with_another_slot(header: Header, maker: SlotMaker) -> tuple[AnySlot, ...]:
        present = header.user(login)
        if present is None:
            raise _unknown(login)
        fresh = user_slot(vault.office_id, present.login, key, own, maker)
        others = (slot for slot in header.slots if slot is present or _owner(slot) != wanted)
        return tuple(fresh if slot is present else slot for slot in others)

    return amend(vault, here, with_another_slot)


def _owner(slot: AnySlot) -> str:
    return "" if isinstance(slot, RecoverySlot) else same_login(slot.login)


def _cost(params: Argon2Cost | None) -> Argon2Cost:
    return params or calibrated()


def _unknown(login: str) -> Invalid:
    return bad_login(
        "unknown",
        say("Nobody in this office has the login {login}. Check its spelling.", login=login),
    )
