"""Programs that write into one office at once: each a process of its own, which may be killed.

What a writer says is sent after the office answered, so it must be in the file for ever:
`customer ID`, `moved DEAL_ID STAGE`, `contact ID`.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from loancrm_desktop.models.database import Database, FileKey
from loancrm_desktop.services import access, customers, deals, follow_ups
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.office import Office, OfficePlace
from loancrm_desktop.services.opening import assemble

KEY = FileKey(bytes(range(32)))  # of the test offices in office_fixtures.py
PATIENCE_S = 60
WHOLE_DAY = 1_000_000

# A server that has everything imported and forks a writer in a few ms; Windows starts afresh.
_programs = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    _programs.set_forkserver_preload(["loancrm_desktop.services.opening", __name__])


@contextmanager
def opened(folder: Path, mode: str, desk: str) -> Iterator[tuple[Office, Actor]]:
    """Open a test office with the system's clock, as its owner."""
    place = OfficePlace(folder, "0" * 32, "测试机构", mode, b"d" * 32, b"j" * 32)
    office = assemble(Database(folder / "office.db", KEY, mode), place)
    try:
        with office.database.reading() as session:
            actor = access.actor_for(session, "boss", desk=desk)
        yield office, actor
    finally:
        office.close()


class Writer:
    """One program that adds customers, moves their deals and logs contacts."""

    def __init__(self, folder: Path, mode: str, name: str, count: int = WHOLE_DAY) -> None:
        self._answers, theirs = _programs.Pipe(duplex=False)
        self._program = _programs.Process(target=_write, args=(folder, mode, name, count, theirs))
        self._program.start()
        theirs.close()
        assert self._answers.poll(PATIENCE_S), "the writer did not start"
        assert self._answers.recv_bytes() == b"ready"

    def kill(self) -> list[str]:
        """Kill the program and answer all it had said."""
        assert self._program.is_alive(), "the writer ended by itself"
        self._program.kill()
        return self._rest()

    def finish(self) -> list[str]:
        """Wait until the program is done and answer all it said."""
        said = self._rest()
        assert self._program.exitcode == 0
        return said

    def _rest(self) -> list[str]:
        said: list[str] = []
        while True:
            try:
                said.append(self._answers.recv_bytes().decode())
            except (EOFError, OSError):  # cut off in the middle: never said
                break
        self._program.join(PATIENCE_S)
        self._answers.close()
        return said


def _write(folder: Path, mode: str, name: str, count: int, answers: Connection) -> None:
    with opened(folder, mode, name) as (office, actor):
        answers.send_bytes(b"ready")
        for number in range(count):
            values = {"name": f"{name}{number}", "requested_amount": "300000.00"}
            added = office.do(actor, customers.add, values)
            answers.send_bytes(f"customer {added.id}".encode())
            office.do(actor, deals.move, added.deal_id, "first_call")
            answers.send_bytes(f"moved {added.deal_id} first_call".encode())
            logged = office.do(actor, follow_ups.log, added.id, "电话")
            answers.send_bytes(f"contact {logged.id}".encode())
