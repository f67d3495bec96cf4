"""Takes a deal from node to node: closes one stay, opens the next, keeps who, when, why.

Every way in comes through here: windows, lists, bulk moves, the command line, the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import approving, node_acts, staffing, standing
from loancrm_desktop.services.process.definition import Definition, Node, Track
from loancrm_desktop.services.process.node_acts import Drawn
from loancrm_desktop.services.process.routes import Route
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.services.process.time_limits import Term, term_of
from loancrm_desktop.services.process.visits import open_visit


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a deal comes into a node.

    Attributes:
        way: `start`, `advance`, `return`, `skip`, `lose`, `reopen`, `limit` or `moved`.
        result: how the stay before is left.
        facts: the nodes passed and the values that decided.
        by: who brings it; None where the clock does.
    """

    way: str
    at: datetime
    by: int | None
    reason: str | None = None
    result: str = "done"
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


def enter(work: Work, deal: Deal, now: Standing | None, node: Node, how: Arrival) -> NodeVisit:
    """Take a deal into a node; the stay it had, if any, ends.

    Args:
        work: the operation.
        deal: which.
        now: where it stands; None for a new deal. Its design and version go on.
        node: where it goes.
        how: how it comes.
    """
    design, version = _picture(work, deal, now)
    if now is not None:
        _leave(work, deal, now, how)
    stage = node.stage or deal.stage
    _stand(work, deal, (design, node, stage), how)
    came_from = now.node.key if now is not None else None
    visit = NodeVisit(
        deal_id=deal.id,
        version=version,
        node=node.key,
        stage=stage,
        from_node=came_from,
        way=how.way,
        entered_at=how.at,
        entered_by=how.by,
        handler_id=deal.handler_id,
        due_at=deal.due_at,
        timer_at=first_moment(term_of(work, deal, node.limit, how.at), node),
        reason=how.reason,
        facts=dict(how.facts),
    )
    work.session.add(visit)
    work.session.flush()
    _stage_stay(work, deal, how)
    if node.kind == "approval":
        approving.ask(work, deal, visit, node, how.at)
    for track in node.tracks if node.kind == "parallel" else ():
        enter_track(work, deal, visit, (track, 0), how)
    node_acts.run(work, deal, Drawn(node.on_entry, version), how.at)
    return visit


def _picture(work: Work, deal: Deal, now: Standing | None) -> tuple[Definition, int]:
    if now is not None:
        return now.design, now.version
    version = standing.version_in_force(work, deal.process_id)
    design = standing.definition(work, deal.process_id, version)
    if design is None:
        message = "the process in force cannot be read"
        raise RuntimeError(message)
    return design, version


def _leave(work: Work, deal: Deal, now: Standing, how: Arrival) -> None:
    node_acts.run(work, deal, Drawn(now.node.on_exit, now.version), how.at)
    if now.visit is not None:
        close(now.visit, how, result=now.visit.result or how.result)
        if now.node.kind == "approval":
            approving.withdraw(work, now.visit, how.at)
    if now.node.kind == "parallel":
        for each in standing.open_tracks(work, deal.id):
            close(each, how, result="withdrawn")


def close(visit: NodeVisit, how: Arrival, *, result: str) -> None:
    """End a stay."""
    visit.left_at = how.at
    visit.left_by = how.by
    visit.result = result
    visit.timer_at = None


def _stand(work: Work, deal: Deal, to: tuple[Definition, Node, str], how: Arrival) -> None:
    """Set what the deal's row shows of where it stands."""
    design, node, stage = to
    drawn = design.stage_by_key[stage]
    if deal.stage != stage or how.way == "start":
        deal.stage_entered_at = how.at
    deal.stage = stage
    deal.stage_position = design.position[stage]
    deal.handler_id = staffing.resolve(work, node.handler, deal, node.key)
    term = term_of(work, deal, node.limit, how.at)
    deal.due_at = term.due_at if term is not None else None
    if deal.outcome != drawn.outcome:
        deal.outcome = drawn.outcome
    if drawn.outcome == "open":
        deal.closed_at = None
        deal.lost_reason = None
    elif deal.closed_at is None:
        deal.closed_at = how.at
    if drawn.outcome in ("open", "won"):
        deal.max_position = max(deal.max_position, deal.stage_position)


def _stage_stay(work: Work, deal: Deal, how: Arrival) -> None:
    """Keep the stays in stages, which lists and figures go by, in step."""
    leaving = open_visit(work, deal.id)
    if leaving is not None and leaving.stage == deal.stage and how.way != "start":
        leaving.handler_id = deal.handler_id
        leaving.due_at = deal.due_at
        return
    if leaving is not None:
        leaving.left_at = how.at
        leaving.dwell_s = max(0, int((how.at - leaving.entered_at).total_seconds()))
    work.session.add(
        StageVisit(
            deal_id=deal.id,
            process_id=deal.process_id,
            stage=deal.stage,
            from_stage=leaving.stage if leaving else None,
            entered_at=how.at,
            entered_by=how.by,
            handler_id=deal.handler_id,
            due_at=deal.due_at,
            reason=how.reason,
        )
    )


def enter_track(
    work: Work, deal: Deal, main: NodeVisit, to: tuple[Track, int], how: Arrival
) -> NodeVisit:
    """Open a piece of work of a parallel node."""
    track, index = to
    step = track.steps[index]
    term = term_of(work, deal, step.limit, how.at)
    name = f"{track.key}/{step.key}"
    visit = NodeVisit(
        deal_id=deal.id,
        version=main.version,
        node=main.node,
        stage=main.stage,
        track=name,
        from_node=main.node,
        way=how.way,
        entered_at=how.at,
        entered_by=how.by,
        handler_id=staffing.resolve(work, step.handler, deal, f"{main.node}:{name}"),
        due_at=term.due_at if term else None,
        timer_at=first_moment(term),
        reason=None,
    )
    work.session.add(visit)
    work.session.flush()
    return visit


def first_moment(term: Term | None, node: Node | None = None) -> datetime | None:
    """Answer when a limit first asks for something; when a wait is over, too."""
    if term is None:
        # A wait for a condition alone is looked at whenever the clock is.
        return None
    moments = [each.at for each in term.moments()]
    if node is not None and node.kind == "wait":
        moments.append(term.due_at)
    return min(moments, default=None)


def facts_of(work: Work, deal: Deal, route: Route) -> dict[str, Any]:
    """Answer what a route passed and which values decided its way."""
    from loancrm_desktop.services.process.facts import seen_values

    passed = [edge.end for edge in route.edges[:-1]]
    decided = [
        {
            "edge": edge.key,
            "else": edge.otherwise,
            "values": seen_values(work, deal, edge.when) if edge.when else {},
        }
        for edge in route.edges
        if edge.when is not None or edge.otherwise
    ]
    found: dict[str, Any] = {"edge": route.first.key}
    if passed:
        found["through"] = passed
    if decided:
        found["decided"] = decided
    return found
