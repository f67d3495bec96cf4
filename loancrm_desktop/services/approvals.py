"""The approval inbox: what waits for me, my answer, somebody added, passed on to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.people import User
from loancrm_desktop.models.process_runs import Approval, NodeVisit
from loancrm_desktop.services import deal_steps, deals, sight
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.deal_steps import DealStepped
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import approving, choosing, standing
from loancrm_desktop.services.process.paths import processes
from loancrm_desktop.services.process.reasons import checked_reason
from loancrm_desktop.services.process.running import Move
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import say

MOST = 500
_PENDING = ("open", "waiting")


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A deal that waits for my yes or no.

    Attributes:
        amount_fen: None where my role does not show it.
        others: how many more are asked.
    """

    id: int
    deal_id: int
    ref: str
    customer_id: int
    customer_name: str
    process: str
    node: str
    node_zh: str
    node_en: str
    stage: str
    asked_at: datetime
    asked_by: int | None
    due_at: datetime | None
    mode: str
    amount_fen: int | None
    others: int


@dataclass(frozen=True, slots=True)
class Decided:
    """My answer, and what came of it.

    Attributes:
        answer: what all answers came to; None while others have still to say.
        step: where the deal went; None while it waits.
    """

    id: int
    deal_id: int
    answer: str | None
    step: DealStepped | None


@reader("approvals.waiting")
def waiting(work: Work) -> tuple[ApprovalRow, ...]:
    """Answer what waits for the actor's approval, the longest waiting first."""
    beside = aliased(Approval)
    asked = select(func.count(beside.id)).where(
        beside.visit_id == NodeVisit.id, beside.state.in_(_PENDING)
    )
    chosen = (
        select(Approval, NodeVisit, Deal, Customer.name, asked.scalar_subquery())
        .join(NodeVisit, NodeVisit.id == Approval.visit_id)
        .join(Deal, Deal.id == Approval.deal_id)
        .join(Customer, Customer.id == Deal.customer_id)
        .where(
            Approval.approver_id == work.actor.user_id,
            Approval.state == "open",
            NodeVisit.left_at.is_(None),
            Deal.deleted_at.is_(None),
        )
        .order_by(Approval.asked_at, Approval.id)
        .limit(MOST)
    )
    shows = sight.shows_deal_amounts(work)
    found: list[ApprovalRow] = []
    for row, visit, deal, name, many in work.session.execute(chosen):
        kept = processes(work).get(deal.process_id)
        design = standing.definition(work, deal.process_id, visit.version)
        node = design.by_key.get(visit.node) if design is not None else None
        zh, en = design.name_of(visit.node) if design is not None else (visit.node, visit.node)
        found.append(
            ApprovalRow(
                row.id,
                deal.id,
                deal.ref,
                deal.customer_id,
                name,
                kept.path.key if kept else "",
                visit.node,
                zh,
                en,
                visit.stage,
                row.asked_at,
                row.asked_by,
                visit.due_at,
                node.mode if node is not None else "any",
                deal.requested_amount_fen if shows else None,
                int(many) - 1,
            )
        )
    return tuple(found)


@operation("approvals.decide")
def decide(
    work: Work,
    approval_id: int,
    approve: bool,  # noqa: FBT001 - calls carry their arguments by name
    comment: str | None = None,
    values: Values | None = None,
) -> Decided:
    """Say yes or no to a deal; the answer that settles it takes the deal on at once.

    Args:
        work: the operation.
        approval_id: which.
        approve: yes or no.
        comment: why; asked for where the arrow asks for a reason.
        values: fields filled in on the way.

    Raises:
        Refused: it is not the actor's to answer, was answered already, or something is missing.
        Invalid: there is no such approval.
    """
    row, deal, now = _mine(work, approval_id)
    said = checked_reason(comment)
    if values:
        deals.fill_in(work, deal, values, None)
    row.state = "approved" if approve else "rejected"
    row.decided_at = work.now
    row.comment = said
    work.note = said
    work.session.flush()
    visit = _visit(now)
    answer = approving.settled(work, visit, now.node)
    if answer is None:
        work.session.flush()
        return Decided(row.id, deal.id, None, None)
    visit.result = answer
    edges = [e for e in now.design.out_of.get(now.node.key, ()) if (e.on or "approved") == answer]
    if not edges:
        work.session.flush()
        return Decided(row.id, deal.id, answer, None)
    choice = choosing.along(work, deal, now, edges[0].key)
    choosing.check(work, deal, now, choice, said)
    step = deal_steps.take(work, deal, Move(now, choice), said)
    return Decided(row.id, deal.id, answer, step)


@operation("approvals.add")
def add(work: Work, deal_id: int, user_id: int, comment: str | None = None) -> int:
    """Ask one more person about a deal that waits for approval; answers the approval's id.

    Who is asked already may add somebody, and who may move the deal.

    Raises:
        Refused: the deal does not wait for approval, or the actor may not.
        Invalid: there is no such active person, or the person is asked already.
    """
    deal = work.session.get(Deal, deal_id)
    asked = deal is not None and _asks_me(work, deal.id)
    if deal is None or not asked:
        from loancrm_desktop.services import access

        access.require(work, "deals.move")
        deal = deals.get(work, deal_id)
    now = standing.standing(work, deal)
    if now.node.kind != "approval" or now.visit is None:
        raise Refused(say("Deal {ref} does not wait for an approval.", ref=deal.ref))
    rows = approving.rows_of(work, now.visit)
    if any(row.approver_id == user_id and row.state in _PENDING for row in rows):
        raise _unfit("asked", user_id)
    work.note = checked_reason(comment)
    state = "waiting" if now.node.mode == "in_turn" else "open"
    return _ask(work, now, (max((r.position for r in rows), default=-1) + 1, state), user_id)


@operation("approvals.pass_on")
def pass_on(work: Work, approval_id: int, user_id: int, comment: str | None = None) -> int:
    """Have somebody else answer in one's place; answers the new approval's id.

    Raises:
        Refused: it is not the actor's to answer, or was answered already.
        Invalid: there is no such approval or active person.
    """
    row, _, now = _mine(work, approval_id)
    if user_id in {
        each.approver_id for each in approving.rows_of(work, _visit(now)) if each.state in _PENDING
    }:
        raise _unfit("asked", user_id)
    row.state = "passed_on"
    row.decided_at = work.now
    row.comment = work.note = checked_reason(comment)
    return _ask(work, now, (row.position, "open"), user_id)


def _ask(work: Work, now: Standing, turn: tuple[int, str], user_id: int) -> int:
    user = work.session.get(User, user_id)
    if user is None or not user.active or user.deleted_at is not None:
        raise _unfit("unknown", user_id)
    visit = _visit(now)
    row = Approval(
        visit_id=visit.id,
        deal_id=visit.deal_id,
        position=turn[0],
        approver_id=user_id,
        state=turn[1],
        asked_at=work.now,
        asked_by=work.actor.user_id,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def _unfit(code: str, user_id: int) -> Invalid:
    text = (
        say("This person is asked already.")
        if code == "asked"
        else say("There is no active person number {id}.", id=user_id)
    )
    return Invalid(text, [FieldProblem("user_id", code, text)])


def _visit(now: Standing) -> NodeVisit:
    if now.visit is None:
        message = "an approval without a stay"
        raise RuntimeError(message)
    return now.visit


def _asks_me(work: Work, deal_id: int) -> bool:
    chosen = select(Approval.id).where(
        Approval.deal_id == deal_id,
        Approval.approver_id == work.actor.user_id,
        Approval.state == "open",
    )
    return work.session.execute(chosen.limit(1)).first() is not None


def _mine(work: Work, approval_id: int) -> tuple[Approval, Deal, Standing]:
    row = work.session.get(Approval, approval_id)
    deal = work.session.get(Deal, row.deal_id) if row is not None else None
    if row is None or deal is None or deal.deleted_at is not None:
        raise Invalid(say("There is no approval number {id}.", id=approval_id))
    if row.approver_id != work.actor.user_id:
        raise Refused(say("This approval is asked of somebody else."), forbidden=True)
    now = standing.standing(work, deal)
    if row.state != "open" or now.visit is None or now.visit.id != row.visit_id:
        raise Refused(say("This approval is no longer open: {ref} has moved on.", ref=deal.ref))
    return row, deal, now
