"""What a time limit can do: remind the handler or the team lead, pass on, send back, go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.models.rule_runs import Notice
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import summaries
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import choosing, running, staffing, standing, stepping
from loancrm_desktop.services.process.choosing import Choice
from loancrm_desktop.services.process.definition import Node
from loancrm_desktop.services.process.faults import node_text
from loancrm_desktop.services.process.running import Move
from loancrm_desktop.services.process.stepping import Arrival
from loancrm_desktop.services.process.visits import open_visit
from loancrm_desktop.texts import say

FOR_HANDLER, FOR_LEADER, FOR_PART = "limit", "limit_leader", "limit_part"
"""Kinds of reminders; the handler's own stands in today's queue as the limit itself."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do.

    Attributes:
        at: the true time.
        tell: whether somebody is to be told; of repeated reminders that were missed one is enough.
    """

    act: str
    at: datetime
    occasion: str
    tell: bool


def do(work: Work, deal: Deal, stay: NodeVisit, due: Due) -> tuple[int | None, bool]:
    """Do it; answers whom it went to, and whether it could be done."""
    match due.act:
        case "remind_leader":
            leader = staffing.leader(work, deal.team_id, 1)
            leader = leader or staffing.first_of_role(work, staffing.OWNER_ROLE)
            return _remind(work, deal, due, (leader, FOR_LEADER))
        case "pass_on":
            return _pass_on(work, deal, stay)
        case "return":
            return _send_back(work, deal, stay, due)
        case "wait_over":
            return deal.handler_id, go_on(work, deal, due.occasion)
        case _:
            handler = stay.handler_id if stay.track is not None else deal.handler_id
            if handler not in staffing.people(work).team_of:
                handler = staffing.leader(work, deal.team_id, 1) or deal.owner_id
            kind = FOR_HANDLER if stay.track is None else FOR_PART
            return _remind(work, deal, due, (handler, kind))


def _remind(
    work: Work, deal: Deal, due: Due, whom: tuple[int | None, str]
) -> tuple[int | None, bool]:
    person, kind = whom
    if person is None:
        return None, False
    if due.tell:
        now = standing.standing(work, deal)
        title = say(
            "{node}: {ref} is at its time limit",
            node=node_text(now.design, now.node.key),
            ref=deal.ref,
        ).read()
        work.session.add(
            Task(
                title=title,
                kind=kind,
                customer_id=deal.customer_id,
                deal_id=deal.id,
                assignee_id=person,
                due_at=due.at,
                occasion=due.occasion,
                created_at=work.now,
                updated_at=work.now,
            )
        )
        work.session.add(_notice(deal, due, (person, kind), title))
    return person, True


def _notice(deal: Deal, due: Due, whom: tuple[int, str], title: str) -> Notice:
    person, kind = whom
    return Notice(
        person_id=person,
        kind="limit",
        title=title,
        record_kind="deal",
        record_id=deal.id,
        at=due.at,
        shown_at=due.at,
        once_key=f"{kind} {due.occasion}",
    )


def _pass_on(work: Work, deal: Deal, stay: NodeVisit) -> tuple[int | None, bool]:
    """Give the work to the next in turn, else to the fallback, else to the team lead."""
    now = standing.standing(work, deal)
    following = _next_person(work, deal, now.node)
    if following is None or following == deal.handler_id:
        return deal.handler_id, False
    stay.handler_id = following
    if stay.track is None:
        deal.handler_id = following
        visit = open_visit(work, deal.id)
        if visit is not None:
            visit.handler_id = following
    return following, True


def _next_person(work: Work, deal: Deal, node: Node) -> int | None:
    policy = node.handler
    if policy is not None and policy.kind in ("round_robin", "least_busy"):
        known = staffing.people(work)
        pool = policy.people or known.by_role.get(policy.role or "broker", ())
        pool = tuple(each for each in pool if each in known.team_of)
        if deal.handler_id in pool and len(pool) > 1:
            return pool[(pool.index(deal.handler_id) + 1) % len(pool)]
    if policy is not None and policy.fallback is not None:
        found = staffing.by_policy(work, policy.fallback, deal, node.key)
        if found not in (None, deal.handler_id):
            return found
    return staffing.leader(work, deal.team_id, 1)


def _send_back(work: Work, deal: Deal, stay: NodeVisit, due: Due) -> tuple[int | None, bool]:
    now = standing.standing(work, deal)
    before = now.design.by_key.get(standing.came_from(work, now) or "")
    if stay.track is not None or before is None or not before.rests:
        return deal.handler_id, False
    how = Arrival("limit", work.now, None, result="returned", facts={"limit": due.occasion})
    stepping.enter(work, deal, now, before, how)
    summaries.after_deal_change(work, deal)
    return deal.handler_id, True


def go_on(work: Work, deal: Deal, reason: str | None) -> bool:
    """Let a deal whose wait is over go on by nobody's hand; says whether its arrow could be gone."""
    now = standing.standing(work, deal)
    try:
        choice = choosing.along(work, deal, now, None)
        choosing.check(work, deal, now, choice, reason)
    except Refused:
        return False
    was = deal.outcome
    move = Move(now, Choice(choice.route, "limit", choice.gated))
    running.go_by_clock(work, deal, move)
    customer = summaries.after_deal_change(work, deal)
    if customer is not None:
        running.settle_status(work, customer, deal, move, was)
    return True
