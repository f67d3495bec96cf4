"""What comes next for a deal; which open deals have neither a next step nor an alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.people import User
from loancrm_desktop.models.process_runs import Approval, NodeVisit
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, deal_runs, deals
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import choosing, gates, standing
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.texts import Text, say

MOST = 1_000


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next for a deal.

    Attributes:
        kind: `ended`, `approval`, `part`, `fill`, `choose`, `advance`, `wait` or `task`.
        due_at: until when.
        who: whose turn it is.
        edge: the arrow to go, where there is one.
        alert: whether the limit has passed, or nobody works on it.
    """

    kind: str
    text: Text
    due_at: datetime | None
    who: tuple[int, ...]
    edge: str | None = None
    needs: tuple[str, ...] = ()
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An open deal nobody would be reminded of.

    Attributes:
        why: `no_next_step`, `handler_left` or `nobody`.
        since: when it came to its stage.
        process_id: the process that names its stage.
    """

    deal_id: int
    ref: str
    customer_id: int
    stage: str
    owner_id: int | None
    handler_id: int | None
    why: str
    customer_name: str
    since: datetime
    process_id: int


@reader("deals.next_step")
def next_step(work: Work, deal_id: int) -> NextStep:
    """Answer what comes next for a deal.

    Raises:
        Invalid: there is no such deal.
        Refused: it belongs to somebody else, or its process cannot be read.
    """
    access.require(work, "deals.see")
    deal = deals.get(work, deal_id, to_look=True)
    if deal.outcome != "open":
        return NextStep("ended", say("Nothing: the deal has ended"), None, ())
    now = standing.standing(work, deal)
    due_at = now.visit.due_at if now.visit is not None else deal.due_at
    step = _step(work, deal, now, due_at)
    late = due_at is not None and due_at < work.now
    alert = late or not step.who
    return NextStep(step.kind, step.text, step.due_at, step.who, step.edge, step.needs, alert)


def _step(work: Work, deal: Deal, now: Standing, due_at: datetime | None) -> NextStep:
    handler = (deal.handler_id,) if deal.handler_id is not None else ()
    match now.node.kind:
        case "approval":
            text = say("Waits for approval")
            return NextStep("approval", text, due_at, _asked(work, now))
        case "parallel":
            return _parts(work, deal, now, due_at)
        case "wait":
            return NextStep("wait", say("Goes on by itself"), due_at, handler)
        case _:
            pass
    ways = deal_runs.onward(work, deal, now)
    missing = tuple(dict.fromkeys(field for way in ways for field in way.missing))
    if missing:
        wanted = tuple(dict.fromkeys(field for way in ways for field in way.requires))
        fields = gates.joined(need.label for need in gates.missing_fields(work, deal, wanted))
        text = say("Fill in {fields}", fields=fields)
        return NextStep("fill", text, due_at, handler, needs=missing)
    if len(ways) == 1:
        text = say("Take it on to {node}", node=ways[0].name)
        return NextStep("advance", text, due_at, handler, ways[0].edge)
    names = gates.joined(way.name for way in ways)
    return NextStep("choose", say("Decide: {ways}", ways=names), due_at, handler)


def _asked(work: Work, now: Standing) -> tuple[int, ...]:
    if now.visit is None:
        return ()
    chosen = select(Approval.approver_id).where(
        Approval.visit_id == now.visit.id, Approval.state == "open"
    )
    return tuple(work.session.execute(chosen.order_by(Approval.position)).scalars())


def _parts(work: Work, deal: Deal, now: Standing, due_at: datetime | None) -> NextStep:
    names = gates.track_names(now.design, now.node.key)
    rest = standing.open_tracks(work, deal.id)
    parts = gates.joined(names[each.track] for each in rest if each.track in names)
    who = tuple(dict.fromkeys(each.handler_id for each in rest if each.handler_id is not None))
    if not rest:
        ways = choosing.ways(now)
        text = say("Everything is done; take it on")
        handler = (deal.handler_id,) if deal.handler_id is not None else ()
        return NextStep("advance", text, due_at, handler, ways[0] if ways else None)
    ends = [each.due_at for each in rest if each.due_at is not None]
    return NextStep("part", say("Finish {parts}", parts=parts), min(ends, default=due_at), who)


@reader("deals.forgotten")
def forgotten(work: Work, limit: int = 200) -> tuple[Forgotten, ...]:
    """Answer open deals that have neither a next action nor an alert, the oldest first.

    A next action is an open to-do, an appointment, a time limit or an approval that waits, with
    somebody who works here to do it.

    Raises:
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    active = exists().where(User.id == Deal.handler_id, User.active.is_(True))
    chosen = (
        select(Deal.id, Deal.ref, Deal.customer_id, Deal.stage, Deal.owner_id, Deal.handler_id)
        .add_columns(active, Customer.name, Deal.stage_entered_at, Deal.process_id)
        .join(Customer, Customer.id == Deal.customer_id)
        .where(
            Deal.outcome == "open",
            _seen(work),
            or_(~active, ~_has_next(work)),
        )
        .order_by(Deal.stage_entered_at, Deal.id)
        .limit(max(1, min(limit, MOST)))
    )
    found: list[Forgotten] = []
    for row in work.session.execute(chosen):
        why = "no_next_step"
        if not row[6]:
            why = "nobody" if row[5] is None else "handler_left"
        found.append(
            Forgotten(row[0], row[1], row[2], row[3], row[4], row[5], why, row[7], row[8], row[9])
        )
    return tuple(found)


def _seen(work: Work) -> Any:
    alive = Deal.deleted_at.is_(None)
    if work.actor.rights.scope == "all":
        return alive
    return alive & access.visible_sql(work.actor, "deal", Deal)


def _has_next(work: Work) -> Any:
    to_do = exists().where(
        or_(Task.deal_id == Deal.id, Task.customer_id == Deal.customer_id),
        Task.done_at.is_(None),
        Task.deleted_at.is_(None),
    )
    asked = exists().where(Approval.deal_id == Deal.id, Approval.state == "open")
    part = exists().where(
        NodeVisit.deal_id == Deal.id,
        NodeVisit.left_at.is_(None),
        NodeVisit.timer_at.is_not(None),
    )
    return or_(
        Deal.due_at.is_not(None),
        # An empty date is no date: without asking, the whole would be neither true nor false.
        Customer.next_follow_up_at.is_not(None) & (Customer.next_follow_up_at >= work.now),
        to_do,
        asked,
        part,
    )
