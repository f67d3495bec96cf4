"""The yes or no that people are asked for, as a group of the day's queue."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Integer, bindparam, func, literal, select

from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.models.process_runs import Approval, NodeVisit
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import standing
from loancrm_desktop.services.today_items import Claim
from loancrm_desktop.services.today_sources import Asked
from loancrm_desktop.services.today_standing import GroupFigures

_approval, _visit = Approval.__table__.c, NodeVisit.__table__.c
_deal, _customer = Deal.__table__.c, Customer.__table__.c


def _asked(*columns: Any) -> Any:
    """Answer what is asked of some people, and waits for them."""
    return (
        select(*columns)
        .join_from(Approval.__table__, NodeVisit.__table__, _visit.id == _approval.visit_id)
        .join(Deal.__table__, _deal.id == _approval.deal_id)
        .join(Customer.__table__, _customer.id == _deal.customer_id)
        .where(
            _approval.approver_id.in_(text_index.given_ids("people")),
            _approval.state == literal("open", literal_execute=True),
            _visit.left_at.is_(None),
            _deal.deleted_at.is_(None),
            _customer.deleted_at.is_(None),
        )
    )


_figures = Prepared(_asked(func.count(), func.min(_visit.due_at)))
_shown = Prepared(
    _asked(
        _approval.id,
        _approval.approver_id,
        _approval.asked_at,
        _visit.due_at,
        _visit.node,
        _visit.version,
        _deal.id.label("deal_id"),
        _deal.process_id,
        _deal.customer_id,
    )
    .order_by(_visit.due_at.is_(None), _visit.due_at, _approval.asked_at, _approval.id)
    .limit(bindparam("most", type_=Integer()))
    .offset(bindparam("skip", type_=Integer()))
)


def figures(work: Work, day: Asked) -> GroupFigures:
    """Answer how many questions wait for some people, and when the first is due."""
    if not work.actor.rights.allows("deals.see"):
        return GroupFigures()
    count, first_due_at = _figures.rows(work.session, people=json.dumps(day.people))[0]
    return GroupFigures(int(count), first_due_at)


def claims(work: Work, day: Asked, most: int, skip: int = 0) -> list[Claim]:
    """Answer the questions that wait for some people, the most urgent first.

    Args:
        work: the reading.
        day: whose day it is.
        most: how many are wanted.
        skip: how many to leave out before.
    """
    if not work.actor.rights.allows("deals.see"):
        return []
    told = {"people": json.dumps(day.people), "most": most, "skip": skip}
    return [_claim(work, row) for row in _shown.rows(work.session, **told)]


def _claim(work: Work, row: Any) -> Claim:
    approval_id, approver_id, asked_at, due_at, node, version, deal_id, process_id, customer_id = (
        row
    )
    design = standing.definition(work, process_id, version)
    return Claim(
        "approval",
        "approval",
        due_at,
        customer_id,
        deal_id,
        asked_at,
        handler_id=approver_id,
        approval_id=approval_id,
        node_names=design.name_of(node) if design is not None else (node, node),
    )
