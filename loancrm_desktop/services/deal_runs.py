"""One deal on the picture of its process: what is done, where it is now, which ways lead on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.process_runs import Approval, NodeVisit
from loancrm_desktop.services import access, deals
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import choosing, gates, routes, standing
from loancrm_desktop.services.process.definition import Definition
from loancrm_desktop.services.process.paths import processes
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.texts import Text


@dataclass(frozen=True, slots=True)
class NodeRun:
    """A node as a deal went through it.

    Attributes:
        state: `done`, `now`, `late`, `waiting` (an open part) or `ahead`.
        visits: how often it was there.
    """

    node: str
    state: str
    visits: int
    entered_at: datetime | None
    left_at: datetime | None
    by: int | None
    handler_id: int | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class PathStep:
    """One stay and the transition that brought it: who, when, from, to, why, by which values."""

    id: int
    node: str
    from_node: str | None
    track: str | None
    way: str
    version: int
    entered_at: datetime
    entered_by: int | None
    handler_id: int | None
    due_at: datetime | None
    left_at: datetime | None
    left_by: int | None
    result: str | None
    reason: str | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AskedApproval:
    """One person who was asked, and the answer."""

    id: int
    visit_id: int
    position: int
    approver_id: int
    state: str
    asked_at: datetime
    asked_by: int | None
    decided_at: datetime | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class Onward:
    """A way on.

    Attributes:
        edge: the arrow's key, for `deals.advance`.
        to_nodes: where it may lead; several where a branch decides.
        missing: the fields that have still to be filled.
    """

    edge: str
    name: Text
    to_nodes: tuple[str, ...]
    to_stages: tuple[str, ...]
    needs_reason: bool
    requires: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """A deal on the picture of its process, in the version it runs by."""

    deal_id: int
    process: str
    version: int
    newest: int
    body: dict[str, Any]
    here: str
    nodes: tuple[NodeRun, ...]
    path: tuple[PathStep, ...]
    approvals: tuple[AskedApproval, ...]
    ways: tuple[Onward, ...]


@reader("process.run_view")
def run_view(work: Work, deal_id: int) -> RunView:
    """Answer one deal on the picture of its process.

    Raises:
        Invalid: there is no such deal.
        Refused: it belongs to somebody else, or its process cannot be read.
    """
    access.require(work, "deals.see")
    deal = deals.get(work, deal_id, to_look=True)
    now = standing.standing(work, deal)
    kept = processes(work).get(deal.process_id)
    visits = _visits(work, deal)
    return RunView(
        deal.id,
        kept.path.key if kept is not None else now.design.key,
        now.version,
        standing.version_in_force(work, deal.process_id),
        now.design.written(),
        now.node.key,
        _nodes(work, now, visits),
        tuple(_step(work, each) for each in visits),
        _approvals(work, deal),
        onward(work, deal, now),
    )


def _visits(work: Work, deal: Deal) -> Sequence[NodeVisit]:
    chosen = select(NodeVisit).where(NodeVisit.deal_id == deal.id).order_by(NodeVisit.id)
    return work.session.execute(chosen).scalars().all()


def _nodes(work: Work, now: Standing, visits: Sequence[NodeVisit]) -> tuple[NodeRun, ...]:
    passed = {key for each in visits for key in each.facts.get("through", ())}
    found: list[NodeRun] = []
    for node in now.design.nodes:
        own = [each for each in visits if each.node == node.key and each.track is None]
        last = own[-1] if own else None
        if node.key == now.node.key:
            late = last is not None and last.due_at is not None and last.due_at < work.now
            state = "late" if late and last is not None and last.left_at is None else "now"
        else:
            done = bool(own) or node.key in passed or (node.kind == "start" and bool(visits))
            state = "done" if done else "ahead"
        found.append(
            NodeRun(
                node.key,
                state,
                len(own),
                last.entered_at if last else None,
                last.left_at if last else None,
                last.entered_by if last else None,
                last.handler_id if last else None,
                last.due_at if last else None,
            )
        )
    return tuple(found)


def _step(work: Work, visit: NodeVisit) -> PathStep:
    return PathStep(
        visit.id,
        visit.node,
        visit.from_node,
        visit.track,
        visit.way,
        visit.version,
        visit.entered_at,
        visit.entered_by,
        visit.handler_id,
        visit.due_at,
        visit.left_at,
        visit.left_by,
        visit.result,
        visit.reason,
        seen_facts(work, visit.facts),
    )


def seen_facts(work: Work, facts: dict[str, Any]) -> dict[str, Any]:
    """Answer what decided, without values the actor's role hides or masks."""
    rights = work.actor.rights
    covered = rights.hidden | rights.masked
    shown = dict(facts)
    shown["decided"] = [
        {
            **each,
            "values": {
                field: value
                for field, value in each.get("values", {}).items()
                if (field if "." in field else f"deal.{field}") not in covered
            },
        }
        for each in facts.get("decided", ())
    ]
    return shown if facts.get("decided") else dict(facts)


def _approvals(work: Work, deal: Deal) -> tuple[AskedApproval, ...]:
    names = tuple(AskedApproval.__dataclass_fields__)
    chosen = select(*(getattr(Approval, name) for name in names)).where(Approval.deal_id == deal.id)
    rows = work.session.execute(chosen.order_by(Approval.visit_id, Approval.position, Approval.id))
    return tuple(AskedApproval(*row) for row in rows)


def onward(work: Work, deal: Deal, now: Standing) -> tuple[Onward, ...]:
    """Answer the arrows out of where a deal stands, with what each asks for."""
    return tuple(_onward(work, deal, now, edge_key) for edge_key in choosing.ways(now))


def _onward(work: Work, deal: Deal, now: Standing, edge_key: str) -> Onward:
    design: Definition = now.design
    found = [route for route in routes.possible(design, now.node) if route.first.key == edge_key]
    first = found[0].first if found else next(e for e in design.edges if e.key == edge_key)
    rejected = first.on == "rejected"
    asked = (() if rejected else now.node.required) + first.requires
    missing = gates.missing_fields(work, deal, asked)
    return Onward(
        edge_key,
        choosing.edge_text(design, first),
        tuple(dict.fromkeys(route.end.key for route in found)),
        tuple(dict.fromkeys(route.end.stage or "" for route in found)),
        first.needs_reason,
        tuple(dict.fromkeys(asked)),
        tuple(need.field for need in missing),
    )
