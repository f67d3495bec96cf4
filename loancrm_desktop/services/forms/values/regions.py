"""Provinces, cities and districts of China, as a region field offers them.

The names are those of the National Bureau of Statistics as the project
modood/Administrative-divisions-of-China publishes them (WTFPL). A municipality's districts, and
counties that stand directly under a province, stand where cities do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from loancrm_desktop import places

Cities = Mapping[str, Sequence[str]]
_ENDS = (
    "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Region:
    """A region in its parts; what is no known name of its place is `rest`."""

    province: str = ""
    city: str = ""
    district: str = ""
    rest: str = ""

    @property
    def text(self) -> str:
        """The region as records keep it."""
        return f"{self.province}{self.city}{self.district}{self.rest}"


@cache
def divisions() -> Mapping[str, Cities]:
    """Answer districts by city by province."""
    path = places.resources() / "presets" / "regions.json"
    return cast("Mapping[str, Cities]", json.loads(path.read_text(encoding="utf-8")))


def cities_of(province: str) -> Sequence[str]:
    """Answer a province's cities, none of one that is not known."""
    return tuple(divisions().get(province, {}))


def districts_of(province: str, city: str) -> Sequence[str]:
    """Answer a city's districts and counties; none where the city has none."""
    return tuple(divisions().get(province, {}).get(city, ()))


def read_region(text: str) -> Region:
    """Take a region apart; `广东深圳南山区` is read as well as the full names."""
    rest = text.strip()
    province, rest = _first(rest, divisions())
    if not province:
        return Region(rest=rest)
    city, rest = _first(rest, cities_of(province))
    if not city:
        return Region(province, rest=rest)
    district, rest = _first(rest, districts_of(province, city))
    return Region(province, city, district, rest)


def _first(text: str, names: Iterable[str]) -> tuple[str, str]:
    """Answer the name a text begins with, whole or without its ending, and what follows."""
    known = sorted(names, key=len, reverse=True)
    for name in known:
        if text.startswith(name):
            return name, text[len(name) :].strip()
    for name in known:
        short = _short(name)
        if short != name and text.startswith(short):
            return name, text[len(short) :].strip()
    return "", text


def _short(name: str) -> str:
    for end in _ENDS:
        short = name.removesuffix(end)
        if short != name and len(short) > 1:
            return short
    return name
