"""Where a deal stood, from when to when: the history of stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.prepared import Prepared, fixed
from loancrm_desktop.services.office import Work

_COLUMNS = (
    StageVisit.deal_id,
    StageVisit.stage,
    StageVisit.from_stage,
    StageVisit.entered_at,
    StageVisit.left_at,
    StageVisit.dwell_s,
    StageVisit.entered_by,
    StageVisit.reason,
)


@dataclass(frozen=True, slots=True)
class StageVisitRow:
    """One stay of a deal in a stage; `dwell_s` in seconds, None while it lasts."""

    deal_id: int
    stage: str
    from_stage: str | None
    entered_at: datetime
    left_at: datetime | None
    dwell_s: int | None
    entered_by: int | None
    reason: str | None


_in_order = select(*_COLUMNS).order_by(StageVisit.entered_at, StageVisit.id)
_of_customer = Prepared(
    _in_order.join(Deal, Deal.id == StageVisit.deal_id).where(
        Deal.customer_id == bindparam("customer")
    )
)
_of_deal = Prepared(_in_order.where(StageVisit.deal_id == bindparam("deal")))


def visits_of_customer(work: Work, customer_id: int) -> tuple[StageVisitRow, ...]:
    """Answer the stays of all deals of a customer, oldest first."""
    rows = _of_customer.rows(work.session, customer=customer_id)
    return tuple([StageVisitRow(*row) for row in rows])


def visits_of_deal(work: Work, deal_id: int) -> tuple[StageVisitRow, ...]:
    """Answer the stays of one deal, oldest first."""
    rows = _of_deal.rows(work.session, deal=deal_id)
    return tuple([StageVisitRow(*row) for row in rows])


_open = (
    select(StageVisit)
    .where(StageVisit.deal_id == bindparam("deal"), StageVisit.left_at.is_(None))
    .order_by(StageVisit.id.desc())
    .limit(fixed(1))
)


def open_visit(work: Work, deal_id: int) -> StageVisit | None:
    """Answer the stay that lasts."""
    return work.session.execute(_open, {"deal": deal_id}).scalars().first()
