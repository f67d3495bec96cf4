"""Which desks have the office open: presence files, each written by its own desk only.

They tell people who is busy, and keep a change of schema, of keys, or a restore from running
while another desk is there. They are never a reason to break a lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.durable_files import (
    make_folder,
    read_whole,
    trouble_with,
    write_again,
)
from loancrm_desktop.services.vault.canonical import checked, with_checksum
from loancrm_desktop.services.vault.slots import Id
from loancrm_desktop.texts import listed, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WRITE_EVERY_S = 15
_ALIVE_S = 3 * WRITE_EVERY_S
_CLOCK_WARNING_S = 120


class DeskNote(BaseModel):
    """What a desk says about itself.

    Attributes:
        sequence: grows with every writing.
        login: who works there.
        computer: its name, so that people can walk over.
        version: of the program.
        system: `win32`, `darwin`, `linux`; desks of an office are all of one kind.
        schema_revision: of the database that it works with.
        writing_since_s: for how long it has held the write gate; 0 when it does not.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    desk: Id
    sequence: int = Field(ge=0)
    login: str = ""
    computer: str = ""
    version: str = ""
    system: str = ""
    schema_revision: str = ""
    writing_since_s: int = Field(default=0, ge=0)


@dataclass(frozen=True, slots=True)
class DeskSeen:
    """Another desk that has the office open.

    Attributes:
        desk: its id.
        age_s: how long ago it wrote, by the file server's clock.
        note: what it says; None when its file was caught half-written.
    """

    desk: str
    age_s: float
    note: DeskNote | None


@dataclass(frozen=True, slots=True)
class Round:
    """What one writing of the own presence file showed.

    Attributes:
        others: the other desks alive, the lowest id first.
        leads: this desk has the lowest id of those alive: it does the daily checks.
        clock_differs_s: this computer's clock minus the file server's.
    """

    others: tuple[DeskSeen, ...]
    leads: bool
    clock_differs_s: float

    @property
    def clock_is_wrong(self) -> bool:
        """True when the clocks differ so much that people should be told."""
        return abs(self.clock_differs_s) > _CLOCK_WARNING_S


def announce(office: Path, note: DeskNote, wall_s: float) -> Round:
    """Write the own presence file and look who else is there; call it every 15 s.

    Args:
        office: folder of the office.
        note: of this desk.
        wall_s: this computer's clock, seconds since 1970.

    Raises:
        Unavailable: the folder cannot be read or written.
    """
    folder = desks_folder(office)
    make_folder(folder)
    server_s = write_again(
        folder / f"{note.desk}.json", with_checksum(note.model_dump(mode="json"))
    )
    others = tuple(_alive(folder, note.desk, server_s))
    leads = all(note.desk < other.desk for other in others)
    return Round(others, leads, wall_s - server_s)


def leave(office: Path, desk: str) -> None:
    """Take the own presence file away when the office is closed.

    Raises:
        Unavailable: the folder is there and the file cannot be removed.
    """
    place = desks_folder(office) / f"{desk}.json"
    try:
        place.unlink(missing_ok=True)
    except NotADirectoryError:
        return
    except OSError as error:
        raise trouble_with(place, error) from error


def refuse_while_others_are_in(seen: Round) -> None:
    """Let work on the whole office pass only when no other desk has it open.

    Raises:
        Unavailable: `in_use`, naming the desks.
    """
    if not seen.others:
        return
    names = [
        f"{other.note.computer or other.desk[:6]} ({other.note.login})"
        if other.note
        else other.desk[:6]
        for other in seen.others
    ]
    raise Unavailable(
        say(
            "Other desks have this office open: {desks}. Close the program there, then try"
            " again. A desk that was switched off counts as closed after {seconds} seconds.",
            desks=listed(names),
            seconds=_ALIVE_S,
        ),
        "in_use",
    )


def desks_folder(office: Path) -> Path:
    """Answer where desks leave their notes."""
    return office / "desks"


def _alive(folder: Path, own: str, server_s: float) -> Iterator[DeskSeen]:
    """Yield the desks whose files are young, against the file that we just wrote ourselves."""
    for place in sorted(folder.glob("*.json")):
        if place.stem == own:
            continue
        try:
            age = server_s - place.stat().st_mtime
        except OSError:
            continue  # it left at this moment
        if age <= _ALIVE_S:
            yield DeskSeen(place.stem, max(0.0, age), _note(place))


def _note(place: Path) -> DeskNote | None:
    try:
        document = checked(read_whole(place) or b"")
        return DeskNote.model_validate(document) if document is not None else None
    except (Unavailable, ValidationError):
        return None
