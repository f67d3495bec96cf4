"""Whether a password is strong enough to guard an office folder that somebody copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.texts import Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MINIMUM_LENGTH = 10
MINIMUM_SCORE = 3
_LENGTH_LOOKED_AT = 72
_FIELD = "password"


def password_score(password: str, own_words: Sequence[str] = ()) -> int:
    """Answer 0 (guessed at once) to 4 (very strong), for a meter beside the input."""
    return cast("int", _judged(password, own_words)["score"])


def refuse_weak(password: str, own_words: Sequence[str] = ()) -> None:
    """Let a password pass that takes years to guess.

    Args:
        password: as typed.
        own_words: login, name, office: what a guesser tries first.

    Raises:
        Invalid: it is too short or too easy; the sentence names why.
    """
    if len(password) < MINIMUM_LENGTH:
        raise _weak(
            "too_short",
            say(
                "This password has {length} characters; at least {minimum} are needed. Three or"
                " four words that do not belong together are easy to remember.",
                length=len(password),
                minimum=MINIMUM_LENGTH,
            ),
        )
    judged = _judged(password, own_words)
    if cast("int", judged["score"]) >= MINIMUM_SCORE:
        return
    parts = cast("Sequence[Mapping[str, object]]", judged["sequence"])
    longest = max(parts, key=_length)
    raise _weak("too_easy", _why(longest))


def _why(part: Mapping[str, object]) -> Text:
    """Say what makes a password easy: its longest part that a guesser knows."""
    pattern = part.get("pattern")
    if pattern == "dictionary" and part.get("dictionary_name") == "user_inputs":
        return say(
            "This password contains the login or the office's name, which is tried first. Use"
            " words that have nothing to do with you or the office."
        )
    if pattern == "dictionary":
        return say(
            "This password is built on a word or name that is on every guesser's list. Add"
            " other, unusual words."
        )
    reasons = {
        "spatial": say(
            "This password follows keys that lie side by side. Use words that do not belong"
            " together instead."
        ),
        "repeat": say(
            "This password repeats the same characters. Use words that do not belong together"
            " instead."
        ),
        "sequence": say(
            "This password is a sequence such as abc or 123. Use words that do not belong"
            " together instead."
        ),
        "regex": say("This password is built on a year. Add other, unusual words."),
        "date": say(
            "This password is built on a date, such as a birthday. Add other, unusual words."
        ),
    }
    return reasons.get(
        str(pattern), say("This password is too easy to guess. Add other, unusual words.")
    )


def _length(part: Mapping[str, object]) -> int:
    return len(str(part.get("token", "")))


def _judged(password: str, own_words: Sequence[str]) -> Mapping[str, object]:
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # zxcvbn 4.5 ships no types

    inputs = [word for word in own_words if word]
    return cast("Mapping[str, object]", zxcvbn(password[:_LENGTH_LOOKED_AT], user_inputs=inputs))


def _weak(code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(_FIELD, code, text)])
