"""The public pool (公海): customers of nobody, whom anybody may claim within limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from loancrm_desktop import display
from loancrm_desktop.errors import Invalid, Problem, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.journal import JournalEntry, JournalTouch
from loancrm_desktop.models.ownership import OwnerChange
from loancrm_desktop.services import access, conditions, customers, sight, summaries
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.lists import BulkResult, RowRefusal, checked_limit
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership.giving import (
    POOL,
    checked_reason,
    give,
    receiver,
    to_pool,
)
from loancrm_desktop.services.ownership.pages import Handing, note
from loancrm_desktop.services.ownership.pool_rules import settings_of
from loancrm_desktop.texts import say

CLAIMED = "claim"
"""A touch of a person (not of a record): the way to the claims of one day."""
_RUNNING = ("prospect", "following", "signed")


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A customer in the pool, told no further than is needed to choose.

    Attributes:
        title: the name, covered for who does not see all customers.
        phone: covered for everybody.
        since: when it came into the pool, None when that is not known.
        cause: how it came there: `return`, `release`, `leaver`, `edit`; None when not known.
        why: the rule's name of a return; what somebody wrote only for who sees all customers.
        last_owner_id: who had it last.
        claimable_at: from when on the actor may have it back, None for at once.
    """

    id: int
    title: str
    phone: str
    region: str | None
    product_type: str | None
    requested_amount_fen: int | None
    level: str | None
    channel_id: int | None
    last_contact_at: datetime | None
    since: datetime | None
    last_owner_id: int | None
    claimable_at: datetime | None
    cause: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class PoolPage:
    """Some customers of the pool, and what the actor may still claim.

    Attributes:
        claims_left: today, by the office's calendar.
        room_left: how many running customers the actor may still take.
        claims_per_day: how many one may claim in a day.
        held_most: how many running customers one may have to claim another.
    """

    rows: tuple[PoolRow, ...]
    total: int
    claims_left: int
    room_left: int
    claims_per_day: int = 0
    held_most: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """A customer that is the actor's now."""

    id: int
    revision: int
    claims_left: int


_FACTS = (
    *("id", "name", "phone", "region", "product_type", "requested_amount_fen", "level"),
    *("channel_id", "last_contact_at"),
)
_FIELDS = sight.fields_of("customer", _FACTS)
_INSTEAD = (0, "", "", None, None, None, None, None, None)
_in_pool = and_(Customer.status == POOL, Customer.owner_id.is_(None), Customer.deleted_at.is_(None))


@reader("ownership.pool")
def pool(
    work: Work, where: dict[str, Any] | None = None, limit: int = 50, offset: int = 0
) -> PoolPage:
    """Answer the customers in the pool, the newest there first.

    Args:
        work: the reading.
        where: a condition; it tells of numbers no more than the rows do.
        limit: rows per page.
        offset: rows to skip.

    Raises:
        Invalid: the condition does not hold.
        Refused: the actor may not see customers, or asks for what the rows do not show.
    """
    access.require(work, "customers.see")
    shown = sight.as_shown(work, "display")
    wanted = _in_pool
    if where:
        wanted = and_(wanted, conditions.bare_sql(shown, "customer", where))
    every = aliased(OwnerChange)
    last = (
        select(every.id)
        .where(every.customer_id == Customer.id)
        .order_by(every.at.desc(), every.id.desc())
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )
    columns = [getattr(Customer, name) for name in _FACTS]
    chosen = (
        select(
            *columns,
            OwnerChange.at,
            OwnerChange.from_owner_id,
            OwnerChange.cause,
            OwnerChange.reason,
        )
        .outerjoin(OwnerChange, OwnerChange.id == last)
        .where(wanted)
        .order_by(OwnerChange.at.desc().nulls_last(), Customer.id.desc())
        .limit(checked_limit(limit))
        .offset(max(0, offset))
    )
    rows = tuple(_row(shown, list(row)) for row in work.session.execute(chosen))
    total = work.session.execute(select(func.count()).select_from(Customer).where(wanted))
    settings = settings_of(work)
    left = max(0, settings.claims_per_day - _claims_today(work))
    limits = (settings.claims_per_day, settings.held_most)
    return PoolPage(rows, total.scalar_one(), left, max(0, _room(work)), *limits)


def _row(work: Work, values: list[Any]) -> PoolRow:
    *facts, since, last_owner_id, cause, reason = values
    sight.veil(work.actor, catalog_of(work).vocabulary, _FIELDS, _INSTEAD).over(facts)
    shown = dict(zip(_FACTS, facts, strict=True))
    name = shown.pop("name")
    sees_all = work.actor.rights.scope == "all"
    return PoolRow(
        title=name if sees_all else display.mask_text(name),
        phone=shown.pop("phone") or "",
        since=since,
        last_owner_id=last_owner_id,
        claimable_at=_back_at(work, since, last_owner_id),
        cause=cause,
        why=reason if sees_all or cause == "return" else None,
        **shown,
    )


def _back_at(work: Work, since: datetime | None, last_owner_id: int | None) -> datetime | None:
    """Answer from when on the actor may have a customer back, None for at once."""
    if since is None or last_owner_id is None or last_owner_id != work.actor.user_id:
        return None
    back_at = since + timedelta(days=settings_of(work).not_back_days)
    return back_at if back_at > work.now else None


@operation("ownership.claim")
def claim(work: Work, customer_id: int) -> Claimed:
    """Take a customer out of the pool; of two desks that claim at once, one gets it.

    Raises:
        Invalid: there is no such customer.
        Refused: somebody has it, the limits are used up, or the actor had it last.
    """
    access.require(work, "customers.add")
    access.require(work, "customers.edit")
    customer = summaries.customer_of(work, customer_id)
    if customer is None or customer.deleted_at is not None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    if customer.owner_id is not None or customer.status != POOL:
        _refuse_taken(work, customer)
    left = _refuse_beyond_limits(work)
    _refuse_back(work, customer_id)
    give(work, customer, work.me)
    work.touches.append((CLAIMED, work.me))
    work.session.flush()
    note(work, [Handing(customer_id, None, work.me, CLAIMED)])
    return Claimed(customer_id, customer.revision, left - 1)


def _refuse_taken(work: Work, customer: Customer) -> None:
    names = conditions.names_of(work)
    if customer.owner_id is None:
        raise Refused(say("Customer number {id} is not in the pool.", id=customer.id))
    raise Refused(
        say(
            "Customer number {id} is not in the pool any more: {name} has it.",
            id=customer.id,
            name=names.get(("person", customer.owner_id), ""),
        )
    )


def _refuse_beyond_limits(work: Work) -> int:
    """Answer how many claims are left today, this one among them."""
    settings = settings_of(work)
    left = settings.claims_per_day - _claims_today(work)
    if left <= 0:
        raise Refused(
            say(
                "You have claimed {count} customers today, which is the limit of a day. Go on "
                "tomorrow.",
                count=settings.claims_per_day,
            )
        )
    if _room(work) <= 0:
        raise Refused(
            say(
                "You have {count} running customers, which is the most. Finish or release some "
                "first.",
                count=settings.held_most,
            )
        )
    return left


def _claims_today(work: Work) -> int:
    """Count today's claims in the history: what was taken back counts too."""
    zone = work.place.zone
    since = datetime.combine(work.now.astimezone(zone).date(), time(), zone)
    chosen = (
        select(func.count())
        .select_from(JournalTouch)
        .join(JournalEntry, JournalEntry.seq == JournalTouch.seq)
        .where(
            JournalTouch.kind == CLAIMED,
            JournalTouch.record_id == work.actor.user_id,
            JournalEntry.at >= since,
        )
    )
    return work.session.execute(chosen).scalar_one()


def _room(work: Work) -> int:
    held = (
        select(func.count())
        .select_from(Customer)
        .where(
            Customer.owner_id == work.actor.user_id,
            Customer.status.in_(_RUNNING),
            Customer.deleted_at.is_(None),
        )
    )
    return settings_of(work).held_most - work.session.execute(held).scalar_one()


def _refuse_back(work: Work, customer_id: int) -> None:
    chosen = (
        select(OwnerChange.at, OwnerChange.from_owner_id)
        .where(OwnerChange.customer_id == customer_id)
        .order_by(OwnerChange.at.desc(), OwnerChange.id.desc())
        .limit(1)
    )
    last = work.session.execute(chosen).first()
    back_at = None if last is None else _back_at(work, last.at, last.from_owner_id)
    if back_at is not None:
        raise Refused(
            say(
                "You had this customer last. You may claim it again from {at}; until then it is "
                "for the others.",
                at=display.time_exact(back_at, work.place.zone),
            )
        )


@operation("ownership.give_out")
def give_out(work: Work, customer_ids: list[int], to_id: int) -> BulkResult:
    """Give customers of the pool to somebody, as one change set; limits of claims do not count.

    Raises:
        Invalid: there is no such person.
        Refused: the actor may not.
    """
    access.require(work, "customers.assign")
    receiver(work, to_id)
    done: list[Handing] = []
    refused: list[RowRefusal] = []
    for customer_id in dict.fromkeys(customer_ids):
        customer = summaries.customer_of(work, customer_id)
        if customer is None or customer.deleted_at is not None:
            text = say("There is no customer number {id}.", id=customer_id)
            refused.append(RowRefusal(customer_id, text.read()))
            continue
        if customer.owner_id is not None or customer.status != POOL:
            text = say("Customer number {id} is not in the pool any more.", id=customer_id)
            refused.append(RowRefusal(customer_id, text.read()))
            continue
        done.append(Handing(customer_id, None, to_id, "assign"))
        give(work, customer, to_id)
    work.session.flush()
    note(work, done)
    return BulkResult(tuple(each.customer_id for each in done), tuple(refused))


@operation("ownership.release")
def release(work: Work, customer_ids: list[int], reason: str | None = None) -> BulkResult:
    """Put customers into the pool by hand, as one change set.

    Raises:
        Invalid: the reason is too long.
        Refused: the actor may not.
    """
    access.require(work, "customers.edit")
    said = checked_reason(reason)
    done: list[Handing] = []
    refused: list[RowRefusal] = []
    for customer_id in dict.fromkeys(customer_ids):
        try:
            customer = customers.get(work, customer_id)
            if customer.status == POOL and customer.owner_id is None:
                raise Refused(say("Customer number {id} is in the pool already.", id=customer_id))
        except Problem as problem:
            refused.append(RowRefusal(customer_id, problem.text.read()))
            continue
        done.append(Handing(customer_id, customer.owner_id, None, "release", said))
        to_pool(work, customer)
    work.note = said
    work.session.flush()
    note(work, done)
    return BulkResult(tuple(each.customer_id for each in done), tuple(refused))
