"""Patterns that texts must match: regular expressions that cannot run away."""

from __future__ import annotations

import re
import warnings

from loancrm_desktop.texts import Text, say

MAX_LENGTH = 200
MAX_REPEATS = 3
"""How many parts may repeat without bound: each one multiplies the time a long text takes."""

_OPEN = re.compile(r"\(\?(?!:)|\\[1-9]|\\g")
_PART = re.compile(
    r"\\.|\[(?:\\.|[^\]\\])+\]|[()|]|[*+]\??|\?\??|\{[0-9]*,?[0-9]*\}\??|.", re.DOTALL
)


class PatternFault(Exception):  # noqa: N818 - a fault in somebody's pattern, as FieldFault in a value
    """Why a pattern cannot be taken.

    Attributes:
        code: a word for programs.
        text: the sentence for people.
    """

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


def read_pattern(raw: object) -> re.Pattern[str]:
    """Check a pattern; a text fits when all of it matches.

    Raises:
        PatternFault: it is none, or could keep the program busy for long.
    """
    if not isinstance(raw, str) or len(raw) > MAX_LENGTH:
        text = say("A pattern has at most {count} characters.", count=MAX_LENGTH)
        raise PatternFault("too_long", text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = re.compile(raw)
    except (re.error, RecursionError, OverflowError, Warning):
        raise PatternFault("syntax", say("This pattern cannot be read.")) from None
    if _OPEN.search(raw) or _runs_away(raw):
        text = say(
            "This pattern could take too long: it repeats what repeats itself. Write it simpler."
        )
        raise PatternFault("runs_away", text)
    return found


def _runs_away(pattern: str) -> bool:
    """Say whether a repeated group repeats or branches inside, or too much repeats at all."""
    risky: list[bool] = [False]
    closed = False
    repeats = 0
    for part in _PART.findall(pattern):
        if part == "(":
            risky.append(False)
        elif part == ")":
            closed = risky.pop() if len(risky) > 1 else False
            risky[-1] = risky[-1] or closed
            continue
        elif part == "|":
            risky[-1] = True
        elif _repeats(part):
            if closed:
                return True
            repeats += 1
            risky[-1] = True
        closed = False
    return repeats > MAX_REPEATS


def _repeats(part: str) -> bool:
    """Say whether a part repeats what stands before it, more than by a fixed small count."""
    if part[0] in "*+":
        return True
    if part[0] != "{" or len(part) == 1:
        return False
    bounds = part.rstrip("?")[1:-1].split(",")
    return len(bounds) == 2 or int(bounds[0] or 0) > MAX_LENGTH
