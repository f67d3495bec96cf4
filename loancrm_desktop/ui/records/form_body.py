"""Changes to a form's JSON body; every function answers a new body and leaves the given one."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from loancrm_desktop.texts import Text

Body = dict[str, Any]
Item = dict[str, Any]
Words = dict[str, str]

FORMAT = 1
MOST_IN_ROW = 4
NEW_ROW = -1
EVEN = {1: "1", 2: "1/2", 3: "1/3", 4: "1/4"}


def mapping(raw: object) -> dict[str, Any]:
    """Answer a JSON object, an empty one for anything else."""
    return cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}


def listed(raw: object) -> list[Any]:
    """Answer a JSON list, an empty one for anything else."""
    return cast("list[Any]", raw) if isinstance(raw, list) else []


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a body.

    Attributes:
        at: the place in the row; `NEW_ROW` for a new row before `row`.
    """

    tab: int
    section: int
    row: int
    at: int = NEW_ROW


@dataclass(frozen=True, slots=True)
class SectionSpot:
    """The place of a section."""

    tab: int
    section: int


def empty_body(kind: str, title: Words) -> Body:
    """Answer a form with one empty section."""
    section: dict[str, Any] = {"key": "section_1", "title": {}, "collapsed": False, "rows": []}
    tab: dict[str, Any] = {"key": "tab_1", "title": {}, "sections": [section]}
    return {"format": FORMAT, "kind": kind, "title": title, "tabs": [tab], "fields": {}}


def tabs_of(body: Body) -> list[dict[str, Any]]:
    """Answer the tabs."""
    return listed(body.get("tabs"))


def sections_of(body: Body) -> Iterator[tuple[SectionSpot, dict[str, Any]]]:
    """Answer every section with its place."""
    for tab_at, tab in enumerate(tabs_of(body)):
        for at, section in enumerate(listed(tab.get("sections"))):
            yield SectionSpot(tab_at, at), section


def section_at(body: Body, tab: int, section: int) -> dict[str, Any]:
    """Answer a section."""
    return tabs_of(body)[tab]["sections"][section]


def find_section(body: Body, key: str) -> SectionSpot | None:
    """Find a section by its key."""
    return next((spot for spot, each in sections_of(body) if each.get("key") == key), None)


def items_of(body: Body) -> Iterator[tuple[Spot, Item]]:
    """Answer everything placed, in reading order."""
    for spot, section in sections_of(body):
        for row_at, row in enumerate(listed(section.get("rows"))):
            for at, item in enumerate(row):
                yield Spot(spot.tab, spot.section, row_at, at), item


def item_at(body: Body, spot: Spot) -> Item | None:
    """Answer what stands at a place, None for nothing."""
    try:
        return section_at(body, spot.tab, spot.section)["rows"][spot.row][spot.at]
    except (IndexError, KeyError):
        return None


def placed_fields(body: Body) -> list[str]:
    """Answer the keys of the fields on the form, in reading order."""
    return [item["field"] for _, item in items_of(body) if item.get("field")]


def find_field(body: Body, key: str) -> Spot | None:
    """Find a field on the form."""
    return next((spot for spot, item in items_of(body) if item.get("field") == key), None)


def first_spot(body: Body) -> Spot:
    """Answer where the first thing of an empty form goes."""
    last = list(sections_of(body))[-1:]
    if not last:
        return Spot(0, 0, 0)
    spot, section = last[0]
    return Spot(spot.tab, spot.section, len(listed(section.get("rows"))))


def share(width: str, count: int) -> Fraction:
    """Answer how much of its row an item takes; an item without width takes an even part."""
    try:
        return Fraction(width) if width else Fraction(1, max(1, count))
    except (ValueError, ZeroDivisionError):
        return Fraction(1, max(1, count))


def row_share(row: list[Item]) -> Fraction:
    """Answer how much of a row is taken."""
    return sum((share(item.get("width", ""), len(row)) for item in row), Fraction(0))


def spot_after(body: Body, spot: Spot, width: str) -> Spot:
    """Answer where something new goes after a place: into its row while there is room."""
    row = section_at(body, spot.tab, spot.section)["rows"][spot.row]
    last = spot.at == len(row) - 1
    if last and len(row) < MOST_IN_ROW and row_share(row) + share(width, 1) <= 1:
        return Spot(spot.tab, spot.section, spot.row, spot.at + 1)
    return Spot(spot.tab, spot.section, spot.row + 1)


def put(body: Body, item: Item, spot: Spot) -> Body:
    """Put something in; in a row without room everything gets an even part."""
    changed = copy.deepcopy(body)
    rows = section_at(changed, spot.tab, spot.section).setdefault("rows", [])
    if spot.at == NEW_ROW or spot.row >= len(rows):
        rows.insert(spot.row, [copy.deepcopy(item)])
        return changed
    row = rows[spot.row]
    row.insert(spot.at, copy.deepcopy(item))
    if row_share(row) > 1:
        for each in row:
            each["width"] = EVEN[min(len(row), MOST_IN_ROW)]
    return changed


def take(body: Body, spot: Spot) -> Body:
    """Take something out; a row left empty goes with it."""
    changed = copy.deepcopy(body)
    rows = section_at(changed, spot.tab, spot.section)["rows"]
    del rows[spot.row][spot.at]
    if not rows[spot.row]:
        del rows[spot.row]
    return changed


def move(body: Body, start: Spot, end: Spot) -> Body:
    """Move something to another place, both as they are before the move."""
    item = item_at(body, start)
    if item is None or start == end:
        return body
    row = section_at(body, start.tab, start.section)["rows"][start.row]
    same_section = (start.tab, start.section) == (end.tab, end.section)
    same_row = same_section and start.row == end.row and end.at != NEW_ROW
    if same_row:
        end = Spot(end.tab, end.section, end.row, end.at - (end.at > start.at))
        if end == start:
            return body
    elif same_section and len(row) == 1 and end.row > start.row:
        end = Spot(end.tab, end.section, end.row - 1, end.at)
    if same_section and len(row) == 1 and end == Spot(end.tab, end.section, start.row):
        return body
    return put(take(body, start), item, end)


def set_width(body: Body, spot: Spot, width: str) -> Body:
    """Give an item a width; what no longer fits beside it goes into rows of its own."""
    changed = copy.deepcopy(body)
    rows = section_at(changed, spot.tab, spot.section)["rows"]
    row = rows[spot.row]
    for each in row:
        each["width"] = each.get("width") or EVEN[min(len(row), MOST_IN_ROW)]
    row[spot.at]["width"] = width
    made: list[list[Item]] = [[]]
    for each in row:
        if made[-1] and row_share([*made[-1], each]) > 1:
            made.append([])
        made[-1].append(each)
    rows[spot.row : spot.row + 1] = made
    return changed


def set_item(body: Body, spot: Spot, part: str, value: object) -> Body:
    """Change a heading or a hint."""
    changed = copy.deepcopy(body)
    section_at(changed, spot.tab, spot.section)["rows"][spot.row][spot.at][part] = value
    return changed


def in_both(text: Text) -> dict[str, str]:
    """Answer a sentence in both languages, as a body keeps titles."""
    return {"zh": text.read("zh"), "en": text.read("en")}


def field_raw(body: Body, key: str) -> dict[str, Any]:
    """Answer what a body says of a field."""
    return (mapping(body.get("fields"))).get(key) or {}


def set_field(body: Body, key: str, name: str, value: object) -> Body:
    """Set a property of a field; None takes it away."""
    changed = copy.deepcopy(body)
    raw = changed.setdefault("fields", {}).setdefault(key, {})
    if value is None:
        raw.pop(name, None)
    else:
        raw[name] = copy.deepcopy(value)
    if not raw:
        del changed["fields"][key]
    return changed


def put_field(body: Body, key: str, raw: dict[str, Any]) -> Body:
    """Put in a field's properties as they are."""
    changed = copy.deepcopy(body)
    changed.setdefault("fields", {})[key] = copy.deepcopy(raw)
    return changed


def drop_field(body: Body, key: str) -> Body:
    """Take a field out altogether: from the layout, its properties, its states."""
    spot = find_field(body, key)
    changed = copy.deepcopy(body) if spot is None else take(body, spot)
    (mapping(changed.get("fields"))).pop(key, None)
    (mapping(changed.get("states"))).pop(key, None)
    return changed


def rename_key(body: Body, key: str, new_key: str) -> Body:
    """Give a field another key, wherever the body names it."""
    changed = copy.deepcopy(body)
    for _, item in items_of(changed):
        if item.get("field") == key:
            item["field"] = new_key
    for part in ("fields", "states"):
        given = mapping(changed.get(part))
        if key in given:
            changed[part] = {new_key if one == key else one: each for one, each in given.items()}
    word = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(key)}(?![A-Za-z0-9_])")
    for raw in (mapping(changed.get("fields"))).values():
        if raw.get("formula"):
            raw["formula"] = word.sub(new_key, raw["formula"])
    changed["states"] = _renamed(mapping(changed.get("states")), key, new_key)
    return changed


def _renamed(value: Any, key: str, new_key: str) -> Any:
    if mapping(value):
        return {
            name: new_key if name == "field" and each == key else _renamed(each, key, new_key)
            for name, each in mapping(value).items()
        }
    found = [_renamed(each, key, new_key) for each in listed(value)]
    return found or value


def state_of(body: Body, key: str) -> dict[str, Any]:
    """Answer the states of a field as written."""
    return (mapping(body.get("states"))).get(key) or {}


def set_state(body: Body, key: str, name: str, value: object) -> Body:
    """Set a state of a field (`shown`, `required`, …); None takes it away."""
    changed = copy.deepcopy(body)
    states = changed.setdefault("states", {})
    raw = states.setdefault(key, {})
    if value is None:
        raw.pop(name, None)
    else:
        raw[name] = copy.deepcopy(value)
    if not raw:
        del states[key]
    return changed


def free_key(taken: set[str], stem: str) -> str:
    """Answer a key nothing has yet: `text_1`, `text_2`, …."""
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"
