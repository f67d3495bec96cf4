"""What became of handing a message over; the words servers answered with, without any secret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LONGEST_ANSWER = 500
_HIDDEN = "***"

State = Literal["sent", "again", "failed", "unclear"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try.

    Attributes:
        state: `sent`; `again` when it surely did not arrive and may be tried later; `failed` when
            trying again is no use; `unclear` when it was handed over and no answer came.
        answer: what the other side said, or why it failed, in words.
    """

    state: State
    answer: str


class Trouble(Exception):  # noqa: N818 - it is an answer, not a fault of ours
    """Handing over did not end well; carries the outcome."""

    def __init__(self, state: State, answer: str) -> None:
        super().__init__(state)
        self.outcome = Outcome(state, answer)


def without_secrets(answer: str, secrets: Iterable[str]) -> str:
    """Answer a server's words in one line, cut, with every secret in them hidden."""
    said = " ".join(answer.split())
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= 3:
            said = said.replace(secret, _HIDDEN)
    return said[:LONGEST_ANSWER]
