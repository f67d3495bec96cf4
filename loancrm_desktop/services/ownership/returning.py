"""Customers nobody looks after return to the pool, by the office's rules and the clock."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.journal import JournalEntry, JournalTouch
from loancrm_desktop.models.ownership import OwnerChange
from loancrm_desktop.services import access, conditions, customers
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership.giving import POOL, to_pool
from loancrm_desktop.services.ownership.pages import Handing, note
from loancrm_desktop.services.ownership.pool_rules import (
    PoolRule,
    PoolSettings,
    check,
    settings_of,
)

MOST_AT_ONCE = 1000
_MOST_ROWS = 500
_SECONDS_PER_DAY = 86_400
_SOME = 5


@dataclass(frozen=True, slots=True)
class Returned:
    """What a run of the rules came to.

    Attributes:
        more: True when there are others that are due; run it again.
    """

    returned: int
    more: bool


@dataclass(frozen=True, slots=True)
class Countdown:
    """When a customer returns to the pool, if nobody gets in touch.

    Attributes:
        rule: the rule's name.
        days_left: whole days, rounded up; 0 when it is due.
        warned: whether it is time to warn the owner.
    """

    rule: str
    due_at: datetime
    days_left: int
    warned: bool


@dataclass(frozen=True, slots=True)
class ReturningRow:
    """A customer that will return to the pool soon."""

    customer_id: int
    name: str
    owner_id: int | None
    rule: str
    due_at: datetime
    days_left: int


@operation("ownership.return_due")
def return_due(work: Work) -> Returned:
    """Return every customer to the pool whose time ran out, each once.

    It may run at any desk and as often as one likes; after the program stood still it makes up
    for what was due meanwhile, and notes for each when its time ran out.

    Raises:
        Refused: the actor may not.
    """
    access.require(work, "tasks.remind")
    done: list[Handing] = []
    more = False
    for rule in _active(work):
        left = MOST_AT_ONCE - len(done)
        rows = _due(work, rule, work.now, left + 1)
        more = more or len(rows) > left
        began = _began(work, rows)
        for customer in rows[:left]:
            since = began[customer.id]
            done.append(
                Handing(
                    customer.id,
                    customer.owner_id,
                    None,
                    "return",
                    reason=rule.name,
                    due_at=since + timedelta(days=rule.idle_days),
                    occasion=f"return:{customer.id}:{to_ms(since)}",
                )
            )
            to_pool(work, customer)
        work.session.flush()
    note(work, done)
    return Returned(len(done), more)


def _active(work: Work) -> Iterator[PoolRule]:
    return (rule for rule in settings_of(work).rules if rule.active)


def _due(work: Work, rule: PoolRule, at: datetime, limit: int) -> list[Customer]:
    chosen = select(Customer).where(_holds(work, rule, at), _silent(rule, at))
    return list(work.session.execute(chosen.order_by(Customer.id).limit(limit)).scalars())


def _holds(work: Work, rule: PoolRule, at: datetime) -> ColumnElement[bool]:
    """Answer whom a rule is for at a moment, as the office drew it, whoever acts."""
    then = copy.copy(work)
    then.now = at
    parts: list[ColumnElement[bool]] = [
        Customer.deleted_at.is_(None),
        Customer.owner_id.is_not(None),
        Customer.status != POOL,
    ]
    if rule.where:
        parts.append(conditions.design_sql(then, "customer", rule.where))
    if rule.unless:
        parts.append(conditions.design_sql(then, "customer", {"not": rule.unless}))
    return and_(*parts)


def _silent(rule: PoolRule, at: datetime) -> ColumnElement[bool]:
    """Answer with whom nothing happened since a rule's days began."""
    since = at - timedelta(days=rule.idle_days)
    given = select(OwnerChange.id).where(
        OwnerChange.customer_id == Customer.id, OwnerChange.at > since
    )
    taken_back = (
        select(JournalTouch.seq)
        .join(JournalEntry, JournalEntry.seq == JournalTouch.seq)
        .where(
            JournalTouch.kind == "customer",
            JournalTouch.record_id == Customer.id,
            JournalEntry.undoes.is_not(None),
            JournalEntry.at > since,
        )
    )
    return and_(
        or_(
            Customer.last_contact_at <= since,
            and_(Customer.last_contact_at.is_(None), Customer.created_at <= since),
        ),
        ~given.exists(),
        # Whoever took a return back has looked at the customer.
        ~taken_back.exists(),
    )


def _began(work: Work, rows: Sequence[Customer]) -> dict[int, datetime]:
    """Answer since when each customer waits: last contact, change of owner, or taking back."""
    ids = [row.id for row in rows]
    given = (
        select(OwnerChange.customer_id, func.max(OwnerChange.at))
        .where(OwnerChange.customer_id.in_(ids))
        .group_by(OwnerChange.customer_id)
    )
    taken_back = (
        select(JournalTouch.record_id, func.max(JournalEntry.at))
        .join(JournalEntry, JournalEntry.seq == JournalTouch.seq)
        .where(
            JournalTouch.kind == "customer",
            JournalTouch.record_id.in_(ids),
            JournalEntry.undoes.is_not(None),
        )
        .group_by(JournalTouch.record_id)
    )
    began = {row.id: row.last_contact_at or row.created_at for row in rows}
    for chosen in (given, taken_back):
        for customer_id, at in work.session.execute(chosen):
            began[customer_id] = max(began[customer_id], at)
    return began


@reader("ownership.countdown")
def countdown(work: Work, customer_id: int) -> Countdown | None:
    """Answer when a customer returns to the pool, None when no rule is for it.

    Raises:
        Invalid: there is no such customer.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    customer = customers.seen(work, customer_id)
    began: datetime | None = None
    found: list[Countdown] = []
    for rule in _active(work):
        began = began or _began(work, [customer])[customer_id]
        due_at = began + timedelta(days=rule.idle_days)
        then = max(due_at, work.now)
        chosen = select(Customer.id).where(Customer.id == customer_id, _holds(work, rule, then))
        if work.session.execute(chosen).first() is not None:
            found.append(_countdown(work, rule, due_at))
    return min(found, key=_soonest, default=None)


def _soonest(each: Countdown) -> datetime:
    return each.due_at


def _countdown(work: Work, rule: PoolRule, due_at: datetime) -> Countdown:
    left_s = (due_at - work.now).total_seconds()
    days_left = max(0, -int(-left_s // _SECONDS_PER_DAY))
    warned = due_at - timedelta(days=rule.warn_days) <= work.now
    return Countdown(rule.name, due_at, days_left, warned)


@reader("ownership.returning")
def returning(
    work: Work,
    mine: bool = True,  # noqa: FBT001, FBT002 - whose customers is the first thing a list asks
    limit: int = 100,
) -> tuple[ReturningRow, ...]:
    """Answer the customers whose owner is to be warned, the soonest first.

    Args:
        work: the reading.
        mine: only the actor's own; else all the actor sees.
        limit: how many at most.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    whose: Any = Customer.owner_id == work.actor.user_id
    seen = whose if mine else access.visible_sql(work.actor, "customer", Customer)
    return _warned(work, seen)[: max(0, min(limit, _MOST_ROWS))]


@reader("ownership.countdowns")
def countdowns(work: Work, customer_ids: Sequence[int]) -> tuple[ReturningRow, ...]:
    """Answer which of these customers are to return to the pool soon, as far as the actor sees them.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    seen = access.visible_sql(work.actor, "customer", Customer)
    asked = list(dict.fromkeys(customer_ids))[:_MOST_ROWS]
    return _warned(work, and_(Customer.id.in_(asked), seen)) if asked else ()


def _warned(work: Work, among: ColumnElement[bool]) -> tuple[ReturningRow, ...]:
    """Answer whose owner is to be warned, the soonest first."""
    hides = access.hidden(work.actor, "customer", "name")
    found: dict[int, ReturningRow] = {}
    for rule in _active(work):
        warned = work.now + timedelta(days=rule.warn_days)
        chosen = select(Customer).where(_holds(work, rule, warned), _silent(rule, warned), among)
        rows = work.session.execute(chosen.order_by(Customer.id).limit(_MOST_ROWS)).scalars().all()
        began = _began(work, rows)
        for row in rows:
            each = _countdown(work, rule, began[row.id] + timedelta(days=rule.idle_days))
            known = found.get(row.id)
            if known is None or each.due_at < known.due_at:
                found[row.id] = ReturningRow(
                    row.id,
                    "" if hides else row.name,
                    row.owner_id,
                    each.rule,
                    each.due_at,
                    each.days_left,
                )
    return tuple(sorted(found.values(), key=_due_first))


def _due_first(row: ReturningRow) -> tuple[datetime, int]:
    return row.due_at, row.customer_id


@dataclass(frozen=True, slots=True)
class WouldReturn:
    """What a rule would do now.

    Attributes:
        count: how many customers it would return at once.
        names: some of them.
    """

    key: str
    count: int
    names: tuple[str, ...]


@reader("ownership.would_return")
def would_return(work: Work, settings: PoolSettings) -> tuple[WouldReturn, ...]:
    """Answer what each active rule would do now, rules that are not kept yet among them.

    Raises:
        Invalid: naming everything that does not hold.
        Refused: the actor may not set the rules.
    """
    access.require(work, "office.edit")
    check(work, settings)
    return tuple(_would(work, rule) for rule in settings.rules if rule.active)


def _would(work: Work, rule: PoolRule) -> WouldReturn:
    whom = and_(_holds(work, rule, work.now), _silent(rule, work.now))
    count = select(func.count()).select_from(Customer).where(whom)
    some = select(Customer.name).where(whom).order_by(Customer.id).limit(_SOME)
    return WouldReturn(
        rule.key,
        work.session.execute(count).scalar_one(),
        tuple(work.session.execute(some).scalars()),
    )
