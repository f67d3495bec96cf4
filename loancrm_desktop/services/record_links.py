"""What a link field may point at: customers, deals and own records, found by words and named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.own_records import OwnRecord
from loancrm_desktop.services import access, own_search, search
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

MOST = 50


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """A record a link may point at, and what tells it from others of its name."""

    id: int
    name: str
    hint: str = ""


@reader("links.find")
def find(
    work: Work, kind: str, text: str, limit: int = 12, customer_id: int | None = None
) -> tuple[LinkOffer, ...]:
    """Answer the visible records that words mean.

    Args:
        work: the reading.
        kind: `customer`, `deal` or a kind of the office's own.
        text: what somebody remembers; nothing offers the newest.
        limit: how many at most.
        customer_id: whose deals or own records; None for everybody's.

    Raises:
        Invalid: records of this kind are not linked to.
        Refused: the actor may not see such records.
    """
    if not _may_name(work, kind):
        return ()
    most = max(0, min(limit, MOST))
    if kind == "customer" and text.strip():
        hits = search.find(work, text, most, "display")
        return tuple(LinkOffer(hit.id, hit.title, hit.subtitle) for hit in hits)
    model, name = _place(kind)
    parts = [*_in_sight(work, kind, model)]
    if customer_id is not None and kind != "customer":
        parts.append(model.customer_id == customer_id)
    said = _said(work, kind, text)
    if said is not None:
        parts.append(said)
    chosen = select(model.id, name).where(*parts).order_by(model.id.desc()).limit(most)
    return tuple(LinkOffer(row[0], row[1]) for row in work.session.execute(chosen))


@reader("links.named")
def named(work: Work, kind: str, ids: list[int]) -> dict[int, str]:
    """Answer what some records are called; one that is gone or out of sight is left out.

    Raises:
        Invalid: records of this kind are not linked to.
        Refused: the actor may not see such records.
    """
    if not _may_name(work, kind):
        return {}
    model, name = _place(kind)
    chosen = select(model.id, name).where(model.id.in_(ids[:MOST]), *_in_sight(work, kind, model))
    return {row[0]: row[1] for row in work.session.execute(chosen)}


def _may_name(work: Work, kind: str) -> bool:
    """Say whether the role shows what such records are called."""
    if kind not in ("customer", "deal") and kind not in catalog_of(work).types:
        raise Invalid(say("Records of the kind {kind} are not linked to.", kind=kind))
    access.require_on(work, kind, "see")
    title = "ref" if kind == "deal" else "name"
    actor = work.actor
    return not access.hidden(actor, kind, title) and not access.masked(actor, kind, title)


def _place(kind: str) -> tuple[Any, Any]:
    if kind == "customer":
        return Customer, Customer.name
    return (Deal, Deal.ref) if kind == "deal" else (OwnRecord, OwnRecord.name)


def _in_sight(work: Work, kind: str, model: Any) -> list[ColumnElement[bool]]:
    parts = [model.deleted_at.is_(None), access.visible_sql(work.actor, kind, model)]
    if kind not in ("customer", "deal"):
        parts += [OwnRecord.kind == kind, access.of_living_sql(OwnRecord)]
    return parts


def _said(work: Work, kind: str, text: str) -> ColumnElement[bool] | None:
    words = text.strip()
    if not words or kind == "customer":
        return None
    if kind == "deal":
        return Deal.ref.contains(words.upper(), autoescape=True)
    return own_search.condition(work, kind, words)
