"""Who is asked to approve a deal in a node, whose turn it is, and what the answers come to."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import select

from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.process_runs import Approval, NodeVisit
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import staffing
from loancrm_desktop.services.process.definition import Node

Answer = Literal["approved", "rejected"]
_PENDING = ("open", "waiting")


def ask(work: Work, deal: Deal, visit: NodeVisit, node: Node, at: datetime) -> None:
    """Ask everybody the node names, each person once; the handler where it names nobody."""
    found = [staffing.by_policy(work, each, deal, node.key) for each in node.approvers]
    people = list(dict.fromkeys(each for each in found if each is not None))
    if not people and deal.handler_id is not None:
        people = [deal.handler_id]
    for position, approver_id in enumerate(people):
        turn = node.mode != "in_turn" or position == 0
        work.session.add(
            Approval(
                visit_id=visit.id,
                deal_id=deal.id,
                position=position,
                approver_id=approver_id,
                state="open" if turn else "waiting",
                asked_at=at,
            )
        )
    work.session.flush()


def rows_of(work: Work, visit: NodeVisit) -> list[Approval]:
    """Answer everybody who was asked during a stay, in order."""
    chosen = select(Approval).where(Approval.visit_id == visit.id)
    return list(work.session.execute(chosen.order_by(Approval.position, Approval.id)).scalars())


def withdraw(work: Work, visit: NodeVisit, at: datetime) -> None:
    """Take back what is still asked, when the deal leaves."""
    for row in rows_of(work, visit):
        if row.state in _PENDING:
            row.state = "withdrawn"
            row.decided_at = at


def settled(work: Work, visit: NodeVisit, node: Node) -> Answer | None:
    """Answer what the answers come to; None while somebody has still to say.

    Any one decides for all where any is enough; else one no is enough, and every yes is needed.
    Where it goes in turn, the next person is asked.
    """
    rows = rows_of(work, visit)
    counted = [row for row in rows if row.state not in ("passed_on", "withdrawn")]
    if any(row.state == "rejected" for row in counted):
        return "rejected"
    approved = [row for row in counted if row.state == "approved"]
    if approved and (node.mode == "any" or len(approved) == len(counted)):
        return "approved"
    if node.mode == "in_turn" and not any(row.state == "open" for row in counted):
        following = next((row for row in counted if row.state == "waiting"), None)
        if following is not None:
            following.state = "open"
            following.asked_at = work.now
    return None
