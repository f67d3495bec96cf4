"""Puts the house together: folder, keys, database, reactions → an open office and who acts in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, FileKey
from loancrm_desktop.models.folder_place import OfficeMode, refuse_unfit
from loancrm_desktop.services import access, founding, journal, search
from loancrm_desktop.services.actor import FOUNDER, Actor
from loancrm_desktop.services.office import Clock, Office, OfficePlace, system_clock
from loancrm_desktop.services.presence import Presence
from loancrm_desktop.services.vault import device_key, keys, members
from loancrm_desktop.services.vault.desk_identity import desk_id
from loancrm_desktop.services.vault.desks import refuse_while_others_are_in
from loancrm_desktop.services.vault.kdf import Argon2Cost
from loancrm_desktop.services.vault.keys import UnlockedVault
from loancrm_desktop.services.vault.office_folder import OfficeIdentity, found_office, read_office
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.texts import say

DATABASE = "office.db"
LEAST_FREE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An open office, who acts in it, and the keys it was opened with."""

    office: Office
    actor: Actor
    vault: UnlockedVault


@dataclass(frozen=True, slots=True, repr=False)
class Created:
    """A new office, open; the recovery key is shown once and stored nowhere."""

    opened: Opened
    recovery_key: str


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What a new office needs to know.

    Attributes:
        params: the cost of a password guess; measured on this computer when None.
    """

    name: str
    owner_login: str
    owner_name: str
    password: str
    mode: OfficeMode = "local"
    params: Argon2Cost | None = None


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
        Refused: the folder already holds an office.
        Unavailable: the place is not fit for an office, or the disk.
    """
    here = here or Surroundings()
    refuse_unfit(folder, new.mode)
    _refuse_filled(folder)
    fresh = not folder.exists()
    identity = found_office(folder, new.name, new.mode, here=here)
    try:
        vault, recovery_key = keys.create_header(
            folder, identity.office_id, new.owner_login, new.password, new.params, here=here
        )
        schema.create(folder / DATABASE, FileKey(vault.keys.database), new.mode)
        office = _office(folder, identity, vault, clock)
        office.do(
            FOUNDER,
            founding.found,
            owner_login=new.owner_login,
            owner_name=new.owner_name or new.owner_login,
        )
    except BaseException:
        _take_away(folder, fresh=fresh)
        raise
    actor = _actor(office, new.owner_login, here)
    return Created(Opened(office, actor, vault), recovery_key)


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
    except BaseException:
        office.close()
        raise


def recover(
    folder: Path,
    login: str,
    recovery_key: str,
    new_password: str,
    *,
    here: Surroundings | None = None,
) -> UnlockedVault:
    """Set a person's new password with the printed recovery key.

    Raises:
        Invalid: the key has a typing error, the password is weak, or the login is unknown.
        Unavailable: the key is another office's, or the key files cannot be read.
    """
    read_office(folder)
    return members.set_password_by_recovery(folder, login, recovery_key, new_password, here=here)


def assemble(database: Database, place: OfficePlace, clock: Clock = system_clock) -> Office:
    """Answer an office whose operations keep the search words and write the journal."""
    return Office(
        database, place, reactions=(search.keep_words,), recorder=journal.record, clock=clock
    )


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
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Unavailable(
            say("{folder} is a file. Choose a folder for the office.", folder=str(folder)),
            "missing",
        )
    free = shutil.disk_usage(folder).free
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
    for name in ("office.json", DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "office.gate"):
        (folder / name).unlink(missing_ok=True)
    for name in ("keys", "files", "backups", "desks"):
        shutil.rmtree(folder / name, ignore_errors=True)
