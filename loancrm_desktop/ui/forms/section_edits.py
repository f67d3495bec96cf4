"""Changes to the sections and tabs of a form's body."""

from __future__ import annotations

import copy
from typing import Any

from loancrm_desktop.ui.records.form_body import (
    Body,
    SectionSpot,
    Words,
    free_key,
    listed,
    section_at,
    sections_of,
    tabs_of,
)


def add_section(body: Body, spot: SectionSpot, title: Words) -> Body:
    """Put an empty section in before a place."""
    changed = copy.deepcopy(body)
    taken = {str(each.get("key")) for _, each in sections_of(changed)}
    key = free_key(taken, "section")
    section: dict[str, Any] = {"key": key, "title": title, "collapsed": False, "rows": []}
    tabs_of(changed)[spot.tab].setdefault("sections", []).insert(spot.section, section)
    return changed


def set_section(body: Body, spot: SectionSpot, name: str, value: object) -> Body:
    """Change a section's title, or whether it begins folded."""
    changed = copy.deepcopy(body)
    section_at(changed, spot.tab, spot.section)[name] = value
    return changed


def move_section(body: Body, start: SectionSpot, end: SectionSpot) -> Body:
    """Move a section before a place, both as they are before the move."""
    changed = copy.deepcopy(body)
    section = tabs_of(changed)[start.tab]["sections"].pop(start.section)
    at = end.section
    if start.tab == end.tab and end.section > start.section:
        at -= 1
    tabs_of(changed)[end.tab].setdefault("sections", []).insert(at, section)
    return body if changed == body else changed


def remove_section(body: Body, spot: SectionSpot, *, keep_rows: bool) -> Body:
    """Take a section out; its rows go to the one before, or the next, where they are kept."""
    changed = copy.deepcopy(body)
    sections = tabs_of(changed)[spot.tab]["sections"]
    gone = sections.pop(spot.section)
    rows = listed(gone.get("rows"))
    if keep_rows and rows:
        others = list(sections_of(changed))
        before = [each for at, each in others if (at.tab, at.section) < (spot.tab, spot.section)]
        if before:
            before[-1].setdefault("rows", []).extend(rows)
        elif others:
            others[0][1]["rows"] = [*rows, *(others[0][1].get("rows") or [])]
        else:
            return body
    return changed


def fields_in(section: dict[str, Any]) -> list[str]:
    """Answer the keys of a section's fields."""
    rows = listed(section.get("rows"))
    return [item["field"] for row in rows for item in row if item.get("field")]


def add_tab(body: Body, at: int, title: Words) -> Body:
    """Put a tab with an empty section in before a place."""
    changed = copy.deepcopy(body)
    key = free_key({str(each.get("key")) for each in tabs_of(changed)}, "tab")
    tabs_of(changed).insert(at, {"key": key, "title": title, "sections": []})
    return add_section(changed, SectionSpot(at, 0), {})


def set_tab_title(body: Body, at: int, title: Words) -> Body:
    """Rename a tab."""
    changed = copy.deepcopy(body)
    tabs_of(changed)[at]["title"] = title
    return changed


def move_tab(body: Body, start: int, end: int) -> Body:
    """Move a tab so that it stands at a place."""
    changed = copy.deepcopy(body)
    tabs = tabs_of(changed)
    tabs.insert(end, tabs.pop(start))
    return changed


def remove_tab(body: Body, at: int) -> Body:
    """Take a tab out; its sections go to the tab before, or the next one."""
    if len(tabs_of(body)) < 2:
        return body
    changed = copy.deepcopy(body)
    gone = tabs_of(changed).pop(at)
    into = tabs_of(changed)[max(0, at - 1)]
    sections = [each for each in listed(gone.get("sections")) if each.get("rows")]
    into["sections"] = [*(listed(into.get("sections"))), *sections]
    return changed
