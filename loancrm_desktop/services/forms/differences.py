"""What differs between two versions of a form: fields, their parts, states, places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of a field, or the states of one, that differs.

    Attributes:
        part: such as `label`, `required`; `states.shown` for a state.
        before, after: as JSON; empty where there was nothing.
    """

    key: str
    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FormDifference:
    """How one version of a form differs from another.

    Attributes:
        added, removed: keys of fields.
        moved: keys of fields that stand elsewhere in the layout, come or go there.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[PartChange, ...]
    moved: tuple[str, ...]


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> FormDifference:
    """Compare two forms' JSON."""
    was, becomes = _fields(before), _fields(after)
    shared = [key for key in becomes if key in was]
    changed = [change for key in shared for change in _parts(key, "", was[key], becomes[key])]
    states_was, states_after = _states(before), _states(after)
    for key in sorted({*states_was, *states_after}):
        parts = _parts(key, "states.", states_was.get(key, {}), states_after.get(key, {}))
        changed.extend(parts)
    places_was, places_after = dict(_layout(before)), dict(_layout(after))
    return FormDifference(
        tuple(key for key in becomes if key not in was),
        tuple(key for key in was if key not in becomes),
        tuple(changed),
        tuple(
            sorted(
                key
                for key in {*places_was, *places_after}
                if places_was.get(key) != places_after.get(key)
            )
        ),
    )


def _fields(body: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    return cast("Mapping[str, Mapping[str, Any]]", body.get("fields") or {})


def _states(body: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    return cast("Mapping[str, Mapping[str, Any]]", body.get("states") or {})


def _parts(
    key: str, prefix: str, was: Mapping[str, Any], becomes: Mapping[str, Any]
) -> Iterator[PartChange]:
    for part in dict.fromkeys([*was, *becomes]):
        before, after = _written(was.get(part)), _written(becomes.get(part))
        if before != after:
            yield PartChange(key, prefix + part, before, after)


def _written(part: Any) -> str:
    return "" if part in (None, False, "", [], {}) else json.dumps(part, ensure_ascii=False)


def _layout(body: Mapping[str, Any]) -> Iterator[tuple[str, tuple[object, ...]]]:
    for tab in _list(body, "tabs"):
        for section in _list(tab, "sections"):
            rows: Sequence[Sequence[Mapping[str, Any]]] = section.get("rows") or ()
            for at, row in enumerate(rows):
                for item in row:
                    if "field" in item:
                        place = (tab.get("key"), section.get("key"), at, item.get("width"))
                        yield str(item["field"]), place


def _list(part: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    return cast("Sequence[Mapping[str, Any]]", part.get(key) or ())
