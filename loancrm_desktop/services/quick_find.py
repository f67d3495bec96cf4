"""What the command palette finds: a few customers with just what tells them apart, numbers covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from loancrm_desktop import display
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import access, search, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.deal_cards import DealCard, card_of
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.paths import processes

MOST = 20
_OF_A_NUMBER = frozenset({"phone", "id_number", "deal"})
_MORE_FOR_NUMBERS = 4
_RUNNING = ("open", "won")

_row = Customer.__table__.c
_FACTS: tuple[str, ...] = (
    "id",
    "name",
    "phone",
    "company",
    "deal_id",
    "product_type",
    "requested_amount_fen",
)
_FIELDS = sight.fields_of("customer", _FACTS)
_INSTEAD = tuple("" if fact == "name" else None for fact in _FACTS)


@dataclass(frozen=True, slots=True)
class Found:
    """A customer somebody may have meant.

    Attributes:
        match: how it was found, as `search.Hit.match`; empty for one looked at before.
        phone: covered, whoever asks; empty where there is none or the role does not show it.
        product_type: of the deal, or of the customer while there is none.
        advance_to: the next stage the deal may go to, None when there is none.
    """

    id: int
    name: str
    match: str
    phone: str
    company: str | None
    product_type: str | None
    amount_fen: int | None
    deal_id: int | None
    stage: str | None
    outcome: str | None
    stage_entered_at: datetime | None
    advance_to: str | None


@reader("quick_find.find")
def find(work: Work, text: str, limit: int = 8, *, numbers: bool = False) -> tuple[Found, ...]:
    """Answer the visible customers a question means, the likeliest first.

    Args:
        work: the reading.
        text: what somebody remembers: a name, its initials, last digits, a deal's number.
        limit: how many at most.
        numbers: whether only numbers are meant: of a phone, an ID card or a deal.

    Raises:
        Refused: the actor may not see customers.
    """
    limit = max(0, min(limit, MOST))
    asked = limit * _MORE_FOR_NUMBERS if numbers else limit
    hits = search.find(work, text, asked)
    if numbers:
        hits = tuple(hit for hit in hits if hit.match in _OF_A_NUMBER)[:limit]
    return _found(work, {hit.id: hit.match for hit in hits})


@reader("quick_find.again")
def again(work: Work, customer_ids: list[int]) -> tuple[Found, ...]:
    """Answer those of some customers who are still there and still visible, in the order given.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    return _found(work, dict.fromkeys(customer_ids[:MOST], ""))


def _found(work: Work, matches: Mapping[int, str]) -> tuple[Found, ...]:
    if not matches:
        return ()
    chosen = select(*[_row[fact] for fact in _FACTS]).where(
        _row.id.in_(list(matches)),
        _row.deleted_at.is_(None),
        access.visible_sql(work.actor, "customer", _row),
    )
    rows = {row.id: row for row in work.session.execute(chosen)}
    cards = _cards(work, [row.deal_id for row in rows.values() if row.deal_id is not None])
    veil = sight.veil(work.actor, catalog_of(work).vocabulary, _FIELDS, _INSTEAD)
    answers: list[Found] = []
    for customer_id, match in matches.items():
        row = rows.get(customer_id)
        if row is not None:
            bare = row.phone if not access.hidden(work.actor, "customer", "phone") else None
            values: list[Any] = list(row)
            veil.over(values)
            facts = dict(zip(_FACTS, values, strict=True))
            facts["phone"] = display.mask_phone(bare or "")
            answers.append(_one(work, facts, match, cards.get(row.deal_id)))
    return tuple(answers)


def _cards(work: Work, deal_ids: Sequence[int]) -> dict[int, DealCard]:
    """Answer the cards of those deals the actor may see."""
    if not deal_ids or not work.actor.rights.allows("deals.see"):
        return {}
    chosen = (
        select(Deal.__table__, Customer.name, Customer.next_follow_up_at)
        .join(Customer, Customer.id == Deal.customer_id)
        .where(
            Deal.id.in_(deal_ids),
            Deal.deleted_at.is_(None),
            access.visible_sql(work.actor, "deal", Deal),
        )
    )
    found: Sequence[Row[Any]] = work.session.execute(chosen).all()
    return {row.id: card_of(work, row, row) for row in found}


def _one(work: Work, facts: Mapping[str, Any], match: str, card: DealCard | None) -> Found:
    return Found(
        id=facts["id"],
        name=facts["name"],
        match=match,
        phone=facts["phone"],
        company=facts["company"],
        product_type=facts["product_type"] if card is None else card.product_type,
        amount_fen=facts["requested_amount_fen"] if card is None else card.amount_fen,
        deal_id=None if card is None else card.id,
        stage=None if card is None else card.stage,
        outcome=None if card is None else card.outcome,
        stage_entered_at=None if card is None else card.stage_entered_at,
        advance_to=None if card is None else _next(work, card),
    )


def _next(work: Work, card: DealCard) -> str | None:
    """Answer the first stage behind the deal's own that it may be moved on to."""
    kept = processes(work).get(card.process_id)
    here = None if kept is None else kept.path.stage(card.stage)
    if kept is None or here is None or here.outcome not in _RUNNING:
        return None
    ahead = [
        stage.key
        for stage in kept.path.stages
        if stage.position > here.position
        and stage.outcome in _RUNNING
        and stage.key in card.may_move_to
    ]
    return ahead[0] if ahead else None
