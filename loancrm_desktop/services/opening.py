"""Puts the house together: folder, keys, database, reactions → an open office and who acts in it."""

from __future__ import annotations

import contextlib
import logging
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from loancrm_desktop.errors import Refused, Unavailable
from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, FileKey
from loancrm_desktop.models.folder_place import OfficeMode, refuse_unfit
from loancrm_desktop.services import access, attachments, founding, journal, people, search
from loancrm_desktop.services.actor import FOUNDER, Actor
from loancrm_desktop.services.office import Clock, Office, OfficePlace, system_clock
from loancrm_desktop.services.ownership.pages import keep_pages
from loancrm_desktop.services.presence import Presence
from loancrm_desktop.services.rules import shipping, waking
from loancrm_desktop.services.vault import device_key, keys, members
from loancrm_desktop.services.vault.desk_identity import desk_id
from loancrm_desktop.services.vault.desks import refuse_while_others_are_in
from loancrm_desktop.services.vault.kdf import Argon2Cost
from loancrm_desktop.services.vault.keys import UnlockedVault
from loancrm_desktop.services.vault.office_folder import (
    FOLDERS,
    OfficeIdentity,
    found_office,
    read_office,
)
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.texts import say

_log = logging.getLogger(__name__)

DATABASE = "office.db"
LEAST_FREE_BYTES = 50_000_000

_FILES = (
    "office.json",
    DATABASE,
    *(f"{DATABASE}{end}" for end in ("-wal", "-shm", "-journal")),
    "office.gate",
)
"""What an office keeps in its folder beside the folders of `office_folder`."""


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An open office, who acts in it, and the keys it was opened with."""

    office: Office
    actor: Actor
    vault: UnlockedVault


@dataclass(frozen=True, slots=True, repr=False)
class Created:
    """A new office, open; the recovery key is shown once and stored nowhere.

    Attributes:
        fresh: the folder was made for it.
    """

    opened: Opened
    recovery_key: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What a new office needs to know.

    Attributes:
        params: the cost of a password guess; measured on this computer when None.
        with_rules: whether the shipped rules are in force from the beginning.
    """

    name: str
    owner_login: str
    owner_name: str
    password: str
    mode: OfficeMode = "local"
    params: Argon2Cost | None = None
    with_rules: bool = True


def create_office(
    folder: Path,
    new: NewOffice,
    *,
    clock: Clock = system_clock,
    here: Surroundings | None = None,
) -> Created:
    """Make a new office in an empty folder and open it.

    Raises:
        Invalid: the name or the password does not hold.
        Refused: the folder already holds an office, or a part of one; it is left as it is.
        Unavailable: the place is not fit for an office, or the disk.
    """
    here = here or Surroundings()
    refuse_unfit(folder, new.mode)
    _refuse_filled(folder)
    login = people.checked_login(new.owner_login)
    fresh = not folder.exists()
    try:
        identity = found_office(folder, new.name, new.mode, here=here)
        vault, recovery_key = keys.create_header(
            folder, identity.office_id, login, new.password, new.params, here=here
        )
        opened = _founded(folder, identity, vault, replace(new, owner_login=login), clock, here)
    except Refused:
        # Somebody made an office here at this very moment: theirs stays.
        raise
    except BaseException:  # Ctrl+C too: half an office must not stay
        _take_away(folder, fresh=fresh)
        raise
    return Created(opened, recovery_key, fresh)


def give_up(created: Created) -> None:
    """Close and remove an office nobody went into yet: its recovery key was not kept."""
    folder = created.opened.office.place.folder
    created.opened.office.close()
    _take_away(folder, fresh=created.fresh)


def _founded(
    folder: Path,
    identity: OfficeIdentity,
    vault: UnlockedVault,
    new: NewOffice,
    clock: Clock,
    here: Surroundings,
) -> Opened:
    """Fill a new office; on failure its database is closed again, so that it can be removed."""
    schema.create(folder / DATABASE, FileKey(vault.keys.database), identity.mode)
    office = _office(folder, identity, vault, clock)
    try:
        name = new.owner_name or new.owner_login
        office.do(FOUNDER, founding.found, owner_login=vault.login, owner_name=name)
        if new.with_rules:
            office.do(FOUNDER, shipping.ship)
        return Opened(office, _actor(office, vault.login, here), vault)
    except BaseException:  # Ctrl+C too: the file must not stay open
        office.close()
        raise


def open_office(
    folder: Path,
    login: str,
    password: str,
    *,
    clock: Clock = system_clock,
    here: Surroundings | None = None,
) -> Opened:
    """Open an office by a person's password.

    Raises:
        Unavailable: `missing`, `damaged`, `too_new`, `wrong_password`, `waiting`, `disabled`,
            `network_place`, or the disk.
    """
    here = here or Surroundings()
    identity = read_office(folder)
    refuse_unfit(folder, identity.mode)
    vault = keys.unlock(folder, login, password, here=here)
    return open_with(folder, identity, vault, clock=clock, here=here)


def open_by_device(
    folder: Path, login: str, *, clock: Clock = system_clock, here: Surroundings | None = None
) -> Opened:
    """Open an office by the secret this computer keeps for a person.

    Raises:
        Unavailable: there is no such secret here, it has expired, or as `open_office`.
    """
    here = here or Surroundings()
    identity = read_office(folder)
    refuse_unfit(folder, identity.mode)
    vault = device_key.unlock_with_device(folder, login, here=here)
    return open_with(folder, identity, vault, clock=clock, here=here)


def open_with(
    folder: Path,
    identity: OfficeIdentity,
    vault: UnlockedVault,
    *,
    clock: Clock = system_clock,
    here: Surroundings | None = None,
) -> Opened:
    """Open an office whose keys are open already.

    Raises:
        Unavailable: the database is missing, damaged or too new, or the login is disabled.
    """
    here = here or Surroundings()
    if vault.office_id != identity.office_id:
        raise Unavailable(
            say(
                "The keys in {folder} belong to another office than office.json. Put both back "
                "from the same backup.",
                folder=str(folder),
            ),
            "damaged",
        )
    office = _office(folder, identity, vault, clock)
    try:
        if identity.mode == "shared":
            _join(office, vault.login, here)
        schema.bring_up_to_date(office.database, folder / "backups", clock())
        return Opened(office, _actor(office, vault.login, here), vault)
    except BaseException:  # Ctrl+C too: the file must not stay open
        office.close()
        raise


def recover(
    folder: Path,
    login: str,
    recovery_key: str,
    new_password: str,
    *,
    clock: Clock = system_clock,
    here: Surroundings | None = None,
) -> UnlockedVault:
    """Set a person's new password with the printed recovery key, and write that into the history.

    Raises:
        Invalid: the key has a typing error, the password is weak, or the login is unknown.
        Unavailable: the key is another office's, or the key files cannot be read.
    """
    identity = read_office(folder)
    refuse_unfit(folder, identity.mode)
    vault = members.set_password_by_recovery(folder, login, recovery_key, new_password, here=here)
    try:
        opened = open_with(folder, identity, vault, clock=clock, here=here)
    except Unavailable as fault:
        # The password is set; what is wrong with the database is said by the next opening.
        _log.warning("a recovery could not be written into the history: %s", fault.reason)
        return vault
    try:
        opened.office.do(opened.actor, people.note_recovery)
    finally:
        opened.office.close()
    return vault


def assemble(database: Database, place: OfficePlace, clock: Clock = system_clock) -> Office:
    """Answer an office whose operations keep the search words and write the journal."""
    reactions = (waking.answer, attachments.take_along, keep_pages, search.keep_words)
    return Office(database, place, reactions=reactions, recorder=journal.record, clock=clock)


def _office(folder: Path, identity: OfficeIdentity, vault: UnlockedVault, clock: Clock) -> Office:
    place = OfficePlace(
        folder=folder,
        office_id=identity.office_id,
        name=identity.name,
        mode=identity.mode,
        documents_key=vault.keys.documents,
        journal_key=vault.keys.journal,
    )
    database = Database(folder / DATABASE, FileKey(vault.keys.database), identity.mode)
    return assemble(database, place, clock)


def _join(office: Office, login: str, here: Surroundings) -> None:
    """Enter a shared office; its schema is only changed while nobody else is in it."""
    presence = Presence(office.place.folder, login, here)
    seen = presence.join()
    office.when_closed(presence.leave)
    if schema.is_older(office.database):
        refuse_while_others_are_in(seen)


def _actor(office: Office, login: str, here: Surroundings) -> Actor:
    with office.database.reading() as session:
        return access.actor_for(session, login, desk=desk_id(here))


def _refuse_filled(folder: Path) -> None:
    """Let only folders pass that hold nothing of an office, not even of a damaged one."""
    if folder.exists() and not folder.is_dir():
        raise Unavailable(
            say("{folder} is a file. Choose a folder for the office.", folder=str(folder)),
            "missing",
        )
    for name in (*_FILES, *FOLDERS):
        if (folder / name).exists():
            raise Refused(
                say(
                    "{folder} already holds an office or a part of one ({part}). Choose an empty "
                    "folder, or open that office; nothing was changed.",
                    folder=str(folder),
                    part=name,
                )
            )
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE_BYTES:
        raise Unavailable(
            say(
                "Only {free} MB are free where the office should lie; it needs at least {least} "
                "MB. Free some space or choose another folder.",
                free=free // 1_000_000,
                least=LEAST_FREE_BYTES // 1_000_000,
            ),
            "disk_full",
        )


def _take_away(folder: Path, *, fresh: bool) -> None:
    """Remove the half-made office; a folder that was there before keeps its other files."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for name in _FILES:
        with contextlib.suppress(OSError):  # the reason why it failed is told, not this
            (folder / name).unlink(missing_ok=True)
    for name in FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
