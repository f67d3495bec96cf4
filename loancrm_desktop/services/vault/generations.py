"""The line of key headers: which one is in force, and how the next one joins it.

Several desks may add a header at once, and a file may lie half-written for a moment. Going
up in numbers, a header is in the line when it follows the last one that is; whoever finds
that his own file is not in it takes it away and tries again. So no change is lost that
somebody was told of.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from loancrm_desktop.models.durable_files import (
    make_folder,
    read_whole,
    write_again,
    write_once,
)
from loancrm_desktop.services.vault.canonical import canonical, with_checksum
from loancrm_desktop.services.vault.header import (
    Header,
    StoredHeader,
    header_file,
    header_numbers,
    keys_folder,
    stored_headers,
)
from loancrm_desktop.services.vault.secrets_of_office import proof

if TYPE_CHECKING:
    from pathlib import Path

    from loancrm_desktop.services.vault.surroundings import Surroundings

KEPT = 10
_DEAD_AFTER_S = 3.0
_POLL_S = 0.05


def line_of(headers: list[StoredHeader], header_key: bytes) -> list[StoredHeader]:
    """Answer the headers in force one after the other, the newest first.

    Args:
        headers: all that hold, in any order.
        header_key: those that it does not prove are left out.
    """
    line: list[StoredHeader] = []
    proven = [stored for stored in headers if stored.proven_by(header_key)]
    for stored in sorted(proven, key=_number):
        if not line or _joins(stored, line[-1]):
            line.append(stored)
    return line[::-1]


def proven_line(office: Path, header_key: bytes) -> list[StoredHeader]:
    """Read the headers of an office that are in force, the newest first.

    Raises:
        Unavailable: `missing`, `damaged` or `too_new`, as `stored_headers` says.
    """
    return line_of(stored_headers(office), header_key)


def free_number(office: Path, newest: int, here: Surroundings) -> int:
    """Answer the number for the header after the newest one.

    A file behind the newest one is being written by another desk, so give it time; one that
    stays unreadable was left by a desk that died, and is stepped over.
    """
    end = here.monotonic() + _DEAD_AFTER_S
    while (taken := header_numbers(office)[-1:]) and taken[0] > newest:
        if _holds(office, taken[0]) or here.monotonic() >= end:
            break
        here.sleep(_POLL_S)
    numbers = set(header_numbers(office))
    number = newest + 1
    while number in numbers:
        number += 1
    return number


def publish(office: Path, header: Header, header_key: bytes) -> bool:
    """Write a header as a new file; False when another desk was faster, and nothing is left.

    Raises:
        Unavailable: it cannot be written.
    """
    make_folder(keys_folder(office))
    document: dict[str, object] = header.model_dump(mode="json")
    document["proof"] = proof(header_key, canonical(document))
    place = header_file(office, header.generation)
    try:
        write_once(place, with_checksum(document))
    except FileExistsError:
        return False
    stored = stored_headers(office)
    line = line_of(stored, header_key)
    if _stands(header.generation, line, stored, header_key):
        _forget_old(office, line)
        return True
    with contextlib.suppress(OSError):
        place.unlink(missing_ok=True)
    return False


def copy_headers(office: Path, target: Path) -> None:
    """Copy the headers that hold into `target/keys`, as backups need them.

    Losing all headers is losing the office; a header holds no secret in the clear.

    Raises:
        Unavailable: there is none that holds, or the disk.
    """
    make_folder(keys_folder(target))
    present = stored_headers(office)
    for stored in present:
        number = stored.header.generation
        content = read_whole(header_file(office, number))
        place = header_file(target, number)
        if content and read_whole(place) != content:
            write_again(place, content)
    others = sorted(set(header_numbers(target)) - set(map(_number, present)))
    for number in others[: max(0, len(others) + len(present) - KEPT)]:
        with contextlib.suppress(OSError):
            header_file(target, number).unlink(missing_ok=True)


def _joins(stored: StoredHeader, last: StoredHeader) -> bool:
    previous = stored.header.previous
    if previous is None:
        return False
    if previous.generation == last.header.generation:
        return previous.sha256 == last.sha256
    # The one before it is damaged or gone; it was newer than the last that we have.
    return previous.generation > last.header.generation


def _stands(
    number: int, line: list[StoredHeader], stored: list[StoredHeader], header_key: bytes
) -> bool:
    """Tell whether our header is in the line and nobody stepped over it while half-written."""
    if number not in map(_number, line):
        return False
    before = {
        other.header.previous.generation
        for other in stored
        if other.header.previous is not None
        and other.header.generation > number
        and other.proven_by(header_key)
    }
    return number in before or not any(previous < number for previous in before)


def _forget_old(office: Path, line: list[StoredHeader]) -> None:
    """Remove all before the last ten; one that will not go now goes at the next change."""
    if len(line) < KEPT:
        return
    oldest = line[KEPT - 1].header.generation
    for number in header_numbers(office):
        if number < oldest:
            with contextlib.suppress(OSError):
                header_file(office, number).unlink(missing_ok=True)


def _holds(office: Path, number: int) -> bool:
    return any(stored.header.generation == number for stored in stored_headers(office))


def _number(stored: StoredHeader) -> int:
    return stored.header.generation
