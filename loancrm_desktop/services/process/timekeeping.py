"""The process clock: what time limits ask for, caught up exactly once, each with its true time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.process_runs import LimitEvent, NodeVisit
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.office_calendar import calendar_of
from loancrm_desktop.services.process import following, limit_acts, standing
from loancrm_desktop.services.process.definition import Limit
from loancrm_desktop.services.process.limit_acts import Due
from loancrm_desktop.services.process.time_limits import Moment, Term, limit_of, term_of

MOST_AT_ONCE = 2_000
CATCH_UP_DAYS = 30
"""How far back limits of deals are caught up that came in without a stay, as by an import."""


@dataclass(frozen=True, slots=True)
class FiredLimit:
    """Something a limit asked for; `due_at` is the true time."""

    deal_id: int
    node: str
    act: str
    due_at: datetime
    target_id: int | None
    done: bool


@dataclass(frozen=True, slots=True)
class LimitRun:
    """One pass of the clock.

    Attributes:
        more: whether there is more to do at once.
    """

    fired: tuple[FiredLimit, ...]
    more: bool


@operation("process.run_limits")
def run_limits(work: Work, most: int = 500) -> LimitRun:
    """Do what time limits ask for by now; a second pass at the same time does nothing.

    Args:
        work: the operation.
        most: how many stays to look at, at most MOST_AT_ONCE.

    Raises:
        Refused: the actor may not make reminders.
    """
    access.require(work, "tasks.remind")
    many = max(1, min(most, MOST_AT_ONCE))
    taken_in = _take_in(work, many)
    stays = due_stays(work, many)
    fired: list[FiredLimit] = []
    for stay in stays:
        deal = work.session.get(Deal, stay.deal_id)
        if deal is not None:
            fired.extend(_serve(work, deal, stay))
    ended = _end_waits(work, many)
    work.session.flush()
    return LimitRun((*fired, *ended), max(len(stays), taken_in, len(ended)) == many)


def _end_waits(work: Work, most: int) -> list[FiredLimit]:
    """Let deals go on that wait for a condition which holds now, as time alone makes it."""
    fired: list[FiredLimit] = []
    for deal, now in following.over_by_now(work, most):
        handler_id = deal.handler_id
        if now.visit is None or not following.end_wait(work, deal, now):
            continue  # something else is missing; it is looked at again
        name = (deal.id, now.node.key, "wait_over", work.now)
        work.session.add(
            LimitEvent(
                occasion=f"until:{now.visit.id}",
                deal_id=deal.id,
                visit_id=now.visit.id,
                node=now.node.key,
                act="wait_over",
                due_at=work.now,
                fired_at=work.now,
                target_id=handler_id,
                done=True,
            )
        )
        fired.append(FiredLimit(*name, handler_id, done=True))
    return fired


def due_stays(work: Work, most: int) -> list[NodeVisit]:
    """Answer the stays whose limit asks for something by now, the longest due first."""
    chosen = (
        select(NodeVisit)
        .join(Deal, Deal.id == NodeVisit.deal_id)
        .where(
            NodeVisit.timer_at.is_not(None),
            NodeVisit.timer_at <= work.now,
            NodeVisit.left_at.is_(None),
            Deal.deleted_at.is_(None),
        )
        .order_by(NodeVisit.timer_at, NodeVisit.id)
        .limit(most)
    )
    return list(work.session.execute(chosen).scalars())


def _take_in(work: Work, most: int) -> int:
    """Give a stay to deals past their limit that came in without one; answers how many."""
    has_stay = exists().where(
        NodeVisit.deal_id == Deal.id, NodeVisit.left_at.is_(None), NodeVisit.track.is_(None)
    )
    chosen = (
        select(Deal)
        .where(
            Deal.outcome == "open",
            Deal.due_at <= work.now,
            Deal.deleted_at.is_(None),
            ~has_stay,
        )
        .order_by(Deal.due_at, Deal.id)
        .limit(most)
    )
    deals = list(work.session.execute(chosen).scalars())
    for deal in deals:
        take_in(work, deal)
    work.session.flush()
    return len(deals)


def take_in(work: Work, deal: Deal) -> NodeVisit:
    """Give a deal that came in without a stay the one it is in, from when it came there."""
    version = standing.version_at(work, deal)
    design = standing.definition(work, deal.process_id, version)
    node = design.node_of_stage.get(deal.stage) if design is not None else None
    timer_at = None
    if node is not None and node.limit is not None and deal.due_at is not None:
        term = Term(
            node.limit, deal.stage_entered_at, deal.due_at, work.place.zone, calendar_of(work)
        )
        since = work.now - timedelta(days=CATCH_UP_DAYS)
        timer_at = min((each.at for each in term.moments() if each.at >= since), default=None)
    visit = NodeVisit(
        deal_id=deal.id,
        version=version,
        node=node.key if node is not None else deal.stage,
        stage=deal.stage,
        way="moved",
        entered_at=deal.stage_entered_at,
        handler_id=deal.handler_id,
        due_at=deal.due_at,
        timer_at=timer_at,
    )
    work.session.add(visit)
    return visit


def _serve(work: Work, deal: Deal, stay: NodeVisit) -> list[FiredLimit]:
    begun = stay.timer_at
    stay.timer_at = None
    design = standing.definition(work, deal.process_id, stay.version)
    node = design.by_key.get(stay.node) if design is not None else None
    if design is None or node is None or deal.stage != stay.stage or begun is None:
        return []  # an undo or another desk took the deal elsewhere
    limit = limit_of(node, stay.track)
    term = _term(work, deal, limit, stay)
    if limit is None or term is None:
        return []
    moments = [each for each in term.moments() if each.at >= begun]
    over = [Moment(term.due_at, -1, 0)] if node.kind == "wait" and stay.track is None else []
    coming = [each for each in (*moments, *over) if each.at > work.now]
    stay.timer_at = min((each.at for each in coming), default=None)
    due = [each for each in (*moments, *over) if each.at <= work.now]
    return _fire(work, deal, stay, (limit, sorted(due, key=_by_time)))


def _by_time(moment: Moment) -> tuple[datetime, int]:
    return moment.at, moment.index


def _term(work: Work, deal: Deal, limit: Limit | None, stay: NodeVisit) -> Term | None:
    if limit is None:
        return None
    if limit.field is not None or stay.due_at is None:
        return term_of(work, deal, limit, stay.entered_at)
    # What was promised on entering holds, though holidays may be published since.
    return Term(limit, stay.entered_at, stay.due_at, work.place.zone, calendar_of(work))


def _fire(
    work: Work, deal: Deal, stay: NodeVisit, asked: tuple[Limit, list[Moment]]
) -> list[FiredLimit]:
    limit, due = asked
    known = set(
        work.session.execute(
            select(LimitEvent.occasion).where(LimitEvent.visit_id == stay.id)
        ).scalars()
    )
    newest = {moment.index: moment for moment in due}
    fired: list[FiredLimit] = []
    for moment in due:
        occasion = moment.occasion(stay.id)
        if occasion in known:
            continue
        act = limit.actions[moment.index].do if moment.index >= 0 else "wait_over"
        told = Due(act, moment.at, occasion, tell=newest[moment.index] is moment)
        target, done = limit_acts.do(work, deal, stay, told)
        work.session.add(
            LimitEvent(
                occasion=occasion,
                deal_id=deal.id,
                visit_id=stay.id,
                node=stay.node,
                act=act,
                due_at=moment.at,
                fired_at=work.now,
                target_id=target,
                done=done,
            )
        )
        fired.append(FiredLimit(deal.id, stay.node, act, moment.at, target, done))
        if stay.left_at is not None:
            break  # it left: the next node has limits of its own
    return fired
