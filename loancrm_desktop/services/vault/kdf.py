"""From a password to a key: Argon2id, as costly as this computer bears."""

from __future__ import annotations

import time
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from pydantic import BaseModel, ConfigDict, Field

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_BYTES = 32
SALT_BYTES = 16


class Argon2Cost(BaseModel):
    """What one guess at a password costs.

    The lower bounds keep a planted header from weakening the next password change; the upper
    ones keep it from stopping the program (security.md 3.2).
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    memory_kib: int = Field(ge=19 * 1024, le=2 * 1024 * 1024)
    passes: int = Field(ge=2, le=64)
    lanes: int = Field(ge=1, le=16)


FLOOR = Argon2Cost(memory_kib=19 * 1024, passes=2, lanes=1)
USUAL = Argon2Cost(memory_kib=128 * 1024, passes=3, lanes=4)
_SMALL_COMPUTER = Argon2Cost(memory_kib=64 * 1024, passes=3, lanes=4)
_WANTED_S = 0.7
_MOST_PASSES = 12
_TOO_LONG_S = 1.0


def stretch(password: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """Make a 32-byte key from a password; takes 50 ms to 1 s by `cost`.

    Raises:
        Unavailable: the computer has too little free memory for it.
    """
    # One password, two keyboards: macOS and Windows compose accented letters differently.
    secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(
            secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID
        )
    except (HashingError, MemoryError) as error:
        raise Unavailable(
            say(
                "Checking the password needs {megabytes} MB of free memory, which this computer"
                " does not have now. Close other programs and try again.",
                megabytes=cost.memory_kib // 1024,
            ),
            "no_memory",
        ) from error


def calibrated(seconds_of: Callable[[int], float] | None = None) -> Argon2Cost:
    """Choose the cost so that a guess takes 0.5 to 1 s on this computer.

    Args:
        seconds_of: measures so many passes at the usual memory; by default once per program,
            which takes about 0.4 s.
    """
    seconds = seconds_of or _measured
    one, two = seconds(1), seconds(2)
    per_pass = max(two - one, one / 4)  # a busy computer may time two passes below one
    rest = max(0.0, one - per_pass)
    if rest + per_pass * USUAL.passes > _TOO_LONG_S:
        return _SMALL_COMPUTER
    passes = max(USUAL.passes, min(_MOST_PASSES, round((_WANTED_S - rest) / max(per_pass, 0.001))))
    return Argon2Cost(memory_kib=USUAL.memory_kib, passes=passes, lanes=USUAL.lanes)


@lru_cache(maxsize=2)
def _measured(passes: int) -> float:
    begun = time.perf_counter()
    hash_secret_raw(
        b"loancrm", bytes(SALT_BYTES), passes, USUAL.memory_kib, USUAL.lanes, KEY_BYTES, Type.ID
    )
    return time.perf_counter() - begun
