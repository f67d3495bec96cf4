"""Which desk this is: one id per person and computer, kept in the profile."""

from __future__ import annotations

import hashlib
import platform
from typing import TYPE_CHECKING

from loancrm_desktop.models.durable_files import (
    make_folder,
    read_whole,
    write_again,
    write_once,
)
from loancrm_desktop.services.vault.canonical import checked, with_checksum

if TYPE_CHECKING:
    from loancrm_desktop.services.vault.surroundings import Surroundings

_ID_LENGTH = 32


def desk_id(here: Surroundings) -> str:
    """Answer this desk's id, 32 hex digits; made at the first call.

    A profile that was copied to another computer gets a new id there.

    Raises:
        Unavailable: the profile folder cannot be read or written.
    """
    place = here.profile / "desk.json"
    computer = hashlib.sha256(platform.node().encode("utf-8", "replace")).hexdigest()[:16]
    known = _known(read_whole(place), computer)
    if known:
        return known
    make_folder(here.profile)
    fresh = with_checksum({"desk": here.token(16).hex(), "computer": computer})
    try:
        write_once(place, fresh)
    except FileExistsError:
        # Another program of this person was faster, or the file is damaged or a copy.
        known = _known(read_whole(place), computer)
        if known:
            return known
        write_again(place, fresh)
    return _known(fresh, computer)


def _known(content: bytes | None, computer: str) -> str:
    document = checked(content) if content else None
    if document is None or document.get("computer") != computer:
        return ""
    desk = document.get("desk")
    return desk if isinstance(desk, str) and len(desk) == _ID_LENGTH else ""
