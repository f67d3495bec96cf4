"""A deal's steps along its process: on by an arrow, back, past, to somebody else, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.people import User
from loancrm_desktop.services import access, deals, summaries
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.deal_cards import DealCard, card_of
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import choosing, gates, parts, routes, running, standing
from loancrm_desktop.services.process.choosing import Choice
from loancrm_desktop.services.process.definition import Edge
from loancrm_desktop.services.process.facts import holds
from loancrm_desktop.services.process.faults import node_text
from loancrm_desktop.services.process.reasons import checked_reason
from loancrm_desktop.services.process.routes import Route
from loancrm_desktop.services.process.running import Move
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.services.process.visits import open_visit
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class DealStepped:
    """A step that was made."""

    id: int
    from_node: str
    to_node: str
    from_stage: str
    to_stage: str
    card: DealCard


@operation("deals.advance")
def advance(
    work: Work,
    deal_id: int,
    edge: str | None = None,
    reason: str | None = None,
    values: Values | None = None,
    expected_revision: int | None = None,
) -> DealStepped:
    """Take a deal on along an arrow, through what its node asks for.

    Args:
        work: the operation.
        deal_id: which.
        edge: the arrow's key; None where there is only one.
        reason: why, where the arrow asks for it.
        values: fields filled in on the way.
        expected_revision: the revision the face showed.

    Raises:
        Refused: not allowed, or something is missing (`needs`).
        Conflict: somebody else changed the deal meanwhile.
        Invalid: a value does not hold.
    """
    access.require(work, "deals.move")
    deal = deals.get(work, deal_id)
    deals.fill_in(work, deal, values or {}, expected_revision)
    now = standing.standing(work, deal)
    choice = choosing.along(work, deal, now, edge)
    reason = checked_reason(reason)
    choosing.check(work, deal, now, choice, reason)
    return take(work, deal, Move(now, choice), reason)


@operation("deals.send_back")
def send_back(
    work: Work, deal_id: int, to_stage: str | None = None, reason: str | None = None
) -> DealStepped:
    """Send a deal back: to an earlier stage, or to the node it came from on its way onward.

    Raises:
        Refused: the process does not allow it, or there is nowhere to go back to.
    """
    access.require(work, "deals.move")
    deal = deals.get(work, deal_id)
    reason = checked_reason(reason)
    now = standing.standing(work, deal)
    if to_stage is not None:
        move = running.check_move(work, deal, to_stage, reason)
        if move.choice.way != "return":
            raise _nowhere(now)
        return take(work, deal, move, reason)
    deals.refuse_unless_open(deal)
    before = now.design.by_key.get(standing.came_from(work, now) or "")
    if before is None or not before.rests or not now.node.may_return:
        raise _nowhere(now)
    edge = Edge.model_validate({"from": now.node.key, "to": before.key})
    choice = Choice(Route((edge,), before), "return", gated=False)
    return take(work, deal, Move(now, choice), reason)


def _nowhere(now: Standing) -> Refused:
    node = node_text(now.design, now.node.key)
    return Refused(say("From {node} a deal cannot be sent back.", node=node))


@operation("deals.skip_node")
def skip_node(work: Work, deal_id: int, reason: str) -> DealStepped:
    """Take a deal past its node without what the node asks for, where the process allows it.

    Raises:
        Refused: it does not, or no reason is given.
    """
    access.require(work, "deals.move")
    deal = deals.get(work, deal_id)
    now = standing.standing(work, deal)
    node = node_text(now.design, now.node.key)
    if not now.node.may_skip:
        raise Refused(say("{node} may not be skipped.", node=node))
    checked = checked_reason(reason)
    edges = now.design.out_of.get(now.node.key, ())
    first = next((edge for edge in edges if edge.on != "rejected"), None)
    if first is None:
        raise Refused(say("No way leads on from {node}.", node=node))

    def decides(edge: Edge) -> bool:
        return edge.when is not None and holds(work, deal, edge.when)

    route = routes.decided(now.design, first, decides)
    asked = Route((first.model_copy(update={"needs_reason": True}),), route.end)
    gates.require_reason(asked, checked, node_text(now.design, route.end.key))
    return take(work, deal, Move(now, Choice(route, "skip", gated=False)), checked)


@operation("deals.reassign")
def reassign(work: Work, deal_id: int, user_id: int, reason: str | None = None) -> Saved:
    """Give the work on a deal to somebody else; its owner stays.

    Raises:
        Refused: the actor may not.
        Invalid: there is no such active person, or the reason is too long.
    """
    access.require(work, "deals.edit")
    deal = deals.get(work, deal_id)
    user = work.session.get(User, user_id)
    if user is None or not user.active or user.deleted_at is not None:
        text = say("There is no active person number {id}.", id=user_id)
        raise Invalid(text, [FieldProblem("handler", "unknown", text)])
    deals.refuse_unless_open(deal)
    now = standing.standing(work, deal)
    deal.handler_id = user_id
    for stay in (now.visit, open_visit(work, deal.id)):
        if stay is not None:
            stay.handler_id = user_id
    work.note = checked_reason(reason)
    work.session.flush()
    return Saved(deal.id, deal.revision)


@operation("deals.finish_part")
def finish_part(work: Work, deal_id: int, part: str) -> DealStepped | None:
    """Finish a piece of work of a parallel node; the last one takes the deal on by itself.

    Args:
        work: the operation.
        deal_id: which.
        part: `branch/step`.

    Returns:
        The step the deal made; None while other parts are open.

    Raises:
        Refused: something is missing for it.
        Invalid: no such part is open.
    """
    access.require(work, "deals.move")
    deal = deals.get(work, deal_id)
    now = standing.standing(work, deal)
    joined = parts.finish(work, deal, now, part)
    work.session.flush()
    if not joined:
        return None
    try:
        choice = choosing.along(work, deal, now, None)
        choosing.check(work, deal, now, choice, None)
    except Refused:
        return None  # something else is missing; the deal waits for a hand
    return take(work, deal, Move(now, choice), None)


def take(work: Work, deal: Deal, move: Move, reason: str | None) -> DealStepped:
    """Make a checked step, with all that follows from it."""
    was, stage = deal.outcome, deal.stage
    running.go(work, deal, move, reason, work.now)
    if reason and deal.outcome == "lost":
        deal.lost_reason = reason
    work.note = reason
    customer = summaries.after_deal_change(work, deal)
    if customer is None:
        raise Invalid(say("There is no customer number {id}.", id=deal.customer_id))
    running.settle_status(work, customer, deal, move, was)
    work.session.flush()
    return DealStepped(
        deal.id,
        move.now.node.key,
        move.choice.route.end.key,
        stage,
        deal.stage,
        card_of(work, deal, customer),
    )
