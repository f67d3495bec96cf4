"""Changing the key header: the next generation, agreed on by desks that change it at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.vault.generations import free_number, proven_line, publish
from loancrm_desktop.services.vault.header import (
    FORMAT,
    Header,
    Previous,
    StoredHeader,
    damaged_headers,
)
from loancrm_desktop.services.vault.slots import SlotMaker
from loancrm_desktop.services.vault.surroundings import stamp
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loancrm_desktop.services.vault.keys import UnlockedVault
    from loancrm_desktop.services.vault.slots import AnySlot
    from loancrm_desktop.services.vault.surroundings import Surroundings

    NewSlots = Callable[[Header, SlotMaker], tuple[AnySlot, ...]]

_TRIES = 8
_STEP_S = 0.02


def newest_proven(folder: Path, header_key: bytes) -> StoredHeader:
    """Read the header in force, which one of the office wrote.

    Raises:
        Unavailable: `damaged` when there is none, `missing`, `too_new`.
    """
    line = proven_line(folder, header_key)
    if not line:
        raise damaged_headers(folder)
    return line[0]


def amend(vault: UnlockedVault, here: Surroundings, new_slots: NewSlots) -> UnlockedVault:
    """Write the next generation of an office's key header.

    Args:
        vault: whose keys prove the new header.
        here: clocks and randomness.
        new_slots: makes the slots of the new header from the newest one. It is asked anew
            when another desk was faster, so nobody's change is lost.

    Raises:
        Unavailable: `busy` when other desks were faster time and again; the disk.
        Problem: whatever `new_slots` raises.
    """
    for _ in range(_TRIES):
        stored = newest_proven(vault.folder, vault.keys.header)
        newest = stored.header
        if newest.format > FORMAT:
            raise _made_by_newer_program()
        recovery = newest.recovery()
        if recovery is None:
            raise damaged_headers(vault.folder)
        number = free_number(vault.folder, newest.generation, here)
        maker = SlotMaker(here.token, number, bytes.fromhex(recovery.public_box))
        following = newest.model_copy(
            update={
                "generation": number,
                "previous": Previous(generation=newest.generation, sha256=stored.sha256),
                "made_at": stamp(here.now()),
                "made_by": vault.login or newest.made_by,
                "slots": new_slots(newest, maker),
            }
        )
        if publish(vault.folder, following, vault.keys.header):
            return replace(vault, generation=number)
        here.sleep(_STEP_S * (1 + here.token(1)[0] / 128))  # out of step with the other desk
    raise Unavailable(
        say(
            "Other desks are changing users or passwords at this moment. Nothing was changed;"
            " wait a moment and try again."
        ),
        "busy",
    )


def _made_by_newer_program() -> Unavailable:
    return Unavailable(
        say(
            "Users and passwords of this office were changed with a newer version of the"
            " program. Update the program on this computer to change them here."
        ),
        "too_new",
    )
