"""Unlocking at one desk without the password: a secret in the system's own key store.

It lasts 30 days. Export, changes of people and restore still ask for the password; the
callers see to that.
"""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, cast

import keyring.backend
from keyring.errors import KeyringError, PasswordDeleteError

from loancrm_desktop.errors import Refused, Unavailable
from loancrm_desktop.services.vault.amending import amend
from loancrm_desktop.services.vault.desk_identity import desk_id
from loancrm_desktop.services.vault.header import stored_headers
from loancrm_desktop.services.vault.keys import UnlockedVault, first_proven
from loancrm_desktop.services.vault.secrets_of_office import KEY_BYTES, NONCE_BYTES
from loancrm_desktop.services.vault.slots import (
    DeviceSlot,
    open_device_slot,
    same_login,
    sealed_device_slot,
)
from loancrm_desktop.services.vault.surroundings import Surroundings, read_stamp, stamp
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from loancrm_desktop.services.vault.header import Header
    from loancrm_desktop.services.vault.secrets_of_office import Bundle
    from loancrm_desktop.services.vault.slots import AnySlot, SlotMaker

LASTS = timedelta(days=30)
_SERVICE = "LoanCRM Desktop"
# The others keep secrets in plain files, or nowhere.
_TRUSTED = (
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.SecretService.Keyring",
)


class KeyStore(Protocol):
    """The system's key store, as far as we use it."""

    def get_password(self, service: str, username: str) -> str | None:
        """Answer the secret kept under these names."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret under these names."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget the secret kept under these names."""
        ...


def system_key_store() -> KeyStore | None:
    """Find the system's own key store; None where there is none that may be trusted."""
    for store in keyring.backend.get_all_keyring():
        kind = type(store)
        if f"{kind.__module__}.{kind.__qualname__}" in _TRUSTED:
            return cast("KeyStore", store)
    return None


def remember_on_device(
    vault: UnlockedVault, *, store: KeyStore | None = None, here: Surroundings | None = None
) -> UnlockedVault:
    """Let this desk unlock for the person of the vault, for 30 days.

    Raises:
        Refused: the vault was opened by the recovery key.
        Unavailable: `no_key_store`; the key files; the disk.
    """
    here = here or Surroundings()
    if not vault.login:
        raise Refused(
            say(
                "The office was opened with the recovery key. Set a new password and log in"
                " with it before this computer can remember you."
            )
        )
    store = _trusted(store)
    desk = desk_id(here)
    secret = here.token(KEY_BYTES)
    made: list[DeviceSlot] = []

    def with_this_desk(header: Header, maker: SlotMaker) -> tuple[AnySlot, ...]:
        now = here.now()
        draft = DeviceSlot(
            id=maker.token(16).hex(),
            login=vault.login,
            desk=desk,
            generation=maker.generation,
            made_at=stamp(now),
            expires_at=stamp(now + LASTS),
            salt=maker.token(16).hex(),
            nonce=maker.token(NONCE_BYTES).hex(),
            sealed="00" * 16,
        )
        made[:] = [sealed_device_slot(vault.office_id, draft, secret, vault.own)]
        return (*_without(header, vault.login, desk), made[0])

    amended = amend(vault, here, with_this_desk)
    try:
        store.set_password(
            _SERVICE, _name(vault.office_id, made[0]), base64.b64encode(secret).decode("ascii")
        )
    except KeyringError as error:
        raise _store_failed() from error
    return amended


def unlock_with_device(
    folder: Path,
    login: str,
    *,
    store: KeyStore | None = None,
    here: Surroundings | None = None,
) -> UnlockedVault:
    """Open an office's keys by what this desk remembers.

    Raises:
        Unavailable: `not_remembered` when this desk knows nothing, or no longer;
            `no_key_store`; the key files.
    """
    here = here or Surroundings()
    trusted = _trusted(store)
    desk = desk_id(here)
    vault = first_proven(folder, lambda header: _by_device(header, (login, desk), trusted, here))
    if vault is None:
        raise Unavailable(
            say(
                "This computer does not remember {login}, or the 30 days are over. Enter the"
                " password.",
                login=login,
            ),
            "not_remembered",
        )
    return vault


def remembered_until(
    folder: Path, login: str, *, here: Surroundings | None = None
) -> datetime | None:
    """Answer until when this desk may unlock for a person, as the key files say; None for not.

    Only for what a window offers: the key store is not asked, so it may still say no.

    Raises:
        Unavailable: the key files.
    """
    here = here or Surroundings()
    desk = desk_id(here)
    devices = stored_headers(folder)[0].header.devices(login)
    ends = (slot.expires_at for slot in devices if slot.desk == desk and _in_time(slot, here))
    return max((read_stamp(end) for end in ends), default=None)


def forget_device(
    vault: UnlockedVault, *, store: KeyStore | None = None, here: Surroundings | None = None
) -> UnlockedVault:
    """Take back what `remember_on_device` gave.

    Raises:
        Unavailable: the key files; the disk. Does not mind a key store that is gone.
    """
    here = here or Surroundings()
    desk = desk_id(here)
    chosen = store or system_key_store()
    forgotten: list[DeviceSlot] = []

    def without_this_desk(header: Header, _maker: SlotMaker) -> tuple[AnySlot, ...]:
        kept = _without(header, vault.login, desk)
        forgotten[:] = [slot for slot in header.devices(vault.login) if slot not in kept]
        return kept

    amended = amend(vault, here, without_this_desk)
    for slot in forgotten if chosen else ():
        _delete(chosen, _name(vault.office_id, slot))
    return amended


def _by_device(
    header: Header, who_where: tuple[str, str], store: KeyStore, here: Surroundings
) -> tuple[str, Bundle] | None:
    login, desk = who_where
    for slot in header.devices(login):
        if slot.desk != desk or not _in_time(slot, here):
            continue
        try:
            kept = store.get_password(_SERVICE, _name(header.office_id, slot))
            secret = base64.b64decode(kept or "", validate=True)
        except (KeyringError, binascii.Error) as error:
            raise _store_failed() from error
        own = open_device_slot(header.office_id, slot, secret) if secret else None
        if own is not None:
            return slot.login, own
    return None


def _in_time(slot: DeviceSlot, here: Surroundings) -> bool:
    """Tell whether a slot is in force; a clock set back before its making shuts it as well."""
    try:
        return read_stamp(slot.made_at) <= here.now() < read_stamp(slot.expires_at)
    except ValueError:
        return False


def _without(header: Header, login: str, desk: str) -> tuple[AnySlot, ...]:
    wanted = same_login(login)
    return tuple(
        slot
        for slot in header.slots
        if not isinstance(slot, DeviceSlot) or slot.desk != desk or same_login(slot.login) != wanted
    )


def _name(office_id: str, slot: DeviceSlot) -> str:
    return f"{office_id}/{slot.id}"


def _delete(store: KeyStore | None, name: str) -> None:
    if store is None:
        return
    try:
        store.delete_password(_SERVICE, name)
    except PasswordDeleteError:
        return  # it was gone already
    except KeyringError as error:
        raise _store_failed() from error


def _trusted(store: KeyStore | None) -> KeyStore:
    found = store or system_key_store()
    if found is None:
        raise Unavailable(
            say(
                "This computer has no key store of its own that may be trusted with a key"
                " (Windows Credential Manager, macOS Keychain or Secret Service), so it cannot"
                " remember you. Enter the password."
            ),
            "no_key_store",
        )
    return found


def _store_failed() -> Unavailable:
    return Unavailable(
        say(
            "This computer's key store did not answer. Unlock it (log in to the computer"
            " again), or enter the password."
        ),
        "no_key_store",
    )
