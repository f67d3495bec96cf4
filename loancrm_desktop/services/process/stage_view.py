"""A process seen as stages and ways between them: what boards, lists and hints go by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from loancrm_desktop.services.process import routes
from loancrm_desktop.services.process.definition import Definition
from loancrm_desktop.services.process.design import Edge, ProcessDesign, StageDesign
from loancrm_desktop.services.process.routes import Route


def stage_view(design: Definition) -> ProcessDesign:
    """Answer a process as stages; the nodes of a stage go together."""
    stages = {
        stage.key: StageDesign(
            stage.key,
            stage.name_zh,
            stage.name_en or stage.name_zh,
            position,
            stage.outcome,
            stage.customer_status,
        )
        for position, stage in enumerate(design.stages)
    }
    edges = tuple({(edge.start, edge.end): edge for edge in _edges(design)}.values())
    by_start = {key: tuple(edge for edge in edges if edge.start == key) for key in stages}
    rules = design.rules
    return ProcessDesign(
        design.key,
        _first_stage(design),
        stages,
        edges,
        rules.back_among_open,
        rules.skip_forward,
        rules.lose_from_open,
        rules.reopen_to,
        by_start,
    )


def _first_stage(design: Definition) -> str:
    begins = routes.possible(design, design.start) if design.start is not None else ()
    found = next((route.end.stage for route in begins if route.end.stage), None)
    return found or design.stages[0].key


def _edges(design: Definition) -> Iterator[Edge]:
    for node in design.nodes:
        if not node.rests or node.stage is None:
            continue
        for route in routes.possible(design, node):
            if route.end.stage is None or route.end.stage == node.stage:
                continue
            required = () if route.first.on == "rejected" else node.required
            yield Edge(
                node.stage,
                route.end.stage,
                tuple(dict.fromkeys((*required, *route.requires))),
                route.needs_reason,
                _when(design, route),
                route.customer_status,
            )


def _when(design: Definition, route: Route) -> Mapping[str, Any] | None:
    """Answer what must hold for a route, the else of a branch as the opposite of the others."""
    parts: list[Any] = []
    for edge in route.edges:
        if edge.when is not None and not edge.otherwise:
            parts.append(edge.when)
        elif edge.otherwise:
            others = [each.when for each in design.out_of[edge.start] if each.when is not None]
            if others:
                parts.append({"not": {"any": others}})
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"all": parts}
