"""What is wrong in the picture itself: arrows to nowhere, dead ends, loops that never rest."""

from __future__ import annotations

from collections.abc import Iterator

from loancrm_desktop.services.process.definition import Definition, Edge, Node
from loancrm_desktop.services.process.faults import ProcessFault, node_text
from loancrm_desktop.texts import say


def drawing_faults(design: Definition) -> tuple[ProcessFault, ...]:
    """Answer everything that is wrong in a picture, errors before warnings."""
    found = [
        *_ends(design),
        *_arrows(design),
        *_nodes(design),
        *_rules(design),
        *_unreachable(design),
        *_endless(design),
    ]
    return tuple(sorted(found, key=_errors_first))


def _errors_first(fault: ProcessFault) -> bool:
    return fault.level == "warning"


def _place(design: Definition, node: Node, part: str = "") -> str:
    index = design.nodes.index(node)
    return f"nodes.{index}.{part}" if part else f"nodes.{index}"


def _ends(design: Definition) -> Iterator[ProcessFault]:
    starts = [node for node in design.nodes if node.kind == "start"]
    if not starts:
        yield ProcessFault("nodes", "no_start", say("The process has no start. Add one."))
    for extra in starts[1:]:
        text = say("The process has two starts. Take one out.")
        yield ProcessFault(_place(design, extra), "two_starts", text, extra.key)
    if not any(_closes(design, node) for node in design.nodes):
        text = say("The process has no end. Add an end node and lead an arrow to it.")
        yield ProcessFault("nodes", "no_end", text)


def _closes(design: Definition, node: Node) -> bool:
    stage = design.stage_by_key.get(node.stage or "")
    return node.kind == "end" or (stage is not None and stage.outcome != "open")


def _arrows(design: Definition) -> Iterator[ProcessFault]:
    for index, edge in enumerate(design.edges):
        for side, key in (("from", edge.start), ("to", edge.end)):
            if key not in design.by_key:
                text = say("An arrow leads to a node that is not there: {key}.", key=key)
                yield ProcessFault(f"edges.{index}.{side}", "unknown_node", text, None, edge.key)
        start, end = design.by_key.get(edge.start), design.by_key.get(edge.end)
        if end is not None and end.kind == "start":
            text = say("No arrow may lead back into the start.")
            yield ProcessFault(f"edges.{index}.to", "into_start", text, end.key, edge.key)
        if start is not None and start.kind == "end":
            text = say("An arrow leads out of the end {node}.", node=node_text(design, start.key))
            yield ProcessFault(f"edges.{index}.from", "out_of_end", text, start.key, edge.key)
        if start is not None and start.key == edge.end:
            text = say("An arrow leads from {node} to itself.", node=node_text(design, start.key))
            yield ProcessFault(f"edges.{index}.to", "to_itself", text, start.key, edge.key)


def _nodes(design: Definition) -> Iterator[ProcessFault]:
    for node in design.nodes:
        named = node_text(design, node.key)
        edges = design.out_of.get(node.key, ())
        if node.rests and node.stage not in design.stage_by_key:
            text = say("{node} stands in no stage. Choose one.", node=named)
            yield ProcessFault(_place(design, node, "stage"), "no_stage", text, node.key)
        if node.kind in ("handle", "approval") and node.handler is None and not node.approvers:
            text = say("{node} has no handler. Choose who works there.", node=named)
            yield ProcessFault(_place(design, node, "handler"), "no_handler", text, node.key)
        if not edges and node.kind != "end" and not _closes(design, node):
            text = say("No arrow leads out of {node}.", node=named)
            yield ProcessFault(_place(design, node), "dead_end", text, node.key)
        match node.kind:
            case "branch":
                yield from _branch(design, node, edges)
            case "start" | "action" | "sub_process" | "parallel" | "wait":
                yield from _single(design, node, edges)
            case "approval":
                yield from _approval(design, node, edges)
            case _:
                pass


def _branch(design: Definition, node: Node, edges: tuple[Edge, ...]) -> Iterator[ProcessFault]:
    named = node_text(design, node.key)
    if edges and not any(edge.otherwise for edge in edges):
        text = say("The branch {node} has no else. Mark one of its arrows as the else.", node=named)
        yield ProcessFault(_place(design, node), "no_else", text, node.key)
    if sum(edge.otherwise for edge in edges) > 1:
        text = say("The branch {node} has more than one else.", node=named)
        yield ProcessFault(_place(design, node), "two_elses", text, node.key)
    for edge in edges:
        if edge.when is None and not edge.otherwise:
            text = say("An arrow out of the branch {node} has no condition.", node=named)
            place = f"edges.{design.edges.index(edge)}.when"
            yield ProcessFault(place, "no_condition", text, node.key, edge.key)


def _single(design: Definition, node: Node, edges: tuple[Edge, ...]) -> Iterator[ProcessFault]:
    named = node_text(design, node.key)
    if len(edges) > 1 and node.kind != "sub_process":
        text = say("More than one arrow leads out of {node}; use a branch to choose.", node=named)
        yield ProcessFault(_place(design, node), "many_ways", text, node.key)
    if node.kind == "parallel" and not node.tracks:
        text = say("{node} has no parallel branches. Add at least two.", node=named)
        yield ProcessFault(_place(design, node, "tracks"), "no_tracks", text, node.key)
    if node.kind == "wait" and node.limit is None and node.until is None:
        text = say("{node} waits for nothing. Give it a time or a condition.", node=named)
        yield ProcessFault(_place(design, node, "limit"), "no_wait", text, node.key)
    if node.kind == "sub_process" and not node.process:
        text = say("{node} names no process.", node=named)
        yield ProcessFault(_place(design, node, "process"), "no_process", text, node.key)


def _approval(design: Definition, node: Node, edges: tuple[Edge, ...]) -> Iterator[ProcessFault]:
    named = node_text(design, node.key)
    if edges and not any(edge.on in (None, "approved") for edge in edges):
        text = say("No arrow out of {node} is for an approval.", node=named)
        yield ProcessFault(_place(design, node), "no_approved", text, node.key)
    if edges and not any(edge.on == "rejected" for edge in edges):
        text = say("No arrow out of {node} is for a rejection.", node=named)
        yield ProcessFault(_place(design, node), "no_rejected", text, node.key)


def _rules(design: Definition) -> Iterator[ProcessFault]:
    named = [("reopen_to", key) for key in design.rules.reopen_to]
    if design.rules.lose_from_open is not None:
        named.append(("lose_from_open", design.rules.lose_from_open))
    for rule, key in named:
        if key not in design.node_of_stage:
            text = say("A rule leads to a stage that is not there: {key}.", key=key)
            yield ProcessFault(f"rules.{rule}", "unknown_stage", text)


def reached(design: Definition) -> set[str]:
    """Answer the keys of the nodes a deal can come to."""
    rules = design.rules
    begins = {design.start.key} if design.start else set[str]()
    for stage in (*rules.reopen_to, *([rules.lose_from_open] if rules.lose_from_open else [])):
        if stage in design.node_of_stage:
            begins.add(design.node_of_stage[stage].key)
    if rules.skip_forward:
        begins |= {node.key for node in design.node_of_stage.values()}
    found: set[str] = set()
    waiting = list(begins)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(edge.end for edge in design.out_of.get(key, ()))
    return found


def _unreachable(design: Definition) -> Iterator[ProcessFault]:
    if design.start is None:
        return
    known = reached(design)
    for node in design.nodes:
        if node.key not in known:
            text = say(
                "No way leads to {node}. Draw an arrow to it or take it out.",
                node=node_text(design, node.key),
            )
            yield ProcessFault(_place(design, node), "unreachable", text, node.key)


def _endless(design: Definition) -> Iterator[ProcessFault]:
    """Name loops of nodes a deal never rests in: it would go round without an end."""
    passing = {node.key for node in design.nodes if not node.rests}
    settled: set[str] = set()
    for begin in sorted(passing):
        trail: list[str] = []
        if begin not in settled and _goes_round(design, begin, passing, (trail, settled)):
            text = say(
                "The loop over {node} never rests. Put a wait or somebody's work into it.",
                node=node_text(design, trail[-1]),
            )
            key = trail[-1]
            yield ProcessFault(_place(design, design.by_key[key]), "endless", text, key)


def _goes_round(
    design: Definition, key: str, passing: set[str], known: tuple[list[str], set[str]]
) -> bool:
    trail, settled = known
    if key in trail:
        trail.append(key)
        return True
    if key in settled:
        return False
    settled.add(key)
    trail.append(key)
    for edge in design.out_of.get(key, ()):
        if edge.end in passing and _goes_round(design, edge.end, passing, known):
            return True
    trail.pop()
    return False
