"""Finding a title by what is typed: its letters, or the pinyin of its characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way a title is read: per sign what it sounds like, a sign itself where it is no Han."""

    sounds: tuple[str, ...]


def readings_of(titles: Iterable[str]) -> dict[str, tuple[Reading, ...]]:
    """Answer how titles are read; runs off the GUI thread, for the pinyin table is large."""
    from loancrm_desktop.services import name_readings

    found: dict[str, tuple[Reading, ...]] = {}
    for title in titles:
        han = [sign for sign in title if is_han(sign)]
        if han:
            ways = name_readings.given_ways("".join(han))
            found[title] = tuple(_reading(title, way) for way in ways if len(way) == len(han))
    return found


def is_han(sign: str) -> bool:
    """Say whether a sign is a Chinese character."""
    return "\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf"


def span_in(title: str, typed: str, readings: Mapping[str, Sequence[Reading]]) -> Span | None:
    """Answer which signs of a title are meant by what was typed, None when it is not meant."""
    wanted = typed.strip().lower()
    if not wanted:
        return (0, 0)
    at = title.lower().find(wanted)
    if at >= 0:
        return (at, at + len(wanted))
    sounds = wanted.replace(" ", "")
    if not sounds.isascii():
        return None
    for reading in readings.get(title, ()):
        found = _spoken(reading.sounds, sounds)
        if found is not None:
            return found
    return None


def _reading(title: str, way: Sequence[str]) -> Reading:
    left = iter(way)
    return Reading(tuple(next(left) if is_han(sign) else sign.lower() for sign in title))


def _spoken(sounds: Sequence[str], wanted: str) -> Span | None:
    """Find where initials or whole syllables that follow each other make up what is wanted."""
    for start in range(len(sounds)):
        ends = _ends(sounds, start, wanted)
        if ends is not None:
            return (start, ends)
    return None


def _ends(sounds: Sequence[str], at: int, wanted: str) -> int | None:
    """Answer behind which sign `wanted` is used up; each sign gives its first letter or more."""
    if not wanted:
        return at
    if at >= len(sounds):
        return None
    sound = sounds[at]
    if sound.isspace():
        return _ends(sounds, at + 1, wanted)
    for length in range(min(len(sound), len(wanted)), 0, -1):
        whole_enough = length in (1, len(sound)) or length == len(wanted)
        if whole_enough and wanted[:length] == sound[:length]:
            found = _ends(sounds, at + 1, wanted[length:])
            if found is not None:
                return found
    return None
