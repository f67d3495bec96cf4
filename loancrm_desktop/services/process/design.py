"""The path as drawn: stages, the edges between them, what each edge asks for, what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.texts import say

FORMAT = 1
OUTCOMES = ("open", "won", "archived", "lost")


@dataclass(frozen=True, slots=True)
class StageDesign:
    """A stage as drawn.

    Attributes:
        outcome: `open`, `won`, `archived` or `lost`.
        customer_status: what the customer's status becomes on entering, or None.
    """

    key: str
    name_zh: str
    name_en: str
    position: int
    outcome: str = "open"
    customer_status: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one stage to another.

    Attributes:
        requires: catalogue keys of the deal that must be filled.
        needs_reason: True when the mover has to say why.
        when: a condition's JSON on the deal that must hold, or None.
        customer_status: what the customer's status becomes, or None.
    """

    start: str
    end: str
    requires: tuple[str, ...] = ()
    needs_reason: bool = False
    when: Mapping[str, Any] | None = None
    customer_status: str | None = None


@dataclass(frozen=True, slots=True)
class ProcessDesign:
    """A whole path.

    Attributes:
        back_among_open: deals may be sent back to any earlier running stage.
        skip_forward: deals may jump over stages.
        lose_to: the stage every running stage may lose a deal to, or None.
        reopen_to: running stages a finished deal may come back to.
    """

    key: str
    start: str
    stages: Mapping[str, StageDesign]
    edges: tuple[Edge, ...]
    back_among_open: bool = True
    skip_forward: bool = False
    lose_to: str | None = None
    reopen_to: tuple[str, ...] = ()
    by_start: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict[str, tuple[Edge, ...]])

    def edge(self, start: str, end: str) -> Edge | None:
        """Answer the way between two stages: drawn, or allowed by the rules; None otherwise."""
        drawn = next((each for each in self.by_start.get(start, ()) if each.end == end), None)
        if drawn is not None or start == end:
            return drawn
        here, there = self.stages.get(start), self.stages.get(end)
        if here is None or there is None:
            return None
        return self._by_rule(here, there)

    def _by_rule(self, here: StageDesign, there: StageDesign) -> Edge | None:
        if here.outcome == "open" and there.key == self.lose_to:
            return Edge(here.key, there.key, needs_reason=True)
        if here.outcome == "open" and there.outcome == "open":
            back = there.position < here.position
            if (back and self.back_among_open) or (not back and self.skip_forward):
                return Edge(here.key, there.key)
        if here.outcome in ("archived", "lost") and there.key in self.reopen_to:
            return Edge(here.key, there.key, needs_reason=True)
        return None

    def ways_from(self, start: str) -> tuple[str, ...]:
        """Answer the stages a deal may be moved to, in the order of the board."""
        ordered = sorted(self.stages.values(), key=lambda stage: stage.position)
        return tuple(s.key for s in ordered if self.edge(start, s.key) is not None)


def read_design(body: Mapping[str, Any]) -> ProcessDesign:
    """Read a path from its JSON form.

    Raises:
        Invalid: naming everything that is wrong in it.
    """
    problems = faults(body)
    if problems:
        raise Invalid(problems[0].text, problems)
    stages = {
        each["key"]: StageDesign(
            each["key"],
            each["name_zh"],
            each.get("name_en") or each["name_zh"],
            position,
            each.get("outcome", "open"),
            each.get("customer_status"),
        )
        for position, each in enumerate(body["stages"])
    }
    edges = tuple(
        Edge(
            each["from"],
            each["to"],
            tuple(each.get("requires", ())),
            bool(each.get("needs_reason")),
            each.get("when"),
            each.get("customer_status"),
        )
        for each in body.get("edges", ())
    )
    rules = body.get("rules", {})
    by_start = {key: tuple(edge for edge in edges if edge.start == key) for key in stages}
    return ProcessDesign(
        body["key"],
        body["start"],
        stages,
        edges,
        rules.get("back_among_open", True),
        rules.get("skip_forward", False),
        rules.get("lose_from_open"),
        tuple(rules.get("reopen_to", ())),
        by_start,
    )


def faults(body: Mapping[str, Any]) -> list[FieldProblem]:
    """Name everything that is wrong in a path's JSON form, with its place."""
    found: list[FieldProblem] = []
    if body.get("format") != FORMAT:
        text = say("The process is of another format. This program reads format {n}.", n=FORMAT)
        return [FieldProblem("format", "format", text)]
    stages = cast("list[dict[str, Any]]", body.get("stages"))
    if not isinstance(stages, list) or not stages:  # pyright: ignore[reportUnnecessaryIsInstance] - a file may hold anything
        return [
            FieldProblem("stages", "empty", say("The process has no stages. Draw at least one."))
        ]
    if not all(isinstance(each, dict) for each in stages):  # pyright: ignore[reportUnnecessaryIsInstance] - a file may hold anything
        return [FieldProblem("stages", "form", say("A stage of the process cannot be read."))]
    keys = [each.get("key") for each in stages]
    for index, each in enumerate(stages):
        found.extend(_stage_faults(each, keys, index))
    if body.get("start") not in keys:
        text = say("The process has no start. Choose the stage where deals begin.")
        found.append(FieldProblem("start", "no_start", text))
    if not any(each.get("outcome", "open") != "open" for each in stages):
        found.append(FieldProblem("stages", "no_end", say("The process has no end stage.")))
    for index, edge in enumerate(body.get("edges", ())):
        for side in ("from", "to"):
            if edge.get(side) not in keys:
                text = say(
                    "An arrow leads to a stage that is not there: {key}.", key=edge.get(side)
                )
                found.append(FieldProblem(f"edges.{index}.{side}", "unknown_stage", text))
    found.extend(_rule_faults(body, keys))
    found.extend(_unreachable(body, keys))
    return found


def _rule_faults(body: Mapping[str, Any], keys: list[Any]) -> list[FieldProblem]:
    """Name stages the rules speak of that are not drawn."""
    rules = body.get("rules", {})
    named = [("reopen_to", key) for key in rules.get("reopen_to", ())]
    if rules.get("lose_from_open") is not None:
        named.append(("lose_from_open", rules["lose_from_open"]))
    return [
        FieldProblem(
            f"rules.{rule}",
            "unknown_stage",
            say("A rule leads to a stage that is not there: {key}.", key=key),
        )
        for rule, key in named
        if key not in keys
    ]


def _stage_faults(stage: Mapping[str, Any], keys: list[Any], index: int) -> list[FieldProblem]:
    place = f"stages.{index}"
    key = stage.get("key")
    found: list[FieldProblem] = []
    if not key or not stage.get("name_zh"):
        found.append(FieldProblem(place, "unnamed", say("Stage {n} has no name.", n=index + 1)))
    if keys.count(key) > 1:
        text = say("The stage key {key} is used twice.", key=key)
        found.append(FieldProblem(place, "twice", text))
    if stage.get("outcome", "open") not in OUTCOMES:
        text = say("Stage {key} has an unknown outcome.", key=key)
        found.append(FieldProblem(place, "outcome", text))
    return found


def _unreachable(body: Mapping[str, Any], keys: list[Any]) -> list[FieldProblem]:
    rules = body.get("rules", {})
    if rules.get("skip_forward"):
        return []
    reached = {body.get("start"), rules.get("lose_from_open"), *rules.get("reopen_to", ())}
    growing = True
    while growing:
        more = {e["to"] for e in body.get("edges", ()) if e.get("from") in reached and "to" in e}
        growing = not more <= reached
        reached |= more
    return [
        FieldProblem(
            f"stages.{index}",
            "unreachable",
            say("No way leads to the stage {key}. Draw an arrow to it or take it out.", key=key),
        )
        for index, key in enumerate(keys)
        if key not in reached
    ]
