"""Starts the approval of a deal: on into the approval its process has next, and who is asked too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.process_runs import Approval
from loancrm_desktop.services import approvals, deal_steps
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import choosing, facts, routes, standing
from loancrm_desktop.services.process.choosing import Choice
from loancrm_desktop.services.process.definition import Edge
from loancrm_desktop.services.process.faults import node_text
from loancrm_desktop.services.process.running import Move
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.texts import say

_ASKED = ("open", "waiting")


def start(work: Work, deal: Deal, people: Iterable[int], reason: str) -> dict[str, Any]:
    """Take a deal into its next approval, where it does not wait for one, and ask more people.

    Raises:
        Refused: its process has no approval next, or what the node asks for is missing.
    """
    now = standing.standing(work, deal)
    if now.node.kind != "approval":
        choice = _into_approval(work, deal, now)
        choosing.check(work, deal, now, choice, reason)
        deal_steps.take(work, deal, Move(now, choice), reason)
        work.session.flush()
    for person in people:
        if person not in _asked(work, deal):
            approvals.add(work, deal.id, person)
    return {"deal": deal.id, "people": _asked(work, deal)}


def _into_approval(work: Work, deal: Deal, now: Standing) -> Choice:
    def holds(edge: Edge) -> bool:
        return edge.when is not None and facts.holds(work, deal, edge.when)

    for first in now.design.out_of.get(now.node.key, ()):
        route = routes.decided(now.design, first, holds)
        if route.end.kind == "approval":
            return Choice(route, "advance")
    raise Refused(
        say(
            "From {node} no arrow of the process leads to an approval.",
            node=node_text(now.design, now.node.key),
        )
    )


def _asked(work: Work, deal: Deal) -> list[int]:
    chosen = select(Approval.approver_id).where(
        Approval.deal_id == deal.id, Approval.state.in_(_ASKED)
    )
    return list(work.session.execute(chosen.order_by(Approval.position, Approval.id)).scalars())
