"""A condition as an editor holds it: numbered rows and groups, read from JSON and written back.

The nodes are frozen; every edit answers a new tree, so that undo only has to keep the old one.
What the editor cannot draw (counts of related rows, parts of a later version) is carried along
unchanged as `Foreign`: nothing is ever lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from itertools import count
from typing import Any, Literal, cast

from loancrm_desktop.services.language.expressions import EMPTINESS_OPS

Json = Any
"""A value of a comparison as conditions write it; None stands for none given."""
Where = dict[str, Any]
Joint = Literal["all", "any"]

_EMPTINESS = frozenset(op.value for op in EMPTINESS_OPS)
_ROW_KEYS = frozenset({"field", "op", "value"})
_numbers = count(1)


def new_id() -> int:
    """Answer a number no other part has."""
    return next(_numbers)


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; with an empty `field` it is not filled in yet and is not written."""

    field: str = ""
    op: str = ""
    value: Json = None
    id: int = attribute(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A part kept as it was written."""

    raw: Json
    id: int = attribute(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all, or at least one, must hold; or must not, when negated."""

    joint: Joint = "all"
    parts: tuple[Node, ...] = ()
    negated: bool = False
    id: int = attribute(default_factory=new_id)


Node = Row | Foreign | Group


@dataclass(frozen=True, slots=True)
class Written:
    """A tree as JSON.

    Attributes:
        where: None lets every record in.
        places: the part's number by its place in the JSON, as problems name it: `$.all[1]`.
    """

    where: Where | None
    places: Mapping[str, int]


def read_tree(where: Where | None) -> Group:
    """Answer the tree of a condition; its root is always a group."""
    if not where:
        return Group()
    node = _read(where)
    return node if isinstance(node, Group) else Group(parts=(node,))


def _read(raw: Json) -> Node:
    if not isinstance(raw, Mapping):
        return Foreign(raw)
    given = cast("Mapping[str, Json]", raw)
    if len(given) == 1:
        for joint in ("all", "any"):
            parts = given.get(joint)
            if isinstance(parts, list):
                read = tuple(_read(part) for part in cast("list[Json]", parts))
                return Group(joint, read)
        if "not" in given:
            part = _read(given["not"])
            if isinstance(part, Group) and not part.negated:
                return replace(part, negated=True)
            return Group(parts=(part,), negated=True)
    if isinstance(given.get("field"), str) and set(given) <= _ROW_KEYS:
        return Row(given["field"], str(given.get("op", "")), given.get("value"))
    return Foreign(raw)


def write_tree(root: Group) -> Written:
    """Answer the JSON of a tree; reading it gives an equal tree."""
    places: dict[str, int] = {}
    shown = _filled(root.parts)
    if root.parts and not shown:
        return Written(None, {"$": root.id})  # rows that are still empty leave nobody out
    if root.joint == "all" and not root.negated:
        if not shown:
            return Written(None, {"$": root.id})
        if len(shown) == 1 and not isinstance(shown[0], Group):
            return Written(cast("Where", _write(shown[0], "$", places)), places)
    if not shown and not root.parts and not root.negated:
        places["$"] = root.id
    return Written(cast("Where", _write(root, "$", places)), places)


def _filled(parts: tuple[Node, ...]) -> list[Node]:
    return [part for part in parts if not is_blank(part)]


def is_blank(node: Node) -> bool:
    """Tell whether a part is still to be filled in: a row without a field, a group of such."""
    if isinstance(node, Row):
        return not node.field
    return isinstance(node, Group) and bool(node.parts) and all(map(is_blank, node.parts))


def _write(node: Node, place: str, places: dict[str, int]) -> Json:
    places[place] = node.id
    if isinstance(node, Foreign):
        return node.raw
    if isinstance(node, Row):
        written: Where = {"field": node.field, "op": node.op}
        if node.value is not None and node.op not in _EMPTINESS:
            written["value"] = node.value
        return written
    if node.negated:
        inner = _filled(node.parts)
        if len(inner) == 1 and node.joint == "all":
            return {"not": _write(inner[0], f"{place}.not", places)}
        return {"not": _write(replace(node, negated=False), f"{place}.not", places)}
    parts = [
        _write(part, f"{place}.{node.joint}[{number}]", places)
        for number, part in enumerate(_filled(node.parts))
    ]
    return {node.joint: parts}


def walk(node: Node) -> Iterator[Node]:
    """Name a part and all below it, in the order shown."""
    yield node
    if isinstance(node, Group):
        for part in node.parts:
            yield from walk(part)


def find(root: Group, node_id: int) -> Node | None:
    """Find a part by its number."""
    return next((node for node in walk(root) if node.id == node_id), None)


def parent_of(root: Group, node_id: int) -> Group | None:
    """Find the group a part stands in; the root stands in none."""
    for node in walk(root):
        if isinstance(node, Group) and any(part.id == node_id for part in node.parts):
            return node
    return None


def position_of(group: Group, node_id: int) -> int:
    """Answer where in its group a part stands.

    Raises:
        ValueError: it does not stand there.
    """
    return [part.id for part in group.parts].index(node_id)


def depth_of(root: Group, node_id: int) -> int:
    """Answer in how many groups a part stands; the root in none."""
    depth, parent = 0, parent_of(root, node_id)
    while parent is not None:
        depth += 1
        parent = parent_of(root, parent.id)
    return depth


def replaced(root: Group, node: Node) -> Group:
    """Put another part in the place of the one with its number."""
    return cast("Group", _mapped(root, node))


def _mapped(at: Node, node: Node) -> Node:
    if at.id == node.id:
        return node
    if not isinstance(at, Group):
        return at
    parts = tuple(_mapped(part, node) for part in at.parts)
    return at if parts == at.parts else replace(at, parts=parts)


def inserted(root: Group, group_id: int, position: int, node: Node) -> Group:
    """Put a part into a group."""
    group = find(root, group_id)
    if not isinstance(group, Group):
        return root
    parts = (*group.parts[:position], node, *group.parts[position:])
    return replaced(root, replace(group, parts=parts))


def removed(root: Group, node_id: int) -> Group:
    """Take a part out; a group that is left without parts goes too."""
    parent = parent_of(root, node_id)
    if parent is None:
        return root
    parts = tuple(part for part in parent.parts if part.id != node_id)
    if not parts and parent.id == root.id:
        return Group(id=root.id)  # "any" of nothing would leave everybody out
    if not parts:
        return removed(root, parent.id)
    return replaced(root, replace(parent, parts=parts))


def moved(root: Group, node_id: int, group_id: int, position: int) -> Group:
    """Move a part to a place in a group, counted before it is taken out."""
    node, target = find(root, node_id), find(root, group_id)
    parent = parent_of(root, node_id)
    if node is None or parent is None or not isinstance(target, Group):
        return root
    if any(below.id == group_id for below in walk(node)):
        return root  # a group cannot stand in itself
    if parent.id == group_id and position_of(parent, node_id) < position:
        position -= 1
    taken = replace(parent, parts=tuple(part for part in parent.parts if part.id != node_id))
    root = inserted(replaced(root, taken), group_id, position, node)
    emptied = find(root, parent.id)
    if isinstance(emptied, Group) and not emptied.parts and emptied.id != root.id:
        return removed(root, emptied.id)
    return root


def stepped(root: Group, node_id: int, step: Literal[-1, 1]) -> Group:
    """Move a part one place up or down: past a row, into a group, out of its own group."""
    parent = parent_of(root, node_id)
    if parent is None:
        return root
    here = position_of(parent, node_id)
    beside = here + step
    if 0 <= beside < len(parent.parts):
        neighbour = parent.parts[beside]
        if isinstance(neighbour, Group):
            into = len(neighbour.parts) if step < 0 else 0
            return moved(root, node_id, neighbour.id, into)
        return moved(root, node_id, parent.id, beside + (step > 0))
    outer = parent_of(root, parent.id)
    if outer is None:
        return root
    return moved(root, node_id, outer.id, position_of(outer, parent.id) + (step > 0))
