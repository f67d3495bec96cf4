"""Who stands in which group of the day: every count true, the first of each group known.

A day has a claim for each reason to do something. A customer stands in the first group that
claims them, there for what is most urgent; that is worked out in the database, over indexes
alone, so that tens of thousands of claims are counted and only those shown are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from loancrm_desktop.models import text_index
from loancrm_desktop.models.base import UtcTime, from_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.today_sources import Asked

GroupKey = Literal["overdue", "limit", "new", "today", "idle", "approval", "waiting"]
CLAIMS: tuple[GroupKey, ...] = ("overdue", "limit", "new", "today", "waiting", "idle")
"""In which order the groups take a customer that has more than one reason.

An approval takes nobody: it is about a deal of somebody else, who has the customer as well.
"""

_OVERDUE, _LIMIT, _NEW, _TODAY, _WAITING, _IDLE = range(len(CLAIMS))
# A claim's urgency is one whole number: its group, then how important, then when it is due.
_GROUP, _STEP, _NEVER = 2**52, 2**44, 2**43
_MOST_IMPORTANT = 100


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What a group comes to, whether it is shown or not.

    Attributes:
        first_due_at: when the first of it is or was due; None where nothing in it has a time.
        amount_fen: the money of the silent customers in it.
    """

    count: int = 0
    first_due_at: datetime | None = None
    amount_fen: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The groups' figures, and who comes first in them.

    Attributes:
        customers: whom to show.
        tasks: to-dos about nobody to show.
    """

    figures: Mapping[GroupKey, GroupFigures]
    customers: tuple[int, ...]
    tasks: tuple[int, ...]


_task, _deal, _customer = Task.__table__.c, Deal.__table__.c, Customer.__table__.c
_trashed = Customer.__table__.alias("trashed").c
_put_off = Customer.__table__.alias("put_off").c
_late_lead = Deal.__table__.alias("lead").c
_people = text_index.given_ids("people")
_now, _ends, _since = (bindparam(name, type_=UtcTime()) for name in ("now", "ends", "since"))
_trash = select(_trashed.id).where(_trashed.deleted_at.is_not(None))
_lead_stages = text_index.given_ids("lead_stages")
_open_stages = text_index.given_ids("open_stages")
_passed_on = text_index.given_ids("passed_on")
_running: ColumnElement[bool] = _deal.outcome == literal("open", literal_execute=True)
# The sums keep the database from walking everybody's rows by their times.
_task_ms = type_coerce(_task.due_at, BigInteger)
_due_ms = type_coerce(_deal.due_at, BigInteger) + 0
_next_ms = type_coerce(_customer.next_follow_up_at, BigInteger)
_silent_ms = type_coerce(_customer.last_contact_at, BigInteger)


def _number(value: int) -> ColumnElement[int]:
    return literal(value, BigInteger(), literal_execute=True)


def _claim(who: Any, group: Any, due_ms: Any, important: Any = None, amount: Any = None) -> Any:
    """Answer whom a reason is about, how urgent it is, and the money it is about."""
    steps = _MOST_IMPORTANT - (0 if important is None else important)
    key = group * _number(_GROUP) + steps * _number(_STEP) + due_ms
    money = _number(0) if amount is None else func.coalesce(amount, 0)
    return select(
        who.label("who"), type_coerce(key, BigInteger).label("urgency"), money.label("money")
    )


def _of_tasks() -> Any:
    late = case((_task.due_at < _now, _number(_OVERDUE)), else_=_number(_TODAY))
    who = func.coalesce(_task.customer_id, -_task.id)
    return _claim(who, late, _task_ms, _task.priority).where(
        _task.assignee_id.in_(_people),
        _task.done_at.is_(None),
        _task.due_at < _ends,
        _task.deleted_at.is_(None),
        _task.kind != literal("idle", literal_execute=True),
        or_(_task.customer_id.is_(None), _task.customer_id.not_in(_trash)),
    )


def _of_limits() -> Any:
    late = case((_due_ms < _now, _number(_LIMIT)), else_=_number(_TODAY))
    theirs = (_running, _deal.handler_id.in_(_people), _due_ms < _ends, _deal.deleted_at.is_(None))
    claim = _claim(_deal.customer_id, late, _due_ms)
    return claim.where(*theirs, _deal.customer_id.not_in(_trash))


def _of_leads() -> Any:
    lead = _late_lead
    within = select(lead.id).where(
        lead.outcome == literal("open", literal_execute=True),
        lead.handler_id.in_(_people),
        type_coerce(lead.due_at, BigInteger) + 0 >= _now,
        lead.stage.in_(_lead_stages),
        lead.deleted_at.is_(None),
    )
    return _claim(_deal.customer_id, _number(_NEW), _due_ms).where(
        _deal.id.in_(within),
        or_(_deal.last_contact_at.is_(None), _deal.last_contact_at < _deal.stage_entered_at),
        _deal.customer_id.not_in(_trash),
    )


def _of_others() -> Any:
    due = func.coalesce(type_coerce(_deal.due_at, BigInteger), _number(_NEVER))
    return _claim(_deal.customer_id, _number(_WAITING), due).where(
        _deal.owner_id.in_(_people),
        _deal.stage.in_(_passed_on),
        _deal.handler_id.not_in(_people),
        _deal.deleted_at.is_(None),
        _deal.customer_id.not_in(_trash),
    )


def _of_appointments() -> Any:
    late = case((_customer.next_follow_up_at < _now, _number(_OVERDUE)), else_=_number(_TODAY))
    return _claim(_customer.id, late, _next_ms).where(
        (_customer.owner_id + 0).in_(_people),
        _customer.next_follow_up_at < _ends,
        _customer.deleted_at.is_(None),
    )


def _of_silences() -> Any:
    later = select(_put_off.id).where(_put_off.next_follow_up_at >= _ends)
    newest_first = _number(_NEVER) - _silent_ms
    amount = _customer.deal_amount_fen
    return _claim(_customer.id, _number(_IDLE), newest_first, None, amount).where(
        _customer.owner_id.in_(_people),
        _customer.last_contact_at < _since,
        _customer.deal_stage.in_(_open_stages),
        _customer.deleted_at.is_(None),
        _customer.id.not_in(later),
    )


@lru_cache(maxsize=8)
def _statement(*, tasks: bool, deals: bool, others: bool) -> Prepared:
    """Answer the statement for what may be seen: figures first, then who is shown."""
    parts = [_of_appointments(), _of_silences()]
    if tasks:
        parts.append(_of_tasks())
    if deals:
        parts += [_of_limits(), _of_leads()]
    if deals and others:
        parts.append(_of_others())
    claims = union_all(*parts).cte("claims")
    best = (
        select(
            claims.c.who,
            func.min(claims.c.urgency).label("urgency"),
            func.max(claims.c.money).label("money"),
        )
        .group_by(claims.c.who)
        .cte("best")
    )
    group = type_coerce(best.c.urgency, BigInteger) // _number(_GROUP)
    due = best.c.urgency % _number(_STEP)
    nobody = literal(None, BigInteger()).label("shown")
    figures = select(
        group.label("at"),
        func.count().label("count"),
        func.min(due).label("due"),
        func.sum(best.c.money).label("money"),
        nobody,
    ).group_by(group)
    shown = [_shown_of(best, at) for at in range(len(CLAIMS))]
    every = union_all(figures, *shown).subquery()
    return Prepared(select(*every.c))


def _shown_of(best: Any, at: int) -> Any:
    rows = (
        select(best.c.who)
        .where(best.c.urgency >= _number(at * _GROUP), best.c.urgency < _number((at + 1) * _GROUP))
        .order_by(best.c.urgency, best.c.who)
        .limit(bindparam("most", type_=Integer()))
        .offset(bindparam("skip", type_=Integer()))
        .subquery()
    )
    none = literal(None, BigInteger())
    return select(_number(at), none, none, none, rows.c.who)


def standing(work: Work, day: Asked, most: int, skip: int = 0) -> Standing:
    """Answer the figures of the day, and who comes first in each group.

    Args:
        work: the reading.
        day: whose day it is.
        most: how many of each group are wanted.
        skip: how many of each group to leave out before.
    """
    statement = _statement(
        tasks=work.actor.rights.allows("tasks.see"),
        deals=work.actor.rights.allows("deals.see"),
        others=not day.everybody,
    )
    told = {
        "now": day.now,
        "ends": day.ends,
        "since": day.idle_since,
        "most": most,
        "skip": skip,
        "people": json.dumps(day.people),
        "lead_stages": json.dumps(day.lead_stages),
        "open_stages": json.dumps(day.open_stages),
        "passed_on": json.dumps(day.passed_on),
    }
    rows = statement.rows(work.session, **told)
    figures = dict.fromkeys(CLAIMS, GroupFigures())
    shown: list[int] = []
    for group, count, due_ms, amount_fen, who in rows:
        if who is not None:
            shown.append(who)
            continue
        timed = group != _IDLE and due_ms < _NEVER
        at = from_ms(due_ms) if timed else None
        figures[CLAIMS[group]] = GroupFigures(count, at, int(amount_fen))
    return Standing(
        figures,
        tuple(who for who in shown if who > 0),
        tuple(-who for who in shown if who < 0),
    )
