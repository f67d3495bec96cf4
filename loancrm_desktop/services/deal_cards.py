"""A deal as a card: on the board, in a list, on its customer's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.services import sight
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import running

KIND = "deal"


@dataclass(frozen=True, slots=True)
class DealCard:
    """A deal as a card on the board or a line in a list; money in fen, times in UTC.

    Attributes:
        may_move_to: stages a move is drawn or allowed to, conditions and fields aside.
    """

    id: int
    ref: str
    customer_id: int
    customer_name: str
    product_type: str | None
    amount_fen: int | None
    stage: str
    stage_entered_at: datetime
    due_at: datetime | None
    handler_id: int | None
    owner_id: int | None
    outcome: str
    bank: str | None
    product: str | None
    last_contact_at: datetime | None
    next_follow_up_at: datetime | None
    process_id: int
    revision: int
    may_move_to: tuple[str, ...]


_deal = Deal.__table__.c
_of_customer = Prepared(
    select(Deal.__table__)
    .where(_deal.customer_id == bindparam("customer"), _deal.deleted_at.is_(None))
    .order_by(_deal.id.desc())
)

_FIELD_OF_CARD: Mapping[str, tuple[str, str] | None] = {
    **dict.fromkeys(DealCard.__dataclass_fields__),
    "customer_name": ("customer", "name"),
    "product_type": (KIND, "product_type"),
    "amount_fen": (KIND, "requested_amount"),
    "due_at": (KIND, "due_at"),
    "handler_id": (KIND, "handler"),
    "owner_id": (KIND, "owner"),
    "bank": (KIND, "bank"),
    "product": (KIND, "product"),
    "last_contact_at": (KIND, "last_contact_at"),
    "next_follow_up_at": ("customer", "next_follow_up_at"),
}
"""Where each part of a card comes from; what a board cannot do without is never covered."""

_CARD_FIELDS = tuple(_FIELD_OF_CARD.values())
_CARD_INSTEAD = tuple("" if name == "customer_name" else None for name in _FIELD_OF_CARD)


def card_of(work: Work, deal: Any, customer: Any) -> DealCard:
    """Answer a deal's card; both as mapped rows or as plain records."""
    values: list[Any] = [
        deal.id,
        deal.ref,
        deal.customer_id,
        customer.name,
        deal.product_type,
        deal.requested_amount_fen,
        deal.stage,
        deal.stage_entered_at,
        deal.due_at,
        deal.handler_id,
        deal.owner_id,
        deal.outcome,
        deal.bank,
        deal.product,
        deal.last_contact_at,
        customer.next_follow_up_at,
        deal.process_id,
        deal.revision,
        running.ways(work, deal.process_id, deal.stage),
    ]
    return card_from(work, values)


def card_from(work: Work, values: list[Any]) -> DealCard:
    """Answer a card from its values in order, without what the actor's role does not show."""
    vocabulary = catalog_of(work).vocabulary
    sight.veil(work.actor, vocabulary, _CARD_FIELDS, _CARD_INSTEAD).over(values)
    return DealCard(*values)


def cards_of_customer(work: Work, customer: Any) -> tuple[DealCard, ...]:
    """Answer the cards of a customer's deals, the newest first; the customer as row or record."""
    rows = _of_customer.records(work.session, customer=customer.id)
    return tuple([card_of(work, deal, customer) for deal in rows])
