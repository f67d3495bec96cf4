"""Do the locks of this share reach the other desk? Tried by two desks before they share.

One desk alone cannot find out: a share that keeps locks to itself looks perfect from there,
and loses every fifth commit (security.md 2.5). So one desk holds and writes, the other one
looks; then the other way round.
"""

from __future__ import annotations

import contextlib
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models.durable_files import (
    make_folder,
    read_whole,
    trouble_with,
    write_again,
    write_once,
)
from loancrm_desktop.models.file_lock import ByteLock
from loancrm_desktop.services.vault.canonical import checked, with_checksum
from loancrm_desktop.services.vault.desks import desks_folder
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from loancrm_desktop.services.vault.surroundings import Surroundings

Verdict = Literal["good", "slow", "locks_do_not_pass", "stale", "too_slow"]

ROUND_TRIPS = 20
_SEEN_WITHIN_S = 3.0
_SLOW_MS = 20.0
_TOO_SLOW_MS = 50.0
_POLL_S = 0.05
_OLD_S = 600.0
_KEPT = ("probe.lock", "probe.dat")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one desk saw of the other's lock and writing.

    Attributes:
        verdict: `good`; `slow` (warn); the others forbid sharing.
        round_trip_ms: median of taking and freeing a lock.
    """

    verdict: Verdict
    round_trip_ms: float


@contextlib.contextmanager
def holding(office: Path, here: Surroundings) -> Generator[str, None, None]:
    """Hold the probe's lock and write a random word in two ways, for the other desk to see.

    Yields:
        The word: it stands in `probe.dat`, written in place, and is the name of a new file.

    Raises:
        Unavailable: `busy` when two other desks are at it; the disk.
    """
    folder = _folder(office)
    lock = ByteLock(folder / "probe.lock")
    if not _within(here, _SEEN_WITHIN_S, lock.try_acquire):
        raise Unavailable(
            say("Two other desks are testing the share right now. Try again in a moment."),
            "busy",
        )
    word = here.token(16).hex()
    fresh = folder / f"probe-{word}.dat"
    try:
        write_again(folder / "probe.dat", word.encode())
        write_once(fresh, word.encode())
        yield word
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        lock.release()


def examine(office: Path, word: str, here: Surroundings) -> Finding:
    """Look at the other desk's lock and writing while it is `holding`.

    Raises:
        Unavailable: the disk.
    """
    folder = _folder(office)
    lock = ByteLock(folder / "probe.lock")
    if lock.try_acquire():
        lock.release()
        return Finding("locks_do_not_pass", 0.0)
    wanted = word.encode()

    def both_seen() -> bool:
        places = (folder / "probe.dat", folder / f"probe-{word}.dat")
        return all(read_whole(place) == wanted for place in places)

    if not _within(here, _SEEN_WITHIN_S, both_seen):
        return Finding("stale", 0.0)
    median_ms = _round_trip_ms(ByteLock(folder / f"time-{here.token(8).hex()}.lock"), here)
    if median_ms > _TOO_SLOW_MS:
        return Finding("too_slow", median_ms)
    return Finding("slow" if median_ms > _SLOW_MS else "good", median_ms)


def ask_to_join(office: Path, here: Surroundings, wait_s: float = 20.0) -> Finding:
    """Try the share with a desk that is there already; the worse of both findings counts.

    The other desk answers by `answer_joining`, which it calls every second or so.

    Raises:
        Unavailable: `in_use` when no desk answers; the disk.
    """
    folder = _folder(office)
    _sweep(folder)
    name = here.token(16).hex()
    talk = _Talk(folder, name, here, wait_s)
    write_once(folder / f"{name}.ask", with_checksum({}))
    try:
        # The desk that is there holds first, then we do.
        word = talk.heard("held", "word")
        own = examine(office, word, here)
        talk.tell("seen", {"verdict": own.verdict})
        talk.heard("freed", "word")
        with holding(office, here) as word:
            talk.tell("turn", {"word": word})
            theirs = talk.heard("looked", "verdict")
    finally:
        talk.forget()
    return (
        own
        if own.verdict not in {"good", "slow"}
        else Finding(_verdict(theirs, own), own.round_trip_ms)
    )


def answer_joining(office: Path, here: Surroundings, wait_s: float = 20.0) -> Finding | None:
    """Answer a desk that asks to join; None when nobody asks.

    Raises:
        Unavailable: `in_use` when the asking desk fell silent; the disk.
    """
    folder = _folder(office)
    asked = next(iter(sorted(folder.glob("*.ask"))), None)
    if asked is None:
        return None
    talk = _Talk(folder, asked.stem, here, wait_s)
    try:
        # Only one of the desks that are there answers: the one that removes the question.
        asked.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise trouble_with(asked, error) from error
    with holding(office, here) as word:
        talk.tell("held", {"word": word})
        theirs = talk.heard("seen", "verdict")
    talk.tell("freed", {"word": ""})
    own = examine(office, talk.heard("turn", "word"), here)
    talk.tell("looked", {"verdict": own.verdict})
    return (
        own
        if own.verdict not in {"good", "slow"}
        else Finding(_verdict(theirs, own), own.round_trip_ms)
    )


def refuse_bad_share(finding: Finding) -> None:
    """Let desks share only where the trial went well.

    Raises:
        Unavailable: `unfit_place`, with what is wrong and what to do.
    """
    if finding.verdict == "locks_do_not_pass":
        raise Unavailable(
            say(
                "This share does not pass file locks between computers: with two desks it would"
                " lose records. Have the share mounted with locks (no 'nobrl', no 'nolock'), or"
                " let one computer serve the others as the office hub."
            ),
            "unfit_place",
        )
    if finding.verdict == "stale":
        raise Unavailable(
            say(
                "On this share one desk does not see within 3 seconds what another one wrote."
                " Turn off offline files and write caching for it, or use the office hub."
            ),
            "unfit_place",
        )
    if finding.verdict == "too_slow":
        raise Unavailable(
            say(
                "This share is too slow to be shared: one lock takes {milliseconds} ms, at most"
                " {limit} are workable. Use a cable instead of Wi-Fi or VPN, or the office hub.",
                milliseconds=round(finding.round_trip_ms),
                limit=round(_TOO_SLOW_MS),
            ),
            "unfit_place",
        )


class _Talk:
    """A short talk of two desks by files that are each made once."""

    def __init__(self, folder: Path, name: str, here: Surroundings, wait_s: float) -> None:
        self._folder = folder
        self._name = name
        self._here = here
        self._wait_s = wait_s

    def tell(self, topic: str, content: dict[str, object]) -> None:
        write_once(self._place(topic), with_checksum(content))

    def heard(self, topic: str, key: str) -> str:
        """Wait for the other desk's word on a topic."""
        found: list[str] = []

        def listen() -> bool:
            document = checked(read_whole(self._place(topic)) or b"")
            if document is not None:
                found.append(str(document.get(key, "")))
            return bool(found)

        if not _within(self._here, self._wait_s, listen):
            raise Unavailable(
                say(
                    "The other desk of this office did not answer within {seconds} seconds."
                    " Look whether the program there is frozen; close it there, then try again.",
                    seconds=round(self._wait_s),
                ),
                "in_use",
            )
        return found[0]

    def forget(self) -> None:
        """Remove the talk's files."""
        for place in self._folder.glob(f"{self._name}.*"):
            with contextlib.suppress(OSError):
                place.unlink(missing_ok=True)

    def _place(self, topic: str) -> Path:
        return self._folder / f"{self._name}.{topic}"


def _verdict(theirs: str, own: Finding) -> Verdict:
    """Answer the worse of two verdicts; a word that is none counts as stale reading."""
    order = ("good", "slow", "too_slow", "locks_do_not_pass", "stale")
    if theirs not in order:
        return "stale"
    return cast("Verdict", max(theirs, own.verdict, key=order.index))


def _round_trip_ms(lock: ByteLock, here: Surroundings) -> float:
    """Measure the median time of taking and freeing a lock that nobody else wants."""
    times: list[float] = []
    for _ in range(ROUND_TRIPS):
        begun = here.monotonic()
        if lock.try_acquire():
            lock.release()
        times.append((here.monotonic() - begun) * 1000)
    lock.remove()
    return statistics.median(times)


def _within(here: Surroundings, seconds: float, happened: Callable[[], bool]) -> bool:
    end = here.monotonic() + seconds
    while not happened():
        if here.monotonic() >= end:
            return False
        here.sleep(_POLL_S)
    return True


def _folder(office: Path) -> Path:
    folder = desks_folder(office) / "handshake"
    make_folder(folder)
    return folder


def _sweep(folder: Path) -> None:
    """Remove what talks of desks that died left behind, by the file server's own times."""
    try:
        newest = max((place.stat().st_mtime for place in folder.iterdir()), default=0.0)
        old = [
            place
            for place in folder.iterdir()
            if newest - place.stat().st_mtime > _OLD_S and place.name not in _KEPT
        ]
        for place in old:
            place.unlink(missing_ok=True)
    except OSError:
        return  # another desk sweeps as well
