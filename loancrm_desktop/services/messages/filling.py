"""Fills the places of a text with what a record holds: `请及时跟进客户{name}`."""

from __future__ import annotations

import re
from typing import Any

from loancrm_desktop.services import conditions
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.live_record import LiveRecord
from loancrm_desktop.services.office import Work

PLACE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
"""A field's place in a text: `{name}`, `{owner.name}`."""


def filled(work: Work, text: str, kind: str, row: Any, *, masks: bool = True) -> str:
    """Answer a text with its places filled in; a place nothing stands for stays empty.

    Args:
        work: the operation.
        text: with places in braces.
        kind: of the record.
        row: the record.
        masks: numbers that are masked elsewhere are masked here too.
    """
    parts = parts_of(work, text, kind, row, masks=masks)

    def said(place: re.Match[str]) -> str:
        return parts[place[1]]

    return PLACE.sub(said, text)


def parts_of(work: Work, text: str, kind: str, row: Any, *, masks: bool = True) -> dict[str, str]:
    """Answer what stands at each place of a text, in their order."""
    return {name: _part(work, name, kind, row, masks=masks) for name in PLACE.findall(text)}


def _part(work: Work, name: str, kind: str, row: Any, *, masks: bool) -> str:
    record: LiveRecord | None = LiveRecord(work, kind, row)
    *links, key = name.removeprefix(f"{kind}.").split(".")
    for link in links:
        record = record.linked(link) if record is not None else None
    spec = record.known.fields.get(key) if record is not None else None
    if record is None or spec is None:
        return ""
    return _said(work, spec, record.value(key), masks=masks)


def _said(work: Work, spec: FieldSpec, value: object, *, masks: bool) -> str:
    if value is None:
        return ""
    if spec.links_to is not None and isinstance(value, int):
        return conditions.names_of(work).get((spec.links_to, value), "")
    hide = masks and (spec.mask is not None or spec.sensitivity == "secret")
    return field_types.masked(value, spec) if hide else field_types.show(value, spec)
