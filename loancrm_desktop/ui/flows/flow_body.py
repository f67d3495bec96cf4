"""The JSON of a process while it is drawn: every function answers a new body."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

Body = dict[str, Any]
Entry = dict[str, Any]
RESTING = frozenset({"handle", "approval", "wait", "parallel", "end"})
"""Kinds a deal stands in, so that they need a stage."""
OFFSET = 32


def empty_body(key: str, name_zh: str, name_en: str = "") -> Body:
    """Answer a process with nothing in it."""
    return {
        "format": 2,
        "key": key,
        "name_zh": name_zh,
        "name_en": name_en or name_zh,
        "stages": [],
        "nodes": [],
        "edges": [],
        "rules": {"back_among_open": True},
    }


def entries(body: Mapping[str, Any], part: str) -> list[Entry]:
    """Answer the stages, nodes or edges of a body."""
    return cast("list[Entry]", body.get(part) or [])


def nodes(body: Mapping[str, Any]) -> list[Entry]:
    """Answer the nodes."""
    return entries(body, "nodes")


def edges(body: Mapping[str, Any]) -> list[Entry]:
    """Answer the arrows."""
    return entries(body, "edges")


def stages(body: Mapping[str, Any]) -> list[Entry]:
    """Answer the stages."""
    return entries(body, "stages")


def node(body: Mapping[str, Any], key: str) -> Entry | None:
    """Answer a node."""
    return next((each for each in nodes(body) if each.get("key") == key), None)


def stage(body: Mapping[str, Any], key: str | None) -> Entry | None:
    """Answer a stage."""
    return next((each for each in stages(body) if each.get("key") == key), None)


def edge_key(edge: Mapping[str, Any]) -> str:
    """Answer an arrow's key."""
    return f"{edge.get('from')}>{edge.get('to')}"


def edge(body: Mapping[str, Any], key: str) -> Entry | None:
    """Answer an arrow."""
    return next((each for each in edges(body) if edge_key(each) == key), None)


def out_of(body: Mapping[str, Any], key: str) -> list[Entry]:
    """Answer the arrows out of a node, in their order."""
    return [each for each in edges(body) if each.get("from") == key]


def free_key(body: Mapping[str, Any], wanted: str) -> str:
    """Answer a key no node and no stage has."""
    taken = {each.get("key") for each in (*nodes(body), *stages(body))}
    number = 1
    while f"{wanted}_{number}" in taken:
        number += 1
    return f"{wanted}_{number}"


def names_of(body: Mapping[str, Any], key: str) -> tuple[str, str]:
    """Answer a node's names in both languages; its stage's where it has none."""
    found = node(body, key) or {}
    at = stage(body, found.get("stage")) or {}
    zh = str(found.get("name_zh") or at.get("name_zh") or key)
    return zh, str(found.get("name_en") or at.get("name_en") or zh)


def with_node(body: Body, made: Entry, stage_made: Entry | None = None, after: str = "") -> Body:
    """Add a node, and its stage behind the stage of the node `after`."""
    changed = {**body, "nodes": [*nodes(body), made]}
    if stage_made is not None:
        kept = list(stages(body))
        before = (node(body, after) or {}).get("stage")
        at = next((i for i, each in enumerate(kept) if each.get("key") == before), None)
        kept.insert(_stage_place(kept, stage_made) if at is None else at + 1, stage_made)
        changed["stages"] = kept
    return changed


def _stage_place(kept: list[Entry], made: Entry) -> int:
    """Answer where a stage goes: running ones before those that end."""
    if made.get("outcome", "open") != "open":
        return len(kept)
    ends = (i for i, each in enumerate(kept) if each.get("outcome", "open") != "open")
    return next(ends, len(kept))


def with_edge(body: Body, made: Entry) -> Body:
    """Add an arrow; one that is there already stays as it is."""
    if edge(body, edge_key(made)) is not None:
        return body
    return {**body, "edges": [*edges(body), made]}


def set_in(body: Body, part: str, at: int, values: Mapping[str, Any]) -> Body:
    """Set properties of the entry at a place; None takes one away."""
    kept = list(entries(body, part))
    kept[at] = merged(kept[at], values)
    return {**body, part: kept}


def merged(entry: Mapping[str, Any], values: Mapping[str, Any]) -> Entry:
    """Answer an entry with other values; None takes one away."""
    found = {**entry, **values}
    return {name: value for name, value in found.items() if value is not None}


def set_node(body: Body, key: str, values: Mapping[str, Any]) -> Body:
    """Set properties of a node."""
    at = next((i for i, each in enumerate(nodes(body)) if each.get("key") == key), None)
    return body if at is None else set_in(body, "nodes", at, values)


def set_stage(body: Body, key: str, values: Mapping[str, Any]) -> Body:
    """Set properties of a stage."""
    at = next((i for i, each in enumerate(stages(body)) if each.get("key") == key), None)
    return body if at is None else set_in(body, "stages", at, values)


def set_edge(body: Body, key: str, values: Mapping[str, Any]) -> Body:
    """Set properties of an arrow; of a branch's arrows only one can be the else."""
    at = next((i for i, each in enumerate(edges(body)) if edge_key(each) == key), None)
    if at is None:
        return body
    changed = set_in(body, "edges", at, values)
    if not values.get("else"):
        return changed
    start = edges(body)[at].get("from")
    kept = [
        each if i == at or each.get("from") != start else merged(each, {"else": None})
        for i, each in enumerate(edges(changed))
    ]
    return {**changed, "edges": kept}


def move_stage(body: Body, key: str, step: int) -> Body:
    """Move a stage on the board."""
    kept = list(stages(body))
    at = next((i for i, each in enumerate(kept) if each.get("key") == key), None)
    if at is None or not 0 <= at + step < len(kept):
        return body
    kept.insert(at + step, kept.pop(at))
    return {**body, "stages": kept}


def move_edge(body: Body, key: str, step: int) -> Body:
    """Move an arrow among those out of the same node: the first that holds is taken."""
    found = edge(body, key)
    if found is None:
        return body
    beside = [edge_key(each) for each in out_of(body, str(found["from"]))]
    at = beside.index(key) + step
    if not 0 <= at < len(beside):
        return body
    kept = list(edges(body))
    places = {edge_key(each): i for i, each in enumerate(kept)}
    mine, other = places[key], places[beside[at]]
    kept[mine], kept[other] = kept[other], kept[mine]
    return {**body, "edges": kept}


def moved(body: Body, places: Mapping[str, tuple[float, float]]) -> Body:
    """Put nodes where they are now; the bends of their arrows go."""
    kept = [
        {**each, "x": places[each["key"]][0], "y": places[each["key"]][1]}
        if each["key"] in places
        else each
        for each in nodes(body)
    ]
    arrows = [
        merged(each, {"points": None})
        if each.get("points") and (each.get("from") in places or each.get("to") in places)
        else each
        for each in edges(body)
    ]
    return {**body, "nodes": kept, "edges": arrows}


def without(body: Body, node_keys: Collection[str], edge_keys: Collection[str] = ()) -> Body:
    """Take nodes and arrows out; a way through a single node taken out is closed again."""
    arrows = [each for each in edges(body) if edge_key(each) not in edge_keys]
    if len(node_keys) == 1:
        arrows += _bridge(arrows, next(iter(node_keys)))
    arrows = [
        each
        for each in arrows
        if each.get("from") not in node_keys and each.get("to") not in node_keys
    ]
    kept = [each for each in nodes(body) if each.get("key") not in node_keys]
    gone = {each.get("stage") for each in nodes(body)} - {each.get("stage") for each in kept}
    left = [each for each in stages(body) if each.get("key") not in gone]
    return {**body, "nodes": kept, "edges": arrows, "stages": left, "rules": _rules(body, gone)}


def _bridge(arrows: Iterable[Entry], key: str) -> list[Entry]:
    """Answer the arrow from before a node to behind it, where there is one way through."""
    listed = list(arrows)
    into = [each for each in listed if each.get("to") == key and each.get("from") != key]
    out = [each for each in listed if each.get("from") == key and each.get("to") != key]
    if len(into) != 1 or len(out) != 1 or into[0]["from"] == out[0]["to"]:
        return []
    made = {**into[0], "to": out[0]["to"]}
    made.pop("points", None)
    known = {edge_key(each) for each in listed}
    return [] if edge_key(made) in known else [made]


def _rules(body: Mapping[str, Any], gone: Collection[Any]) -> Entry:
    rules = dict(cast("Entry", body.get("rules") or {}))
    if rules.get("lose_from_open") in gone:
        rules.pop("lose_from_open")
    if rules.get("reopen_to"):
        rules["reopen_to"] = [each for each in rules["reopen_to"] if each not in gone]
    return rules


def copied(body: Body, keys: Collection[str]) -> Body:
    """Answer a piece of a body: nodes, their stages, the arrows between them."""
    return copy.deepcopy(
        {
            "nodes": [each for each in nodes(body) if each.get("key") in keys],
            "stages": [
                each
                for each in stages(body)
                if each.get("key") in {n.get("stage") for n in nodes(body) if n["key"] in keys}
            ],
            "edges": [
                each for each in edges(body) if each.get("from") in keys and each.get("to") in keys
            ],
        }
    )


def pasted(body: Body, piece: Body) -> tuple[Body, tuple[str, ...]]:
    """Add a copied piece with keys of its own, a little aside; answers the new nodes too."""
    changed = body
    keys: dict[str, str] = {}
    for each in nodes(piece):
        if each["kind"] == "start" and any(one["kind"] == "start" for one in nodes(changed)):
            continue
        key = free_key(changed, str(each["kind"]))
        keys[each["key"]] = key
        made = {**each, "key": key}
        if each.get("x") is not None:
            made |= {"x": each["x"] + OFFSET, "y": each.get("y", 0) + OFFSET}
        at = stage(piece, each.get("stage"))
        column = {**at, "key": key} if at is not None else None
        if column is not None:
            made["stage"] = key
        changed = with_node(changed, made, column)
    for each in edges(piece):
        if each["from"] in keys and each["to"] in keys:
            made = {**each, "from": keys[each["from"]], "to": keys[each["to"]]}
            made.pop("points", None)
            changed = with_edge(changed, made)
    return changed, tuple(keys.values())
