"""Which way a deal goes: to a stage somebody chose, along an arrow, or back, out, past."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import conditions
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import facts, gates, routes
from loancrm_desktop.services.process.definition import Definition, Edge, Node
from loancrm_desktop.services.process.faults import node_text, stage_text
from loancrm_desktop.services.process.routes import Route
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class Choice:
    """The way a deal goes.

    Attributes:
        way: `advance`, `return`, `skip`, `lose` or `reopen`.
        gated: whether what its node asks for must be there.
    """

    route: Route
    way: str
    gated: bool = True


def check(work: Work, deal: Deal, now: Standing, choice: Choice, reason: str | None) -> None:
    """Let a choice pass, or say what stands in its way.

    Raises:
        Refused: naming what is missing.
    """
    if choice.gated:
        gates.require(work, deal, now, choice.route, reason)
    else:
        there = stage_text(now.design, choice.route.end.stage or "")
        gates.require_reason(choice.route, reason, there)


def to_stage(work: Work, deal: Deal, now: Standing, stage: str) -> Choice:
    """Answer the way to a stage.

    Raises:
        Refused: there is none, naming the stages there are ways to; or the conditions of a branch
            lead elsewhere.
    """
    if deal.stage == stage:
        raise Refused(
            say(
                "Deal {ref} already stands in {stage}.",
                ref=deal.ref,
                stage=stage_text(now.design, stage),
            ),
            allowed=stages_from(now.design, now.node),
        )
    elsewhere: list[Route] = []
    for first in now.design.out_of.get(now.node.key, ()):
        if not _may_lead_to(now.design, first, stage) or not _answers(now, first):
            continue
        route = _decide(work, deal, now.design, first)
        if route.end.stage == stage:
            return Choice(route, "advance")
        elsewhere.append(route)
    choice = by_rule(now, stage)
    if choice is not None:
        return choice
    if elsewhere:
        raise _decided_otherwise(work, now.design, elsewhere[0], stage)
    _refuse_undecided(work, deal, now, stage)
    raise _no_way(now, stage)


def _answers(now: Standing, edge: Edge) -> bool:
    """Say whether an arrow out of an approval is for the answer that was given."""
    if now.node.kind != "approval" or now.visit is None or now.visit.result is None:
        return now.node.kind != "approval"
    return (edge.on or "approved") == now.visit.result


def _refuse_undecided(work: Work, deal: Deal, now: Standing, stage: str) -> None:
    if now.node.kind != "approval":
        return
    for edge in now.design.out_of.get(now.node.key, ()):
        if _may_lead_to(now.design, edge, stage):
            gates.require(work, deal, now, Route((edge,), now.node), "-")


def _may_lead_to(design: Definition, first: Edge, stage: str) -> bool:
    return any(
        route.end.stage == stage
        for route in routes.possible(design, design.by_key[first.start])
        if route.first is first
    )


def _decide(work: Work, deal: Deal, design: Definition, first: Edge) -> Route:
    def holds(edge: Edge) -> bool:
        return edge.when is not None and facts.holds(work, deal, edge.when)

    return routes.decided(design, first, holds)


def along(work: Work, deal: Deal, now: Standing, edge_key: str | None) -> Choice:
    """Answer the way along an arrow; the only one there is for None.

    Raises:
        Refused: there is no such arrow, or there are several to choose from.
    """
    edges = [e for e in now.design.out_of.get(now.node.key, ()) if _answers(now, e)]
    if edge_key is not None:
        edges = [edge for edge in edges if edge.key == edge_key]
    if now.node.kind == "approval" and not edges:
        gates.require(work, deal, now, Route(now.design.out_of[now.node.key], now.node), "-")
    here = node_text(now.design, now.node.key)
    if not edges:
        raise Refused(say("No way leads on from {node}.", node=here), allowed=ways(now))
    if len(edges) > 1:
        names = gates.joined(edge_text(now.design, edge) for edge in edges)
        text = say("From {node} say which way: {ways}.", node=here, ways=names)
        raise Refused(text, allowed=ways(now))
    return Choice(_decide(work, deal, now.design, edges[0]), "advance")


def ways(now: Standing) -> tuple[str, ...]:
    """Answer the keys of the arrows out of a node."""
    return tuple(edge.key for edge in now.design.out_of.get(now.node.key, ()))


def edge_text(design: Definition, edge: Edge) -> Text:
    """Answer an arrow's name; where it leads when it has none."""
    if edge.name_zh or edge.name_en:
        from loancrm_desktop.terms import Term

        return Term(f"edge.{edge.key}", edge.name_zh or edge.name_en, edge.name_en or edge.name_zh)
    return node_text(design, edge.end)


def by_rule(now: Standing, stage: str) -> Choice | None:
    """Answer the way the rules beside the arrows allow to a stage."""
    return rule_way(now.design, now.node, stage)


def rule_way(design: Definition, here: Node, stage: str) -> Choice | None:
    """Answer the way the rules allow from a node to a stage, None when they allow none."""
    there = design.node_of_stage.get(stage)
    own = design.stage_by_key.get(here.stage or "")
    target = design.stage_by_key.get(stage)
    if there is None or own is None or target is None or own.key == stage:
        return None
    rules = design.rules
    asked = Route((_ruled(here, there, needs_reason=True),), there)
    plain = Route((_ruled(here, there, needs_reason=False),), there)
    if own.outcome == "open" and stage == rules.lose_from_open:
        return Choice(asked, "lose", gated=False)
    if own.outcome == "open" and target.outcome == "open":
        back = design.position[stage] < design.position[own.key]
        if back and rules.back_among_open and here.may_return:
            return Choice(plain, "return", gated=False)
        if not back and rules.skip_forward:
            return Choice(plain, "skip", gated=False)
    if own.outcome in ("archived", "lost") and stage in rules.reopen_to:
        return Choice(asked, "reopen", gated=False)
    return None


def _ruled(here: Node, there: Node, *, needs_reason: bool) -> Edge:
    return Edge.model_validate({"from": here.key, "to": there.key, "needs_reason": needs_reason})


def stages_from(design: Definition, node: Node) -> tuple[str, ...]:
    """Answer the stages a deal may be moved to from a node, in the order of the board."""
    drawn = {route.end.stage for route in routes.possible(design, node)}
    return tuple(
        stage.key
        for stage in design.stages
        if stage.key != node.stage
        and (stage.key in drawn or rule_way(design, node, stage.key) is not None)
    )


def _no_way(now: Standing, stage: str) -> Refused:
    allowed = stages_from(now.design, now.node)
    if stage not in now.design.stage_by_key:
        text = say(
            "This process has no stage {stage}. Allowed from here: {allowed}.",
            stage=stage,
            allowed=gates.joined(stage_text(now.design, key) for key in allowed),
        )
        return Refused(text, allowed=allowed)
    text = say(
        "From {here} a deal cannot go to {there}. Allowed from here: {allowed}.",
        here=stage_text(now.design, now.node.stage or ""),
        there=stage_text(now.design, stage),
        allowed=gates.joined(stage_text(now.design, key) for key in allowed),
    )
    return Refused(text, allowed=allowed)


def _decided_otherwise(work: Work, design: Definition, route: Route, stage: str) -> Refused:
    wanted = next(
        (
            edge
            for edge in design.edges
            if edge.when is not None
            and design.by_key[edge.start].kind == "branch"
            and _leads_to_stage(design, edge, stage)
        ),
        None,
    )
    there = stage_text(design, stage)
    elsewhere = stage_text(design, route.end.stage or "")
    allowed = (route.end.stage or "",)
    if wanted is None or wanted.when is None:
        text = say(
            "By the conditions of the process this deal goes to {elsewhere}, not to {there}.",
            elsewhere=elsewhere,
            there=there,
        )
        return Refused(text, allowed=allowed)
    text = say(
        "This deal goes to {elsewhere}. To go to {there}, this must hold: {condition}.",
        elsewhere=elsewhere,
        there=there,
        condition=conditions.word(work, "deal", dict(wanted.when)),
    )
    return Refused(text, allowed=allowed)


def _leads_to_stage(design: Definition, edge: Edge, stage: str) -> bool:
    end = design.by_key.get(edge.end)
    if end is None:
        return False
    if end.rests:
        return end.stage == stage
    return any(route.end.stage == stage for route in routes.possible(design, end))
