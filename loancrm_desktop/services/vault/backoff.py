"""The growing pause after wrong passwords, per person and desk.

It slows whoever sits at this desk. Whoever copies the office folder meets only the cost of
Argon2id; that is why passwords must be strong.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.durable_files import make_folder, read_whole, write_again
from loancrm_desktop.models.file_lock import ByteLock
from loancrm_desktop.services.vault.slots import same_login
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from pathlib import Path

    from loancrm_desktop.services.vault.surroundings import Surroundings

_FREE_OF_LONG_PAUSE = 4
_LONG_PAUSE_S = 60.0
_LONGEST_PAUSE_S = 3600.0
_LOCK_WAIT_S = 2.0
_LONGEST_WAITED_OUT_S = 8.0
_SHORT_WAITS = 4


def pause_after(failures: int) -> float:
    """Answer the pause in seconds: 1, 2, 4, 8, then 60, 120, 240 ... up to an hour."""
    if failures <= 0:
        return 0.0
    if failures <= _FREE_OF_LONG_PAUSE:
        return 2.0 ** (failures - 1)
    doubled = min(failures - _FREE_OF_LONG_PAUSE - 1, 10)
    return min(_LONG_PAUSE_S * 2.0**doubled, _LONGEST_PAUSE_S)


class _Count(BaseModel):
    """Wrong passwords so far, and what is left of the pause as of two clocks' readings."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    failures: int = Field(default=0, ge=0)
    left_s: float = Field(default=0.0, ge=0.0, le=_LONGEST_PAUSE_S)
    wall: float = 0.0
    monotonic: float = 0.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a password, counted as wrong until it is known to be right.

    Counting first means that tries made at the same time, or cut off, count as well.
    """

    _place: Path
    _before: _Count
    pause_s: float

    def succeeded(self) -> None:
        """Forget the wrong passwords: this one was right."""
        _write(self._place, _Count())

    def not_judged(self) -> None:
        """Take the try back: something else than the password was at fault."""
        _write(self._place, self._before)


def begin_attempt(here: Surroundings, office_id: str, login: str) -> Attempt:
    """Count a try at a person's password, if no pause is running.

    The short pauses after the first wrong passwords are waited out here, so that whoever
    corrects a slip is not sent away; so this takes up to 9 s.

    Raises:
        Unavailable: `waiting`, with the seconds left, during a long pause.
    """
    place = _place(here, office_id, login)
    counted = _try_to_count(here, place)
    for _ in range(_SHORT_WAITS):
        if isinstance(counted, Attempt) or counted.left_s > _LONGEST_WAITED_OUT_S:
            break
        here.sleep(counted.left_s + 0.01)
        counted = _try_to_count(here, place)
    if isinstance(counted, Attempt):
        return counted
    raise Unavailable(
        say(
            "Wrong passwords for this login on this computer so far: {failures}. Wait {seconds}"
            " seconds, then try again.",
            failures=counted.failures,
            seconds=math.ceil(counted.left_s),
        ),
        "waiting",
    )


def _try_to_count(here: Surroundings, place: Path) -> Attempt | _Count:
    try:
        make_folder(place.parent)
        lock = ByteLock(place.parent / "attempts.lock")
        lock.try_acquire(thread_wait_s=_LOCK_WAIT_S)
    except Unavailable:
        return _counted(here, place)
    try:
        return _counted(here, place)
    finally:
        lock.release()


def forget_attempts(here: Surroundings, office_id: str, login: str) -> None:
    """Begin anew: the person has a password again that is surely known."""
    _write(_place(here, office_id, login), _Count())


def _place(here: Surroundings, office_id: str, login: str) -> Path:
    person = f"{office_id}/{same_login(login)}".encode("utf-8", "surrogatepass")
    return here.profile / "attempts" / f"{hashlib.sha256(person).hexdigest()[:32]}.json"


def _counted(here: Surroundings, place: Path) -> Attempt | _Count:
    """Count a try, or answer what is left of a pause."""
    wall, monotonic = here.wall(), here.monotonic()
    known = _read(place)
    left = max(0.0, known.left_s - _elapsed(known, wall, monotonic))
    now = _Count(failures=known.failures, left_s=left, wall=wall, monotonic=monotonic)
    if left > 0:
        _write(place, now)
        return now
    pause = pause_after(known.failures + 1)
    counted = now.model_copy(update={"failures": known.failures + 1, "left_s": pause})
    _write(place, counted)
    return Attempt(place, now, pause)


def _elapsed(known: _Count, wall: float, monotonic: float) -> float:
    """Answer how much of the pause went by: what the slower of the two clocks says.

    A wall clock set back, or put forward, so gains nothing; as only what is left is kept,
    it cannot make the pause longer either. After a restart of the computer the monotonic
    clock begins anew and only the wall clock counts.
    """
    by_wall = max(0.0, wall - known.wall)
    if monotonic < known.monotonic:
        return by_wall
    return min(by_wall, monotonic - known.monotonic)


# A profile folder that cannot be written must not keep anybody out of the office: then the
# count lives as long as the program.
_in_memory: dict[str, _Count] = {}


def _read(place: Path) -> _Count:
    if str(place) in _in_memory:
        return _in_memory[str(place)]
    try:
        content = read_whole(place)
        return _Count.model_validate_json(content) if content else _Count()
    except (Unavailable, ValidationError):
        return _Count()


def _write(place: Path, count: _Count) -> None:
    try:
        write_again(place, count.model_dump_json().encode())
        _in_memory.pop(str(place), None)
    except Unavailable:
        _in_memory[str(place)] = count
