"""What the vault takes from the computer it runs on: profile folder, clocks, randomness."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable


def profile_folder() -> Path:
    """Answer this person's own folder on this computer; it never lies on the office share.

    The environment variable LOANCRM_PROFILE puts it elsewhere.
    """
    chosen = os.environ.get("LOANCRM_PROFILE")
    if chosen:
        return Path(chosen)
    return platformdirs.user_state_path("LoanCRM", appauthor=False)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The outside world as the vault sees it; tests put their own in its place.

    Attributes:
        profile: this person's folder on this computer.
        wall: seconds since 1970; people can set it.
        monotonic: seconds that never go back; starts anew with the computer.
        sleep: waits so many seconds.
        token: so many unguessable bytes.
    """

    profile: Path = field(default_factory=profile_folder)
    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    token: Callable[[int], bytes] = secrets.token_bytes

    def now(self) -> datetime:
        """Answer the present time, UTC, whole milliseconds."""
        return datetime.fromtimestamp(int(self.wall() * 1000) / 1000, UTC)


def stamp(moment: datetime) -> str:
    """Write a UTC time as the vault's files have it: `2026-03-01T08:00:00.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03d}Z"
    )


def read_stamp(written: str) -> datetime:
    """Read a time that `stamp` wrote.

    Raises:
        ValueError: it is not one.
    """
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(UTC)
