"""Where in the designer a fault of the form's JSON is mended."""

from __future__ import annotations

import re

from loancrm_desktop.ui.forms.design_desk import FIELD, SECTION, Chosen, DesignDesk
from loancrm_desktop.ui.records import form_body

_FIELD = re.compile(r"\$\.fields\.([a-z0-9_]+)(?:\.(\w+))?")
_STATE = re.compile(r"\$\.states\.([a-z0-9_]+)")
_ITEM = re.compile(r"\$\.tabs\[(\d+)\]\.sections\[(\d+)\](?:\.rows\[(\d+)\](?:\[(\d+)\])?)?")
_RIGHTS = frozenset({"read_only_for", "hidden_for", "mask", "sensitivity"})


def place_of(desk: DesignDesk, place: str) -> tuple[Chosen, str]:
    """Answer what to choose and which properties to show for a fault's place."""
    found = _STATE.match(place)
    if found is not None:
        return Chosen(FIELD, found.group(1)), "rules"
    found = _FIELD.match(place)
    if found is not None:
        tab = "rights" if found.group(2) in _RIGHTS else "field"
        return Chosen(FIELD, found.group(1)), tab
    found = _ITEM.match(place)
    if found is not None:
        return _chosen_at(desk, found), "field"
    return Chosen(), "field"


def problem_line(desk: DesignDesk, place: str, text: str) -> str:
    """Say a fault with the field it concerns."""
    found = _FIELD.match(place) or _STATE.match(place)
    return text if found is None else f"{desk.label(found.group(1))} · {text}"


def _chosen_at(desk: DesignDesk, found: re.Match[str]) -> Chosen:
    tab, section, row, at = (None if part is None else int(part) for part in found.groups())
    if tab is None or section is None:
        return Chosen()
    if row is not None and at is not None:
        item = form_body.item_at(desk.body, form_body.Spot(tab, section, row, at))
        if item is not None and item.get("field"):
            return Chosen(FIELD, str(item["field"]))
    key = form_body.section_at(desk.body, tab, section).get("key")
    return Chosen(SECTION, str(key))
