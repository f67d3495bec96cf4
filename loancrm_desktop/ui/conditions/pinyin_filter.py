"""Whether a name matches what is typed: its letters, its pinyin, or the initials of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from loancrm_desktop.services.name_readings import given_ways
from loancrm_desktop.text_keys import text_key

_HAN = re.compile("[\u3400-\u9fff]")
_LETTERS = re.compile("[a-z0-9 ]+")


def matches(needle: str, name: str) -> bool:
    """Tell whether a name holds what is typed, as written, in pinyin, or by initials (`dkje`)."""
    wanted = text_key(needle).strip()
    if not wanted or wanted in text_key(name):
        return True
    if not _LETTERS.fullmatch(wanted) or not _HAN.search(name):
        return False
    squeezed = wanted.replace(" ", "")
    return any(squeezed in spelt for spelt in _spelt(name))


def prepare(names: Sequence[str]) -> None:
    """Read names in pinyin ahead of the first question; the table takes a tenth of a second.

    Runs: outside lane.
    """
    for name in names:
        _spelt(name)


@lru_cache(maxsize=4096)
def _spelt(name: str) -> tuple[str, ...]:
    """Answer a name in pinyin, whole and by initials; Latin letters in it stay as they are."""
    whole, initials = "", ""
    for letter in text_key(name):
        ways = given_ways(letter) if _HAN.match(letter) else ((letter,),)
        syllable = ways[0][0] if ways and ways[0] else ""
        if syllable.isalnum():
            whole += syllable
            initials += syllable[0]
    return whole, initials
