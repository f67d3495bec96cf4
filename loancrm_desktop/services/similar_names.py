"""Names that may be one person's: a slip of the pen, another character of the same sound, turned.

Of Chinese names one of three or more characters may differ, or all of them when they are read the
same; two names of two characters that share one are two people. Of others the order of the words
makes no difference, nor does one letter.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import select

from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.services.forms.values import regions
from loancrm_desktop.services.name_readings import readings
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.search_words import is_usual_han, runs, squeezed
from loancrm_desktop.text_keys import text_key

MOST_CANDIDATES = 2000
"""Names looked at; of more the question was so wide that it tells nothing."""

_LEAST_HAN = 3
_LEAST_LETTERS = 4

_row = Customer.__table__.c
_candidates = Prepared(
    select(_row.id, _row.name_key, _row.region)
    .where(_row.id.in_(text_index.given_ids("ids")), _row.deleted_at.is_(None))
    .order_by(_row.id)
)


def similar(work: Work, name: str, region: str | None) -> list[int]:
    """Answer the customers of one city whose name is like a name but not the same.

    Without a city nobody is: half a town would be like everybody else.
    """
    city = city_of(region or "")
    question = _question(name) if city else ()
    if not question:
        return []
    found = text_index.some_ids(work.session, [question], MOST_CANDIDATES)
    key = text_key(name)
    return [
        number
        for number, other, where in _candidates.rows(work.session, ids=json.dumps(found))
        if other != key and city_of(where or "") == city and are_alike(key, other)
    ]


def are_alike(one: str, other: str) -> bool:
    """Say whether the text keys of two names may be one person's."""
    han, other_han = squeezed(one), squeezed(other)
    if is_usual_han(han) and is_usual_han(other_han):
        return len(han) == len(other_han) and (
            (len(han) >= _LEAST_HAN and _differing(han, other_han) <= 1)
            or not set(readings(han)).isdisjoint(readings(other_han))
        )
    words, other_words = sorted(runs(one)), sorted(runs(other))
    if words == other_words:
        return True
    joined, other_joined = " ".join(words), " ".join(other_words)
    return min(len(joined), len(other_joined)) >= _LEAST_LETTERS and (
        _is_one_slip(joined, other_joined) or _is_one_slip(one, other)
    )


def _differing(one: str, other: str) -> int:
    return sum(mine != theirs for mine, theirs in zip(one, other, strict=True))


def _is_one_slip(one: str, other: str) -> bool:
    """Say whether one letter changed, added, left out or swapped with the next makes them equal."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((at for at, mark in enumerate(short) if mark != long[at]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1]
    return short[at + 1 :] == long[at + 1 :] or (swapped and short[at + 2 :] == long[at + 2 :])


@lru_cache(maxsize=4096)
def city_of(region: str) -> str:
    """Answer the city a region names, with or without its province; the province without a city."""
    read = regions.read_region(region)
    if read.province:
        return read.city or read.province
    cities = [city for province in regions.divisions().values() for city in province]
    whole = next((city for city in cities if region.startswith(city)), "")
    return whole or next((city for city in cities if region.startswith(_bare(city))), "")


def _bare(city: str) -> str:
    return city.removesuffix("市") if len(city) > 2 else city


def _question(name: str) -> list[list[str]]:
    """Answer what is asked of the search words: any of these, each all of these words."""
    han = squeezed(text_key(name))
    if is_usual_han(han):
        asked = [[f"a{''.join(syllables)}"] for syllables in readings(han) if all(syllables)]
        if len(han) >= _LEAST_HAN:
            asked += _all_but_one([f"n{mark}" for mark in han])
        return asked
    words = [each for each in runs(name) if each]
    if not words:
        return []
    said = [f"n{each}" for each in words]
    if len(said) == 1:
        half = max(2, len(words[0]) // 2)
        return [[f"n{words[0][:half]}*"]]
    return [said, *_all_but_one(said)]


def _all_but_one(words: Sequence[str]) -> list[list[str]]:
    return [[*words[:at], *words[at + 1 :]] for at in range(len(words))]
