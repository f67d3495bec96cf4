"""This desk among the others of a shared office: seen, tried out before it joins, gone on leaving."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from pathlib import Path

from loancrm_desktop import __version__
from loancrm_desktop.errors import Problem, Unavailable
from loancrm_desktop.models.schema import SCHEMA
from loancrm_desktop.services.vault import handshake
from loancrm_desktop.services.vault.desk_identity import desk_id
from loancrm_desktop.services.vault.desks import (
    WRITE_EVERY_S,
    DeskNote,
    Round,
    announce,
    desks_folder,
    leave,
)
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.texts import say

ANSWER_EVERY_S = 1.0

_ALIVE_S = 3 * WRITE_EVERY_S

_log = logging.getLogger(__name__)


class Presence:
    """Keeps this desk's note fresh and answers desks that want to join.

    Runs: `join` and `leave` on the caller's thread; the rest on a thread of its own.
    """

    def __init__(self, folder: Path, login: str, here: Surroundings) -> None:
        self._folder = folder
        self._here = here
        self._desk = desk_id(here)
        self._login = login
        self._sequence = 0
        self._beside = False
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._stay, name="presence", daemon=True)

    def join(self) -> Round:
        """Announce this desk; with others there, first try the share out with one of them.

        Raises:
            Unavailable: the share loses locks or is stale, or Windows and Mac desks would mix.
        """
        written_s = self._note_written_s()
        try:
            seen = self._announce()
            # By the file server's clock, like the age of the others.
            now_s = self._here.wall() - seen.clock_differs_s
            self._beside = written_s is not None and now_s - written_s < _ALIVE_S
            self._refuse_mixed(seen)
            if seen.others:
                handshake.refuse_bad_share(handshake.ask_to_join(self._folder, self._here))
        except BaseException:  # Ctrl+C too: a note left behind would bar the others
            self._take_note_away()
            raise
        self._thread.start()
        return seen

    def leave(self) -> None:
        """Stop, and take this desk's note away."""
        self._leaving.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._take_note_away()

    def _note_written_s(self) -> float | None:
        """Answer when a program of this desk last wrote the note, None when there is none."""
        try:
            return (desks_folder(self._folder) / f"{self._desk}.json").stat().st_mtime
        except OSError:
            return None

    def _take_note_away(self) -> None:
        if self._beside:
            # Another program of this desk is in the office: the note is its own as well.
            return
        try:
            leave(self._folder, self._desk)
        except Unavailable:
            # The share has gone; our note grows old there by itself.
            _log.info("the note of this desk could not be taken away")

    def _announce(self) -> Round:
        self._sequence += 1
        note = DeskNote(
            desk=self._desk,
            sequence=self._sequence,
            login=self._login,
            computer=platform.node()[:100],
            version=__version__,
            system=sys.platform,
            schema_revision=str(SCHEMA),
        )
        return announce(self._folder, note, self._here.wall())

    def _refuse_mixed(self, seen: Round) -> None:
        for other in seen.others:
            if other.note and other.note.system and other.note.system != sys.platform:
                raise Unavailable(
                    say(
                        "Windows and Mac desks cannot share one office folder: their file locks "
                        "do not understand each other. Let one computer serve the others as the "
                        "office hub."
                    ),
                    "unfit_place",
                )

    def _stay(self) -> None:
        waited_s = 0.0
        while not self._leaving.wait(ANSWER_EVERY_S):
            waited_s += ANSWER_EVERY_S
            try:
                handshake.answer_joining(self._folder, self._here)
                if waited_s >= WRITE_EVERY_S:
                    waited_s = 0.0
                    self._announce()
            except Problem as problem:
                # A share that is away for a moment is no reason to stop: the next round tries.
                _log.info("a round of presence failed: %s", type(problem).__name__)
