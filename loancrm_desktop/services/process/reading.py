"""Reads a process from its JSON form, of any format this program knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.database import json_text
from loancrm_desktop.services.process import design as first_format
from loancrm_desktop.services.process.definition import FORMAT, Definition
from loancrm_desktop.services.process.faults import ProcessFault
from loancrm_desktop.services.process.upgrading import FIRST_FORMAT, upgraded
from loancrm_desktop.texts import Text, say

MAX_JSON_LENGTH = 1_000_000
MOST_NODES = 400


def read(body: Mapping[str, Any]) -> Definition:
    """Read a process; what its arrows lead to is checks.py's affair.

    Raises:
        Invalid: it is of a newer format, or a part of it cannot be read, naming the first place.
    """
    found, faults = parsed(body)
    if found is None:
        raise Invalid(
            faults[0].text, [FieldProblem(each.place, each.code, each.text) for each in faults]
        )
    return found


def parsed(body: Mapping[str, Any]) -> tuple[Definition | None, tuple[ProcessFault, ...]]:
    """Answer the process, or None with everything that kept it from being read."""
    format_fault = _format_fault(body.get("format"))
    if format_fault is not None:
        return None, (format_fault,)
    if body.get("format") == FIRST_FORMAT:
        old = first_format.faults(body)
        if old:
            return None, tuple(ProcessFault(each.field, each.code, each.text) for each in old)
    if len(json_text(body)) > MAX_JSON_LENGTH:
        return None, (ProcessFault("", "too_large", say("This process is too large to be read.")),)
    try:
        found = Definition.model_validate(upgraded(body))
    except ValidationError as fault:
        return None, tuple(_told(body, each) for each in fault.errors(include_url=False))
    if len(found.nodes) > MOST_NODES:
        text = say("A process has at most {count} nodes.", count=MOST_NODES)
        return None, (ProcessFault("nodes", "too_many", text),)
    twice = _twice(found)
    return (None, twice) if twice else (found, ())


def _format_fault(number: object) -> ProcessFault | None:
    if number in (FIRST_FORMAT, FORMAT):
        return None
    if isinstance(number, int) and number > FORMAT:
        text = say(
            "This process is of format {n}, made by a newer program. This one reads up to format "
            "{known}; bring the program up to date.",
            n=number,
            known=FORMAT,
        )
        return ProcessFault("format", "too_new", text)
    text = say("This is no process: its format number is missing or unknown.")
    return ProcessFault("format", "format", text)


def _told(body: Mapping[str, Any], error: Any) -> ProcessFault:
    where = tuple(error["loc"])
    place = ".".join(str(each) for each in where)
    node = _key_at(body, where, "nodes")
    edge = _edge_at(body, where)
    return ProcessFault(place, str(error["type"]), _sentence(str(error["type"]), place), node, edge)


def _sentence(kind: str, place: str) -> Text:
    if kind == "missing":
        return say("{place} is missing in the process.", place=place)
    if kind == "extra_forbidden":
        return say("{place} is not known in a process; take it out or correct it.", place=place)
    if kind == "literal_error":
        return say("{place} has a value that is not known here.", place=place)
    return say("{place} cannot be read.", place=place)


def _key_at(body: Mapping[str, Any], where: Sequence[Any], part: str) -> str | None:
    if len(where) < 2 or where[0] != part or not isinstance(where[1], int):
        return None
    entry = _entry(body, part, where[1])
    key = entry.get("key")
    return key if isinstance(key, str) else None


def _edge_at(body: Mapping[str, Any], where: Sequence[Any]) -> str | None:
    if len(where) < 2 or where[0] != "edges" or not isinstance(where[1], int):
        return None
    entry = _entry(body, "edges", where[1])
    return f"{entry.get('from')}>{entry.get('to')}"


def _entry(body: Mapping[str, Any], part: str, index: int) -> Mapping[str, Any]:
    entries = body.get(part)
    if isinstance(entries, list) and index < len(cast("list[Any]", entries)):
        entry = cast("list[Any]", entries)[index]
        if isinstance(entry, dict):
            return cast("dict[str, Any]", entry)
    return {}


def _twice(found: Definition) -> tuple[ProcessFault, ...]:
    """Name keys used twice: nothing could be told apart any more."""
    faults: list[ProcessFault] = []
    for part, keys in (
        ("stages", [stage.key for stage in found.stages]),
        ("nodes", [node.key for node in found.nodes]),
    ):
        for index, key in enumerate(keys):
            if key in keys[:index]:
                text = say("The key {key} is used twice.", key=key)
                node = key if part == "nodes" else None
                faults.append(ProcessFault(f"{part}.{index}.key", "twice", text, node))
    seen: set[str] = set()
    for index, edge in enumerate(found.edges):
        if edge.key in seen:
            text = say("Two arrows lead the same way; keep one of them.")
            faults.append(ProcessFault(f"edges.{index}", "twice", text, edge.start, edge.key))
        seen.add(edge.key)
    return tuple(faults)
