"""The office folder and its `office.json`: what this office is, written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loancrm_desktop.errors import FieldProblem, Invalid, Refused, Unavailable
from loancrm_desktop.models.durable_files import make_folder, read_whole, write_once
from loancrm_desktop.services.vault.canonical import checked, with_checksum
from loancrm_desktop.services.vault.slots import Id, Stamp
from loancrm_desktop.services.vault.surroundings import Surroundings, stamp
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from pathlib import Path

    from loancrm_desktop.models.folder_place import OfficeMode

MAGIC = "loancrm office"
FORMAT = 1
FOLDERS = ("keys", "files", "backups", "desks")


class OfficeIdentity(BaseModel):
    """What an office is; never changed after its founding.

    Attributes:
        minimum_reader: oldest format whose programs may open this office.
        office_id: 32 hex digits.
        mode: `local` for one computer's disk, `shared` for a share with several desks.
        created_at: UTC, as `surroundings.stamp` writes it.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    magic: Literal["loancrm office"] = MAGIC
    format: int = Field(default=FORMAT, ge=1)
    minimum_reader: int = Field(default=FORMAT, ge=1)
    office_id: Id
    name: str = Field(min_length=1, max_length=200)
    mode: Literal["local", "shared"]
    created_at: Stamp


def found_office(
    folder: Path, name: str, mode: OfficeMode, *, here: Surroundings | None = None
) -> OfficeIdentity:
    """Make the folder of a new office, with `office.json` and its empty sub-folders.

    Raises:
        Invalid: the name is empty or longer than 200 characters.
        Refused: there is an office in the folder already.
        Unavailable: the disk.
    """
    here = here or Surroundings()
    clean = name.strip()
    if not 1 <= len(clean) <= 200:
        text = say("The office's name must have 1 to 200 characters.")
        raise Invalid(text, [FieldProblem("name", "length", text)])
    identity = OfficeIdentity(
        office_id=_uuid4_hex(here.token(16)),
        name=clean,
        mode=mode,
        created_at=stamp(here.now()),
    )
    make_folder(folder)
    try:
        write_once(_file(folder), with_checksum(identity.model_dump(mode="json")))
    except FileExistsError:
        raise Refused(
            say(
                "{folder} already holds an office. Choose an empty folder, or open that office.",
                folder=str(folder),
            )
        ) from None
    for part in FOLDERS:
        make_folder(folder / part)
    return identity


def is_office(folder: Path) -> bool:
    """Tell whether a folder has an `office.json`, sound or not."""
    try:
        return _file(folder).is_file()
    except OSError:
        return False


def read_office(folder: Path) -> OfficeIdentity:
    """Read what office a folder holds.

    Raises:
        Unavailable: `missing`, `damaged` or `too_new`; or the disk.
    """
    content = read_whole(_file(folder))
    if content is None:
        raise Unavailable(
            say(
                "There is no office in {folder}: the file office.json is missing. Choose the"
                " folder that holds it, or put the file back from a backup.",
                folder=str(folder),
            ),
            "missing",
        )
    document = checked(content)
    if document is None or document.get("magic") != MAGIC:
        raise _damaged(folder)
    wanted = document.get("minimum_reader")
    if isinstance(wanted, int) and wanted > FORMAT:
        raise Unavailable(
            say(
                "The office in {folder} was made by a newer version of the program. Update the"
                " program on this computer; nothing was changed.",
                folder=str(folder),
            ),
            "too_new",
        )
    try:
        return OfficeIdentity.model_validate(document)
    except ValidationError:
        raise _damaged(folder) from None


def _file(folder: Path) -> Path:
    return folder / "office.json"


def _damaged(folder: Path) -> Unavailable:
    return Unavailable(
        say(
            "The file office.json in {folder} is damaged. Put it back from the newest backup;"
            " the customers' records were not touched.",
            folder=str(folder),
        ),
        "damaged",
    )


def _uuid4_hex(random: bytes) -> str:
    """Mark 16 random bytes as a UUID of version 4 and write them as hex."""
    marked = bytearray(random)
    marked[6] = marked[6] & 0x0F | 0x40
    marked[8] = marked[8] & 0x3F | 0x80
    return marked.hex()


def kind_of_place(folder: Path) -> str:
    """Answer where a folder for an office lies: `local`, `removable` or `unknown`.

    Raises:
        Unavailable: it lies where no office may live alone (a network share, a synchronised
            folder).
    """
    from loancrm_desktop.models.folder_place import refuse_unfit

    return refuse_unfit(folder, "local").kind.value
