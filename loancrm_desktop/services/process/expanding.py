"""Draws sub-processes into the process that uses them, so that a deal is always in one place."""

from __future__ import annotations

from collections.abc import Callable

from loancrm_desktop.services.process.definition import Definition, Edge, Node

MOST_DEEP = 5
Find = Callable[[str, int | None], Definition | None]

_ANSWERS = {"won": "approved", "archived": "rejected", "lost": "rejected", "open": "approved"}


def expanded(design: Definition, find: Find, depth: int = 0) -> Definition:
    """Answer a process with every sub-process drawn in.

    A sub-process is a passing node: the deal walks the other picture's nodes, shown in this
    one's stage, and leaves by the arrow for how it ended (approved for done, rejected else).

    Args:
        design: the process as drawn.
        find: answers another process by key and version.
        depth: how many processes this one lies in; deeper ones are left as they are.
    """
    if depth >= MOST_DEEP or not any(node.kind == "sub_process" for node in design.nodes):
        return design
    nodes: list[Node] = []
    edges = list(design.edges)
    for node in design.nodes:
        inner = find(node.process, node.version) if node.process else None
        if node.kind != "sub_process" or inner is None:
            nodes.append(node)
            continue
        drawn = _prefixed(node, expanded(inner, find, depth + 1), design)
        nodes.append(node.model_copy(update={"kind": "action"}))
        nodes.extend(drawn[0])
        leaving = [edge for edge in edges if edge.start == node.key]
        edges = [edge for edge in edges if edge.start != node.key]
        edges.extend(drawn[1])
        edges.extend(_way_out(end, leaving) for end in drawn[2] if leaving)
    return design.model_copy(update={"nodes": tuple(nodes), "edges": tuple(edges)})


def _prefixed(
    outer: Node, inner: Definition, around: Definition
) -> tuple[list[Node], list[Edge], list[tuple[Node, str]]]:
    """Answer nodes and arrows under the outer node's name, and the inner ends with their outcome."""
    stage = outer.stage or _stage_around(outer, around)
    nodes: list[Node] = []
    ends: list[tuple[Node, str]] = []
    for node in inner.nodes:
        key = f"{outer.key}/{node.key}"
        kept = {"key": key, "stage": stage if node.rests else node.stage}
        if node.kind in ("start", "end"):
            kept["kind"] = "action"
        copied = node.model_copy(update=kept)
        nodes.append(copied)
        if node.kind == "end" or not inner.out_of.get(node.key):
            own = inner.stage_by_key.get(node.stage or "")
            ends.append((copied, own.outcome if own else "open"))
    edges = [
        edge.model_copy(
            update={"start": f"{outer.key}/{edge.start}", "end": f"{outer.key}/{edge.end}"}
        )
        for edge in inner.edges
    ]
    if inner.start is not None:
        edges.append(
            Edge.model_validate({"from": outer.key, "to": f"{outer.key}/{inner.start.key}"})
        )
    return nodes, edges, ends


def _stage_around(outer: Node, around: Definition) -> str | None:
    """Answer the stage of a node that leads into a sub-process which names none."""
    for edge in around.edges:
        node = around.by_key.get(edge.start)
        if edge.end == outer.key and node is not None and node.stage is not None:
            return node.stage
    return next((stage.key for stage in around.stages if stage.outcome == "open"), None)


def _way_out(end: tuple[Node, str], leaving: list[Edge]) -> Edge:
    node, outcome = end
    answer = _ANSWERS.get(outcome, "approved")
    chosen = next((edge for edge in leaving if edge.on == answer), leaving[0])
    return chosen.model_copy(update={"start": node.key, "on": None})
