"""What a customer's row shows of the liveliest deal, kept in step so that lists never join."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.work_items import FollowUp
from loancrm_desktop.services.office import Work

_alive_deals = select(Deal).where(
    Deal.customer_id == bindparam("customer"), Deal.deleted_at.is_(None)
)


def deals_of(work: Work, customer_id: int) -> list[Deal]:
    """Answer the rows of a customer's deals that are not in the trash."""
    return list(work.session.execute(_alive_deals, {"customer": customer_id}).scalars())


def customer_of(work: Work, customer_id: int) -> Customer | None:
    """Answer a customer's row."""
    return row_of(work.session, Customer, customer_id)


def show_deal(customer: Customer, deal: Deal | None) -> None:
    """Copy a deal's stage, times and amount onto its customer's row."""
    customer.deal_id = deal.id if deal else None
    customer.deal_stage = deal.stage if deal else None
    customer.deal_stage_entered_at = deal.stage_entered_at if deal else None
    customer.deal_due_at = deal.due_at if deal else None
    customer.deal_amount_fen = _amount_fen(deal) if deal else None


def _amount_fen(deal: Deal) -> int | None:
    if deal.disbursed_amount_fen is not None:
        return deal.disbursed_amount_fen
    if deal.approved_amount_fen is not None:
        return deal.approved_amount_fen
    return deal.requested_amount_fen


def after_deal_change(work: Work, deal: Deal) -> Customer | None:
    """Bring the customer's row up to date after one of the deals changed; answers the customer."""
    customer = customer_of(work, deal.customer_id)
    if customer is None:
        return None
    if customer.deal_id == deal.id and _still_liveliest(customer, deal):
        show_deal(customer, deal)
    else:
        work.session.flush()
        show_deal(customer, liveliest(work, deal.customer_id))
    return customer


def _still_liveliest(customer: Customer, deal: Deal) -> bool:
    """Say whether the deal a row shows stays the one to show: it is open and moved no way back.

    Time goes back when somebody sets the clock; then another deal may be the liveliest.
    """
    shown_at = customer.deal_stage_entered_at
    forward = shown_at is not None and deal.stage_entered_at >= shown_at
    return forward and deal.outcome == "open" and deal.deleted_at is None


def liveliest(work: Work, customer_id: int) -> Deal | None:
    """Answer the open deal that moved last, else the closed one that moved last."""
    deals = deals_of(work, customer_id)
    if not deals:
        return None
    return max(deals, key=lambda deal: (deal.outcome == "open", deal.stage_entered_at, deal.id))


def refresh(work: Work, customer_id: int) -> None:
    """Work a customer's kept columns out again from the rows they come from."""
    customer = customer_of(work, customer_id)
    if customer is None:
        return
    show_deal(customer, liveliest(work, customer_id))
    last = work.session.execute(
        select(FollowUp.at, FollowUp.next_at)
        .where(FollowUp.customer_id == customer_id, FollowUp.deleted_at.is_(None))
        .order_by(FollowUp.at.desc(), FollowUp.id.desc())
        .limit(1)
    ).first()
    customer.last_contact_at = last.at if last else None
    for deal in work.session.execute(select(Deal).where(Deal.customer_id == customer_id)).scalars():
        if deal.last_contact_at != customer.last_contact_at:
            deal.last_contact_at = customer.last_contact_at
