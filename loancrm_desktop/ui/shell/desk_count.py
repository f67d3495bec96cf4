"""How many desks have a shared office open, read off the notes the desks leave in its folder."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.services.vault.desks import desks_folder

ALIVE_S = 90.0


def desks_open(folder: Path) -> int:
    """Count the desks whose note is about as young as the youngest, which is our own.

    Ages are compared among the notes, so a computer whose clock is wrong counts right, too.
    """
    written: list[float] = []
    for note in desks_folder(folder).glob("*.json"):
        try:
            written.append(note.stat().st_mtime)
        except FileNotFoundError:  # that desk is just leaving
            continue
    newest = max(written, default=0.0)
    return sum(1 for at in written if newest - at <= ALIVE_S)
