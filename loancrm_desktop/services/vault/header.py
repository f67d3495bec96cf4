"""The key header: numbered files in `keys/`, each made once and never changed."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.durable_files import read_whole, trouble_with
from loancrm_desktop.services.vault.canonical import canonical, checked
from loancrm_desktop.services.vault.secrets_of_office import proof
from loancrm_desktop.services.vault.slots import (
    DeviceSlot,
    Id,
    Key,
    Login,
    RecoverySlot,
    Slot,
    Stamp,
    UserSlot,
    same_login,
)
from loancrm_desktop.services.vault.surroundings import profile_folder
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = "loancrm office keys"
FORMAT = 1
_FILE_NAME = re.compile(r"\A(\d{6})\.json\Z")
KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class Previous(BaseModel):
    """The header that this one follows: its number and the SHA-256 of its file."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    generation: int = Field(ge=1)
    sha256: Key


class Header(BaseModel):
    """One generation of an office's key slots, without its proof and checksum.

    Attributes:
        minimum_reader: oldest format whose programs may read this.
        database_key: name of the key in force (see `database_key_id`).
        pending_database_key: name of the key that a running change of keys goes to.
    """

    # A later format may add keys that we can do without; we then read, but never rewrite.
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    magic: Literal["loancrm office keys"] = MAGIC
    format: int = Field(default=FORMAT, ge=1)
    minimum_reader: int = Field(default=FORMAT, ge=1)
    office_id: Id
    generation: int = Field(ge=1, le=999_999)
    previous: Previous | None
    made_at: Stamp
    made_by: Login
    database_key: KeyId
    pending_database_key: KeyId | None = None
    slots: tuple[Slot, ...] = Field(min_length=1, max_length=2000, strict=False)

    def user(self, login: str) -> UserSlot | None:
        """Find a person's slot."""
        wanted = same_login(login)
        for slot in self.slots:
            if isinstance(slot, UserSlot) and same_login(slot.login) == wanted:
                return slot
        return None

    def users(self) -> tuple[UserSlot, ...]:
        """Answer the slots of all persons."""
        return tuple(slot for slot in self.slots if isinstance(slot, UserSlot))

    def devices(self, login: str) -> tuple[DeviceSlot, ...]:
        """Answer a person's slots for desks."""
        wanted = same_login(login)
        return tuple(
            slot
            for slot in self.slots
            if isinstance(slot, DeviceSlot) and same_login(slot.login) == wanted
        )

    def recovery(self) -> RecoverySlot | None:
        """Find the recovery key's slot."""
        return next((slot for slot in self.slots if isinstance(slot, RecoverySlot)), None)


@dataclass(frozen=True, slots=True)
class StoredHeader:
    """A header as it lies on the disk; its checksum held, its proof was not looked at yet.

    Attributes:
        document: all of the file but proof and checksum, keys unknown to us included.
        sha256: of the whole file.
    """

    header: Header
    document: dict[str, object]
    proof: str
    sha256: str

    def proven_by(self, header_key: bytes) -> bool:
        """Tell whether one who knows the master key wrote this."""
        return hmac.compare_digest(self.proof, proof(header_key, canonical(self.document)))


def keys_folder(office: Path) -> Path:
    """Answer where an office keeps its key headers."""
    return office / "keys"


def stored_headers(office: Path) -> list[StoredHeader]:
    """Read the headers that hold, the newest first; damaged and forked ones are passed over.

    Raises:
        Unavailable: `missing` when there is none, `damaged` when none holds, `too_new` when
            the newest one needs a newer program.
    """
    numbers = header_numbers(office)
    if not numbers:
        raise Unavailable(
            say(
                "The key files of this office are missing ({folder}). Without them nothing can"
                " be decrypted. Put the folder 'keys' back from the newest backup, or from this"
                " computer's own copies ({copies}).",
                folder=str(keys_folder(office)),
                copies=str(profile_folder() / "offices"),
            ),
            "missing",
        )
    read = {number: _read(office, number) for number in numbers}
    found = [
        stored
        for _, stored in sorted(read.items(), reverse=True)
        if stored is not None and _follows(stored, read)
    ]
    if not found:
        raise damaged_headers(office)
    return found


def damaged_headers(office: Path) -> Unavailable:
    """Say that no key file of an office can be trusted."""
    return Unavailable(
        say(
            "The key files of this office are damaged ({folder}). Put the folder 'keys' back"
            " from the newest backup, or from this computer's own copies ({copies}); the office"
            " itself was not touched.",
            folder=str(keys_folder(office)),
            copies=str(profile_folder() / "offices"),
        ),
        "damaged",
    )


def header_numbers(office: Path) -> list[int]:
    """Answer the numbers of the header files that are there, damaged ones too, in order."""
    folder = keys_folder(office)
    try:
        names = [entry.name for entry in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise trouble_with(folder, error) from error
    return sorted(int(match.group(1)) for name in names if (match := _FILE_NAME.match(name)))


def header_file(office: Path, number: int) -> Path:
    """Answer where a generation of an office's key header lies."""
    return keys_folder(office) / f"{number:06d}.json"


def _read(office: Path, number: int) -> StoredHeader | None:
    """Read one header; None when it is damaged, half-written or gone."""
    content = read_whole(header_file(office, number)) or b""
    document = checked(content)
    if document is None or document.get("magic") != MAGIC:
        return None
    _refuse_too_new(document.get("minimum_reader"))
    given_proof = document.pop("proof", None)
    try:
        header = Header.model_validate(document)
    except ValidationError:
        return None
    if header.generation != number or not isinstance(given_proof, str):
        return None
    if not given_proof.isascii():
        return None
    return StoredHeader(header, document, given_proof, hashlib.sha256(content).hexdigest())


def _refuse_too_new(minimum_reader: object) -> None:
    if isinstance(minimum_reader, int) and minimum_reader > FORMAT:
        raise Unavailable(
            say(
                "This office was opened by a newer version of the program and cannot be opened"
                " by this one. Update the program on this computer; nothing was changed."
            ),
            "too_new",
        )


def _follows(stored: StoredHeader, read: dict[int, StoredHeader | None]) -> bool:
    """Tell whether a header names the one before it rightly, as far as that is still there."""
    previous = stored.header.previous
    if previous is None:
        return stored.header.generation == 1
    if previous.generation >= stored.header.generation:
        return False
    before = read.get(previous.generation)
    return before is None or before.sha256 == previous.sha256
