"""Moves a deal along its process: begins it, takes it to a stage, says what that makes of people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import deadlines
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.office_calendar import calendar_of
from loancrm_desktop.services.process import (
    choosing,
    node_acts,
    routes,
    staffing,
    standing,
    stepping,
)
from loancrm_desktop.services.process.choosing import Choice
from loancrm_desktop.services.process.definition import Edge
from loancrm_desktop.services.process.facts import holds
from loancrm_desktop.services.process.node_acts import Drawn
from loancrm_desktop.services.process.paths import StageInfo, processes
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.services.process.stepping import Arrival
from loancrm_desktop.texts import say

_LOST = "lost"


def ways(work: Work, process_id: int, stage: str) -> tuple[str, ...]:
    """Answer the stages a deal in this stage may be moved to."""
    kept = processes(work).get(process_id)
    return kept.ways.get(stage, ()) if kept else ()


@dataclass(frozen=True, slots=True)
class Move:
    """A move that is allowed."""

    now: Standing
    choice: Choice

    @property
    def needs_reason(self) -> bool:
        """Say whether somebody has to say why."""
        return self.choice.route.needs_reason


def check_move(work: Work, deal: Deal, to_stage: str, reason: str | None) -> Move:
    """Answer the way to a stage when it may be gone.

    Raises:
        Refused: there is no way (naming the allowed stages), its condition does not hold, or
            something is missing (naming the fields).
    """
    _require_process(work, deal)
    now = standing.standing(work, deal)
    choice = choosing.to_stage(work, deal, now, to_stage)
    choosing.check(work, deal, now, choice, reason)
    return Move(now, choice)


def _require_process(work: Work, deal: Deal) -> None:
    if deal.process_id not in processes(work):
        raise Refused(
            say("The process of deal {ref} is no longer there. Restore it first.", ref=deal.ref)
        )


def go(work: Work, deal: Deal, move: Move, reason: str | None, at: datetime) -> None:
    """Take a deal the way that was checked."""
    _go(work, deal, move, Arrival(move.choice.way, at, work.actor.user_id, reason))


def go_by_clock(work: Work, deal: Deal, move: Move) -> None:
    """Take a deal the way that was checked, by nobody's hand."""
    _go(work, deal, move, Arrival("limit", work.now, None))


def _go(work: Work, deal: Deal, move: Move, how: Arrival) -> None:
    choice = move.choice
    result = "returned" if choice.way == "return" else "done"
    facts = stepping.facts_of(work, deal, choice.route)
    if choice.gated:
        _act_on_the_way(work, deal, move, how.at)
    how = replace(how, result=result, facts=facts)
    stepping.enter(work, deal, move.now, choice.route.end, how)


def _act_on_the_way(work: Work, deal: Deal, move: Move, at: datetime) -> None:
    """Do what the nodes passed by ask for."""
    for edge in move.choice.route.edges[:-1]:
        passed = move.now.design.by_key[edge.end]
        acts = Drawn((*passed.on_entry, *passed.on_exit), move.now.version)
        node_acts.run(work, deal, acts, at)


def begin(work: Work, deal: Deal, at: datetime) -> None:
    """Let a new deal begin at the start of the process it runs by.

    Raises:
        Refused: the process has no way from its start.
    """
    _require_process(work, deal)
    version = standing.version_in_force(work, deal.process_id)
    design = standing.definition(work, deal.process_id, version)
    first = None
    if design is not None and design.start is not None:
        first = next(iter(design.out_of.get(design.start.key, ())), None)
    if design is None or first is None:
        raise Refused(say("The process has no start. Have it corrected in the designer."))

    def decides(edge: Edge) -> bool:
        return edge.when is not None and holds(work, deal, edge.when)

    route = routes.decided(design, first, decides)
    facts = stepping.facts_of(work, deal, route)
    how = Arrival("start", at, work.actor.user_id, facts=facts)
    stepping.enter(work, deal, None, route.end, how)


def due_at(work: Work, stage: StageInfo, at: datetime) -> datetime | None:
    """Answer until when a deal may stay in a stage, None for no limit."""
    if stage.limit_minutes is None:
        return None
    return deadlines.due_at(
        at,
        stage.limit_minutes,
        working=stage.limit_working,
        zone=work.place.zone,
        calendar=calendar_of(work),
    )


def handler(work: Work, deal: Deal, stage: StageInfo) -> int | None:
    """Answer who works on a deal in a stage of the process in force, for imports."""
    version = standing.version_in_force(work, deal.process_id)
    design = standing.definition(work, deal.process_id, version)
    node = design.node_of_stage.get(stage.key) if design is not None else None
    if node is None:
        return deal.owner_id
    return staffing.resolve(work, node.handler, deal, node.key)


def settle_status(work: Work, customer: Customer, deal: Deal, move: Move, was: str) -> None:
    """Give a customer the status that follows from a deal's move.

    One lost case makes no lost customer while another runs or was won; a case that is taken up
    again makes a lost customer one who is followed up again.

    Args:
        work: the operation.
        customer: whose deal it is.
        deal: as it stands after the move.
        move: the way it went.
        was: the deal's outcome before.
    """
    drawn = move.now.design.stage_by_key[deal.stage].customer_status
    status = move.choice.route.customer_status or drawn
    if status == _LOST and deal.outcome != "open":
        status = _status_beside(work, deal)
    if status is None and was != "open" and deal.outcome == "open":
        take_up_again(customer)
    if status is not None and customer.status != status:
        customer.status = status


def take_up_again(customer: Customer) -> None:
    """A customer with a running case is not lost."""
    if customer.status == _LOST:
        customer.status = "following"


def _status_beside(work: Work, deal: Deal) -> str | None:
    """Answer what a customer is when this deal is lost, None when another decides."""
    others = select(Deal.outcome).where(
        Deal.customer_id == deal.customer_id, Deal.id != deal.id, Deal.deleted_at.is_(None)
    )
    outcomes = set(work.session.execute(others).scalars())
    if "open" in outcomes:
        return None
    return "closed" if "won" in outcomes else _LOST
