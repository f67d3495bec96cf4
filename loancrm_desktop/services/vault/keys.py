"""The office's keys: made once, unlocked by password or by the printed recovery key."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loancrm_desktop.errors import Refused, Unavailable
from loancrm_desktop.services.vault.backoff import begin_attempt
from loancrm_desktop.services.vault.generations import copy_headers, line_of, publish
from loancrm_desktop.services.vault.header import (
    Header,
    damaged_headers,
    header_numbers,
    stored_headers,
)
from loancrm_desktop.services.vault.kdf import Argon2Cost, calibrated, stretch
from loancrm_desktop.services.vault.password_strength import refuse_weak
from loancrm_desktop.services.vault.recovery import new_recovery_key
from loancrm_desktop.services.vault.secrets_of_office import (
    KEY_BYTES,
    Bundle,
    OfficeKeys,
    database_key_id,
    derived,
    office_keys,
)
from loancrm_desktop.services.vault.slots import (
    PasswordKey,
    SlotMaker,
    clean_login,
    open_recovery_slot,
    open_user_slot,
    recovery_slot,
    user_slot,
)
from loancrm_desktop.services.vault.surroundings import Surroundings, stamp
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loancrm_desktop.texts import Text

_LONG_ENOUGH_TO_TELL_S = 10


@dataclass(frozen=True, slots=True, repr=False)
class UnlockedVault:
    """An office's keys, open. Whoever holds this can read the office; lock = drop it.

    Attributes:
        folder: of the office.
        office_id: as the key header has it; compare it with `office.json`.
        login: whose slot was opened; empty when the recovery key was.
        generation: number of the header it was opened with.
        keys: what the database, documents and journal need.
        own: the person's secrets; for the vault itself, and to sign.
    """

    folder: Path
    office_id: str
    login: str
    generation: int
    keys: OfficeKeys
    own: Bundle

    def __repr__(self) -> str:
        return "UnlockedVault(hidden)"


def create_header(
    folder: Path,
    office_id: str,
    owner_login: str,
    password: str,
    params: Argon2Cost | None = None,
    *,
    here: Surroundings | None = None,
) -> tuple[UnlockedVault, str]:
    """Make the keys of a new office; answer them and the recovery key, which is shown once.

    Args:
        folder: of the office, which must have no keys yet.
        office_id: 32 hex digits, as in `office.json`.
        owner_login: the first person's login.
        password: the first person's password.
        params: cost of a guess; measured on this computer when not given.
        here: clocks and randomness.

    Raises:
        Invalid: the password is weak, or the login is none.
        Refused: the folder has keys already.
        Unavailable: the disk.
    """
    here = here or Surroundings()
    owner_login = clean_login(owner_login)
    refuse_weak(password, [owner_login])
    if header_numbers(folder):
        raise _has_keys(folder)
    own = Bundle.new_person(here.token(KEY_BYTES), here.token)
    rescue = Bundle.new_person(own.master, here.token)
    recovery_key = new_recovery_key(here.token)
    maker = SlotMaker(here.token, 1, rescue.public_box)
    keys = office_keys(own.master, office_id)
    key = PasswordKey(password, params or calibrated(), here.token)
    header = Header(
        office_id=office_id,
        generation=1,
        previous=None,
        made_at=stamp(here.now()),
        made_by=owner_login,
        database_key=database_key_id(keys),
        slots=(
            user_slot(office_id, owner_login, key, own, maker),
            recovery_slot(office_id, recovery_key, rescue, maker),
        ),
    )
    if not publish(folder, header, keys.header):
        raise _has_keys(folder)
    return UnlockedVault(folder, office_id, owner_login, 1, keys, own), recovery_key


def unlock(
    folder: Path, login: str, password: str, *, here: Surroundings | None = None
) -> UnlockedVault:
    """Open an office's keys by a person's password.

    Raises:
        Unavailable: `wrong_password` (the same, after the same work, for a login that does not
            exist), `waiting` while a pause runs, `damaged` / `missing` / `too_new` for the key
            files, `no_memory`.
    """
    here = here or Surroundings()
    newest = stored_headers(folder)[0].header
    attempt = begin_attempt(here, newest.office_id, login)
    try:
        vault = first_proven(folder, lambda header: _by_password(header, login, password))
    except Unavailable:
        attempt.not_judged()
        raise
    if vault is None:
        raise Unavailable(_wrong_password(attempt.pause_s), "wrong_password")
    attempt.succeeded()
    # A spare copy that cannot be written must not keep anybody out.
    with contextlib.suppress(Unavailable):
        copy_headers(folder, here.profile / "offices" / vault.office_id)
    return vault


def unlock_with_recovery(folder: Path, recovery_key: str) -> UnlockedVault:
    """Open an office's keys by the printed recovery key.

    Raises:
        Invalid: the key has a typing error, and where.
        Unavailable: `wrong_password` when it is another office's key; `damaged`, `missing` or
            `too_new` for the key files.
    """
    vault = first_proven(folder, lambda header: _by_recovery_key(header, recovery_key))
    if vault is None:
        raise Unavailable(
            say(
                "This recovery key is typed without error, but it does not belong to this"
                " office. Look for the sheet with this office's name."
            ),
            "wrong_password",
        )
    return vault


def first_proven(
    folder: Path, open_slot: Callable[[Header], tuple[str, Bundle] | None]
) -> UnlockedVault | None:
    """Open the header in force; None when no slot of it opens."""
    stored = stored_headers(folder)
    for candidate in stored:
        vault = _opened(folder, candidate.header, open_slot)
        if vault is None:
            # Never look further back: an old header would let an old password in.
            return None
        line = line_of(stored, vault.keys.header)
        if line and line[0] is candidate:
            return vault
        if line and candidate.proven_by(vault.keys.header):
            # It is the office's, but it lost against another desk's.
            return _opened(folder, line[0].header, open_slot)
    raise damaged_headers(folder)


def _opened(
    folder: Path, header: Header, open_slot: Callable[[Header], tuple[str, Bundle] | None]
) -> UnlockedVault | None:
    found = open_slot(header)
    if found is None:
        return None
    login, own = found
    keys = office_keys(own.master, header.office_id)
    return UnlockedVault(folder, header.office_id, login, header.generation, keys, own)


def _by_password(header: Header, login: str, password: str) -> tuple[str, Bundle] | None:
    slot = header.user(login)
    if slot is None:
        # As much work as for a person that exists, so that the time does not tell.
        users = header.users()
        if users:
            salt = derived(login.encode("utf-8", "surrogatepass"), "loancrm/1/no such login")
            stretch(password, salt[:16], users[0].cost)
        return None
    own = open_user_slot(header.office_id, slot, password)
    return None if own is None else (slot.login, own)


def _by_recovery_key(header: Header, recovery_key: str) -> tuple[str, Bundle] | None:
    slot = header.recovery()
    if slot is None:
        return None
    rescue = open_recovery_slot(header.office_id, slot, recovery_key)
    return None if rescue is None else ("", rescue)


def _wrong_password(pause_s: float) -> Text:
    if pause_s < _LONG_ENOUGH_TO_TELL_S:
        return say(
            "The login or the password is wrong. Check Caps Lock, the input method and the"
            " spelling of the login, then try again."
        )
    return say(
        "The login or the password is wrong. After so many tries this computer waits"
        " {seconds} seconds before the next one. If the password is forgotten, the recovery"
        " key opens the office.",
        seconds=round(pause_s),
    )


def _has_keys(folder: Path) -> Refused:
    return Refused(
        say(
            "{folder} already holds an office. Choose an empty folder, or open that office.",
            folder=str(folder),
        )
    )
