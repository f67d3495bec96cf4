"""The words a customer is found by, and the words a question asks for; knows no database.

Shape of an index word: one letter that says where the word comes from, then its text:

- `n王`, `n王晓`, `nlucy`: a piece of the name; `c` the same of the company, `t` of a tag
- `xwang`: the whole surname in pinyin
- `awangxiaodong`, `awxd`, `awangxd`, `aw`, `awa` …: the name in pinyin from its beginning
- `pxiaodong`, `pdong`, `pxd`, `pd`: the same from a later character; `hx` its first letter
- `f138`: three digits of a phone in a row; `l8888` its last four
- `d0026`, `d150026`: the last four and six of the ID number

A word holds only what every full-text engine keeps together: ASCII letters and digits and the
Chinese characters of Unicode 6; any other letter is written as `u` and its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from loancrm_desktop.services.name_readings import (
    MOST_READINGS,
    given_ways,
    readings,
    surname_length,
    surname_ways,
)
from loancrm_desktop.text_keys import text_key

Kind = Literal["name", "pinyin", "phone", "id_number", "company", "tag"]

MOST_PARTS = 8
MOST_TEXT = 120

_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_BETWEEN = re.compile(r"[\s·•・‧∙⋅]+")
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])[\s·•・‧∙⋅]+(?=[{_HAN}])")
_USUAL_HAN = re.compile("[\u3400-\u4db5\u4e00-\u9fcb]+")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_PHONE_LIKE = re.compile(r"\s*\+?[0-9][0-9\s()+-]*\s*")
_ID_TAIL = re.compile(r"[0-9]{3,17}x")
_LEAST_DIGITS = 3
_TAIL = 4
_LONG_TAIL = 6
_WHOLE_PHONE = 7
_WHOLE_ID = 15


@dataclass(frozen=True, slots=True)
class Sight:
    """Which kinds of facts the asking person may search by.

    Attributes:
        hidden: kinds that are never shown to them: not searched at all.
        masked: `phone` and `id_number` where they see a mask: only what the mask shows, or the
            whole number, finds anybody; fragments would give the rest away.
    """

    hidden: frozenset[Kind] = frozenset()
    masked: frozenset[Kind] = frozenset()


FULL_SIGHT = Sight()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way a part of a question may be found: all of the words."""

    kind: Kind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a question; all pieces of a question must be found.

    Attributes:
        text: the piece, as a text key.
        shape: `han`, `latin` or `digits`.
        tiers: alternatives by how well they hit; a later tier is asked together with the earlier.
    """

    text: str
    shape: Literal["han", "latin", "digits"]
    tiers: tuple[tuple[Alternative, ...], ...]

    def up_to(self, tier: int) -> tuple[Alternative, ...]:
        """Answer the alternatives of a tier and of those before it."""
        return tuple(each for one in self.tiers[: tier + 1] for each in one)


# ---------------------------------------------------------------------------------- a customer


def words_of(
    name: str,
    phone: str | None = None,
    phone2: str | None = None,
    id_number: str | None = None,
    company: str | None = None,
    tags: Sequence[object] = (),
) -> str:
    """Answer a customer's index words, separated by spaces, each once."""
    words = [*_name_words(name)]
    if phone:
        words += _phone_words(phone)
    if phone2:
        words += _phone_words(phone2)
    if id_number:
        words += _id_words(id_number)
    if company:
        words += _company_words(company)
    for tag in tags:
        words += _tag_words(str(tag))
    return " ".join(dict.fromkeys(words))


def squeezed(key: str) -> str:
    """Answer a text key without the blanks and dots inside a name."""
    return _BETWEEN.sub("", key)


def is_usual_han(key: str) -> bool:
    """Say whether a text key is made of nothing but usual Chinese characters."""
    return _USUAL_HAN.fullmatch(key) is not None


def phone_digits(number: str) -> str:
    """Answer the digits of a stored phone number, without its extension."""
    return _NOT_DIGITS.sub("", number.partition("-")[0])


def _name_words(name: str) -> Sequence[str]:
    usual = 2 <= len(name) <= 3 and _USUAL_HAN.fullmatch(name) and surname_length(name) == 1
    return (usual and _usual_name_words(name[0], name[1:])) or _any_name_words(name)


def _usual_name_words(surname: str, given: str) -> Sequence[str]:
    """Answer the words of a short name from those of its parts, which come again and again.

    Nothing when a character has no reading.
    """
    characters, given_parts = _given_parts(given)
    surname_parts = _surname_parts(surname)
    if not surname_parts or not given_parts:
        return ()
    words = [f"n{surname}", f"n{surname}{given[0]}", *characters]
    ways = [(one, other) for one in surname_parts for other in given_parts]
    for (spelled, front), (joined, initials, later) in ways[:MOST_READINGS]:
        words += front
        words += (f"a{spelled}{joined}", f"a{spelled[0]}{initials}", f"a{spelled}{initials}")
        words += later
    return words


@lru_cache(maxsize=4096)
def _surname_parts(surname: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Answer each reading of a surname of one character: spelled, and its own words."""
    spelled = ["".join(syllables) for syllables in surname_ways(surname)]
    return tuple((each, _surname_words(each)) for each in spelled) if all(spelled) else ()


@lru_cache(maxsize=32768)
def _given_parts(
    given: str,
) -> tuple[tuple[str, ...], tuple[tuple[str, str, tuple[str, ...]], ...]]:
    """Answer a given name's words of characters, and each reading: joined, initials, words."""
    characters = (*(f"n{character}" for character in given), *_pairs("n", given))
    ways = given_ways(given)
    if any(len(syllables) != len(given) for syllables in ways):
        return characters, ()
    return characters, tuple(
        ("".join(syllables), "".join([each[0] for each in syllables]), _later_words(syllables))
        for syllables in ways
    )


@lru_cache(maxsize=4096)
def _any_name_words(name: str) -> tuple[str, ...]:
    words: list[str] = []
    found = runs(name)
    for run in found:
        if _is_han(run):
            characters = _safely(run)
            words += [f"n{character}" for character in characters]
            words += _pairs("n", characters)
        else:
            words.append(f"n{run}")
    for syllables in readings("".join([run for run in found if _is_han(run)])):
        words += _pinyin_words(name, syllables)
    return tuple(words)


def _pinyin_words(name: str, syllables: tuple[str, ...]) -> list[str]:
    if not syllables:
        return []
    at = surname_length(name)
    surname = "".join(syllables[:at])
    whole = "".join(syllables)
    initials = "".join([syllable[0] for syllable in syllables])
    return [
        *_surname_words(surname),
        f"a{whole}",
        f"a{initials}",
        f"a{surname}{initials[at:]}",
        *_later_words(syllables[1:]),
    ]


@lru_cache(maxsize=2048)
def _surname_words(surname: str) -> tuple[str, ...]:
    return (f"x{surname}", *(f"a{surname[:end]}" for end in range(1, len(surname) + 1)))


@lru_cache(maxsize=16384)
def _later_words(syllables: tuple[str, ...]) -> tuple[str, ...]:
    words: list[str] = []
    for start in range(len(syllables)):
        later = syllables[start:]
        words += (
            f"p{''.join(later)}",
            f"p{''.join([each[0] for each in later])}",
            f"h{later[0][0]}",
        )
    return tuple(words)


def _phone_words(number: str) -> list[str]:
    digits = number if number.isdecimal() else phone_digits(number)
    words = [f"f{digits[at : at + _LEAST_DIGITS]}" for at in range(len(digits) - _LEAST_DIGITS + 1)]
    if len(digits) >= _TAIL:
        words.append(f"l{digits[-_TAIL:]}")
    return words


def _id_words(number: str) -> tuple[str, ...]:
    plain = number.lower()
    if len(plain) < _LONG_TAIL or not (plain.isascii() and plain.isalnum()):
        return ()
    return (f"d{plain[-_TAIL:]}", f"d{plain[-_LONG_TAIL:]}")


@lru_cache(maxsize=2048)
def _company_words(company: str) -> tuple[str, ...]:
    words: list[str] = []
    for run in runs(company):
        words += _pairs("c", _safely(run)) if _is_han(run) else [f"c{run}"]
    return tuple(words)


@lru_cache(maxsize=1024)
def _tag_words(tag: str) -> tuple[str, ...]:
    words: list[str] = []
    for run in runs(tag):
        if _is_han(run):
            characters = _safely(run)
            words += [f"t{character}" for character in characters]
            words += _pairs("t", characters)
        else:
            words.append(f"t{run}")
    return tuple(words)


def _pairs(letter: str, characters: Sequence[str]) -> list[str]:
    return [f"{letter}{one}{two}" for one, two in pairwise(characters)]


def runs(text: str) -> list[str]:
    """Split a text into runs of Chinese characters and runs of other letters and digits."""
    key = text_key(text)
    if _USUAL_HAN.fullmatch(key):
        return [key]
    key = _BETWEEN_HAN.sub("", key)
    return [run if _is_han(run) else _spelled(run) for run in _RUNS.findall(key)]


def _is_han(run: str) -> bool:
    first = run[0]
    return "\u3400" <= first <= "\u9fff" or first == "〇" or first >= "\U00020000"


def _safely(run: str) -> Sequence[str]:
    if _USUAL_HAN.fullmatch(run):
        return run
    return [mark if _USUAL_HAN.fullmatch(mark) else f"u{ord(mark):x}" for mark in run]


def _spelled(run: str) -> str:
    if run.isascii():
        return run
    return "".join(mark if mark.isascii() else f"u{ord(mark):x}" for mark in run)


# ---------------------------------------------------------------------------------- a question


def parts_of(text: str, sight: Sight = FULL_SIGHT) -> tuple[Part, ...]:
    """Answer the pieces of a question; empty when it asks for nothing that can be looked up.

    `zs 8888` has two pieces, `张三8888` too; a phone number written with blanks is one.
    """
    cut = text[:MOST_TEXT]
    pieces = [_joined_digits(cut)] if _is_one_number(cut) else runs(cut)
    parts = [_part(piece, sight) for piece in dict.fromkeys(pieces)]
    return tuple(parts[:MOST_PARTS])


def _is_one_number(text: str) -> bool:
    digits = _joined_digits(text)
    return _PHONE_LIKE.fullmatch(text) is not None and (
        len(digits) >= 11 or text.strip().startswith("+")
    )


def _joined_digits(text: str) -> str:
    digits = _NOT_DIGITS.sub("", text)
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _part(piece: str, sight: Sight) -> Part:
    if _is_han(piece):
        return Part(piece, "han", _seen(_han_tiers(piece), sight))
    if piece.isascii() and piece.isdigit() and len(piece) >= _LEAST_DIGITS:
        return Part(piece, "digits", _seen(_digit_tiers(piece, sight), sight))
    tiers = _latin_tiers(piece)
    if _ID_TAIL.fullmatch(piece):
        ids = tuple(_id_alternatives(piece, sight))
        return Part(piece, "digits", _seen(((*ids, *tiers[0]), *tiers[1:]), sight))
    return Part(piece, "latin", _seen(tiers, sight))


def _seen(
    tiers: Iterable[Iterable[Alternative]], sight: Sight
) -> tuple[tuple[Alternative, ...], ...]:
    if not sight.hidden:
        return tuple(tuple(tier) for tier in tiers)
    return tuple(tuple(each for each in tier if each.kind not in sight.hidden) for tier in tiers)


def _han_tiers(piece: str) -> tuple[tuple[Alternative, ...], ...]:
    characters = _safely(piece)
    if len(characters) == 1:
        name, tag = (f"n{characters[0]}",), (f"t{characters[0]}",)
        return ((Alternative("name", name), Alternative("tag", tag)),)
    return (
        (
            Alternative("name", tuple(dict.fromkeys(_pairs("n", characters)))),
            Alternative("company", tuple(dict.fromkeys(_pairs("c", characters)))),
            Alternative("tag", tuple(dict.fromkeys(_pairs("t", characters)))),
        ),
    )


def _latin_tiers(piece: str) -> tuple[tuple[Alternative, ...], ...]:
    exact = (
        Alternative("name", (f"n{piece}",)),
        Alternative("company", (f"c{piece}",)),
        Alternative("tag", (f"t{piece}",)),
    )
    begun = (
        Alternative("name", (f"n{piece}*",)),
        Alternative("company", (f"c{piece}*",)),
        Alternative("tag", (f"t{piece}*",)),
    )
    spelled = piece.replace("ufc", "v")
    if not (spelled.isascii() and spelled.isalpha()):
        return (exact, begun)
    front = (Alternative("pinyin", (f"a{spelled}",)),)
    if len(spelled) == 1:  # a beginning this short is a word of its own: cheaper than to collect
        return ((*front, *exact), (Alternative("pinyin", (f"h{spelled}",)), *begun))
    inside = (
        Alternative("pinyin", (f"a{spelled}*",)),
        Alternative("pinyin", (f"p{spelled}*",)),
    )
    return ((Alternative("pinyin", (f"x{spelled}",)), *exact), front, (*inside, *begun))


def _digit_tiers(digits: str, sight: Sight) -> tuple[tuple[Alternative, ...], ...]:
    exact: list[Alternative] = list(_id_alternatives(digits, sight))
    if len(digits) >= _TAIL and ("phone" not in sight.masked or _shown_of_phone(digits)):
        exact.insert(0, Alternative("phone", (f"l{digits[-_TAIL:]}",)))
    wide = [
        Alternative("name", (f"n{digits}*",)),
        Alternative("company", (f"c{digits}*",)),
        Alternative("tag", (f"t{digits}*",)),
    ]
    if "phone" not in sight.masked:
        grams = [digits[start : start + 3] for start in range(len(digits) - 2)]
        wide.insert(0, Alternative("phone", tuple(dict.fromkeys(f"f{gram}" for gram in grams))))
    return (tuple(exact), tuple(wide))


def _shown_of_phone(digits: str) -> bool:
    return len(digits) == _TAIL or len(digits) >= _WHOLE_PHONE


def _id_alternatives(tail: str, sight: Sight) -> Iterable[Alternative]:
    if len(tail) < _TAIL or len(tail) > 18:
        return
    if "id_number" in sight.masked and len(tail) != _TAIL and len(tail) < _WHOLE_ID:
        return
    length = _LONG_TAIL if len(tail) >= _LONG_TAIL else _TAIL
    yield Alternative("id_number", (f"d{tail[-length:]}",))
