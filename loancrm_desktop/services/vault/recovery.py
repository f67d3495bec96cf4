"""The recovery key: printed once, typed by a person in need, checked group by group."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.texts import Text, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Crockford's base 32: no I, L, O, U, so nothing can be mistaken for 1, 0 or a word.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_GROUPS = 7
_PAYLOAD = 4
_GROUP = _PAYLOAD + 1
_BITS = _GROUPS * _PAYLOAD * 5
SECRET_BYTES = -(-_BITS // 8)


def new_recovery_key(token: Callable[[int], bytes]) -> str:
    """Make a recovery key of 140 random bits: seven groups of five, the fifth a check."""
    number = int.from_bytes(token(SECRET_BYTES), "big") >> (SECRET_BYTES * 8 - _BITS)
    digits = [number >> shift & 31 for shift in range(_BITS - 5, -1, -5)]
    groups: list[str] = []
    for place in range(_GROUPS):
        payload = digits[place * _PAYLOAD : (place + 1) * _PAYLOAD]
        groups.append("".join(_ALPHABET[digit] for digit in [*payload, _check(place, payload)]))
    return "-".join(groups)


def recovery_secret(typed: str) -> bytes:
    """Read a recovery key as typed; case, spaces, hyphens and full-width letters don't matter.

    Raises:
        Invalid: it has a typing error; the group is named, and the field is `recovery_key`.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_LOOKS_LIKE)
    letters = [letter for letter in plain if letter.isalnum()]
    if len(letters) != _GROUPS * _GROUP:
        raise _typing_error(
            say(
                "The recovery key has {wanted} letters and digits in {groups} groups of {size};"
                " {found} were typed. Compare it with the printed sheet group by group.",
                wanted=_GROUPS * _GROUP,
                groups=_GROUPS,
                size=_GROUP,
                found=len(letters),
            ),
            "length",
        )
    number = 0
    for place in range(_GROUPS):
        group = letters[place * _GROUP : (place + 1) * _GROUP]
        values = [_ALPHABET.find(letter) for letter in group]
        if -1 in values or _check(place, values[:_PAYLOAD]) != values[_PAYLOAD]:
            raise _typing_error(
                say(
                    "Group {number} of the recovery key ({group}) has a typing error."
                    " Compare it with the printed sheet.",
                    number=place + 1,
                    group="".join(group),
                ),
                f"group_{place + 1}",
            )
        for value in values[:_PAYLOAD]:
            number = number << 5 | value
    return number.to_bytes(SECRET_BYTES, "big")


def _check(place: int, payload: Sequence[int]) -> int:
    """Weigh a group's number and letters in the field of 32 elements.

    Each has another weight, none of them zero: so any single wrong letter, any two letters
    exchanged and any two groups exchanged (a check letter modulo 32 misses some) show up.
    """
    result = 0
    for value in (place + 1, *payload):
        result = _doubled(result) ^ value
    return _doubled(result)


def _doubled(value: int) -> int:
    shifted = value << 1
    return shifted ^ 0b100101 if shifted & 32 else shifted


def _typing_error(text: Text, code: str) -> Invalid:
    return Invalid(text, [FieldProblem("recovery_key", code, text)])
