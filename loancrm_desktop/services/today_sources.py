"""Where the day's work comes from: to-dos, time limits, appointments, silences, others' turns.

Every question walks an index of the few people it is asked for; what lies in the rows is read
only of those that are shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, literal, select, type_coerce

from loancrm_desktop.models import text_index
from loancrm_desktop.models.base import UtcTime
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.people import User
from loancrm_desktop.models.prepared import Prepared, fixed
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services import conditions
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.paths import processes

QueueScope = Literal["mine", "team"]

IDLE_DAYS = 3
MOST = 300
"""Rows read per source; what lies behind is counted, not shown."""
_MOST_TASKS = 600
_MOST_CONTACTS = 1000
_FEW_PEOPLE = 12

_task, _deal, _customer = Task.__table__.c, Deal.__table__.c, Customer.__table__.c
_contact = FollowUp.__table__.c
_people = text_index.given_ids("people")
_stages = text_index.given_ids("stages")
_open: ColumnElement[bool] = _deal.outcome == literal("open", literal_execute=True)


def _moment(name: str) -> Any:
    return bindparam(name, type_=UtcTime())


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom and when the day is asked.

    Attributes:
        people: whose work it is.
        everybody: whether that is the whole office, where nobody waits for others.
        begins, ends: the office's day.
        lead_stages: open stages of the funnel's first step.
        passed_on: open stages another than the owner handles.
        open_stages: every stage a deal works its way through.
    """

    people: tuple[int, ...]
    everybody: bool
    now: datetime
    begins: datetime
    ends: datetime
    lead_stages: tuple[str, ...]
    passed_on: tuple[str, ...]
    open_stages: tuple[str, ...]

    @property
    def idle_since(self) -> datetime:
        """Whom nobody spoke to since then is silent."""
        return self.now - timedelta(days=IDLE_DAYS)

    def given(self, **more: Any) -> dict[str, Any]:
        """Answer the values every question needs."""
        return {"people": json.dumps(self.people), **more}


def asked(work: Work, scope: QueueScope) -> Asked:
    """Answer whose day it is and when it begins and ends."""
    zone = work.place.zone
    day = work.now.astimezone(zone).date()
    stages = [stage for each in processes(work).values() for stage in each.path.stages]
    running = [stage for stage in stages if stage.outcome == "open"]
    return Asked(
        people=_whose(work, scope),
        everybody=scope == "team" and work.actor.rights.scope == "all",
        now=work.now,
        begins=datetime.combine(day, time(), zone),
        ends=datetime.combine(day + timedelta(days=1), time(), zone),
        lead_stages=_keys(stage.key for stage in running if stage.funnel_step == "lead"),
        passed_on=_keys(stage.key for stage in running if stage.handler != "owner"),
        open_stages=_keys(stage.key for stage in running),
    )


def _keys(keys: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def _whose(work: Work, scope: QueueScope) -> tuple[int, ...]:
    if scope == "mine" or work.actor.rights.scope == "own":
        return (work.me,)
    if work.actor.rights.scope == "team":
        return tuple(dict.fromkeys([work.me, *conditions.moment_of(work).my_team_members]))
    chosen = select(User.id).where(User.active.is_(True), User.deleted_at.is_(None))
    return tuple(work.session.execute(chosen.order_by(User.id)).scalars())


@dataclass(frozen=True, slots=True)
class TaskDue:
    """An open to-do whose time has come."""

    id: int
    title: str
    kind: str
    priority: int
    customer_id: int | None
    deal_id: int | None
    assignee_id: int | None
    due_at: datetime
    created_at: datetime


_due_tasks = Prepared(
    select(*(_task[name] for name in TaskDue.__dataclass_fields__))
    .where(
        _task.id.in_(
            select(_task.id)
            .where(
                _task.assignee_id.in_(_people),
                _task.done_at.is_(None),
                _task.due_at < _moment("ends"),
            )
            .order_by(_task.due_at.desc())
            .limit(fixed(_MOST_TASKS))
        ),
        _task.deleted_at.is_(None),
        _task.kind != "idle",
    )
    .order_by(_task.due_at)
)


def due_tasks(work: Work, day: Asked) -> list[TaskDue]:
    """Answer the to-dos due by tonight, the longest overdue first; reminders of silence aside."""
    rows = _due_tasks.rows(work.session, **day.given(ends=day.ends))
    return [TaskDue(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class DealTurn:
    """A running deal that somebody has to do something about."""

    id: int
    customer_id: int
    stage: str
    entered_at: datetime
    due_at: datetime | None
    handler_id: int | None
    owner_id: int | None
    last_contact_at: datetime | None


_TURN = (
    *(_deal.id, _deal.customer_id, _deal.stage, _deal.stage_entered_at, _deal.due_at),
    *(_deal.handler_id, _deal.owner_id, _deal.last_contact_at),
)
_theirs = (_open, _deal.handler_id.in_(_people), _deal.deleted_at.is_(None))


# The sum keeps the database from walking everybody's deals by their limits.
_due_ms = type_coerce(_deal.due_at, BigInteger) + 0


def _turns(*wanted: ColumnElement[bool]) -> Prepared:
    keys = select(_deal.id).where(*_theirs, *wanted).order_by(_due_ms).limit(fixed(MOST))
    return Prepared(select(*_TURN).where(_deal.id.in_(keys)).order_by(_deal.due_at))


_late_deals = _turns(_due_ms < _moment("now"))
_late_count = Prepared(select(func.count()).where(*_theirs, _due_ms < _moment("now")))
_due_deals = _turns(_due_ms >= _moment("now"), _due_ms < _moment("ends"))
_lead_deals = _turns(_due_ms >= _moment("now"), _deal.stage.in_(_stages))


def late_deals(work: Work, day: Asked) -> list[DealTurn]:
    """Answer the deals past the limit of their stage, the longest first."""
    return _turn_rows(_late_deals, work, day.given(now=day.now))


def late_count(work: Work, day: Asked) -> int:
    """Answer how many deals are past the limit of their stage."""
    return int(_late_count.value(work.session, **day.given(now=day.now)))


def due_deals(work: Work, day: Asked) -> list[DealTurn]:
    """Answer the deals whose limit ends before tonight."""
    return _turn_rows(_due_deals, work, day.given(now=day.now, ends=day.ends))


def lead_deals(work: Work, day: Asked) -> list[DealTurn]:
    """Answer the leads within their limit to whom nobody spoke yet."""
    given = day.given(now=day.now, stages=json.dumps(day.lead_stages))
    found = _turn_rows(_lead_deals, work, given)
    return [turn for turn in found if _is_untouched(turn)]


def _is_untouched(turn: DealTurn) -> bool:
    return turn.last_contact_at is None or turn.last_contact_at < turn.entered_at


def _turn_rows(statement: Prepared, work: Work, given: dict[str, Any]) -> list[DealTurn]:
    return [DealTurn(*row) for row in statement.rows(work.session, **given)]


_waiting = Prepared(
    select(*_TURN)
    .where(
        _deal.owner_id.in_(_people),
        _deal.stage.in_(_stages),
        _deal.handler_id.not_in(_people),
        _deal.deleted_at.is_(None),
    )
    .order_by(_deal.stage_entered_at)
    .limit(fixed(MOST))
)


def waiting(work: Work, day: Asked) -> list[DealTurn]:
    """Answer the deals of these people that somebody else works on now."""
    if day.everybody:
        return []
    return _turn_rows(_waiting, work, day.given(stages=json.dumps(day.passed_on)))


_owner_id = _customer.owner_id
_appointed = (
    select(_customer.id, _customer.next_follow_up_at)
    .where(_customer.next_follow_up_at < _moment("ends"), _customer.deleted_at.is_(None))
    .order_by(_customer.next_follow_up_at.desc())
)
_by_time = Prepared(_appointed.where((_owner_id + 0).in_(_people)).limit(fixed(MOST)))
_next_ms = type_coerce(_customer.next_follow_up_at, BigInteger) + 0
_by_owner = Prepared(
    select(_customer.id, _customer.next_follow_up_at)
    .where(
        _customer.id.in_(
            select(_customer.id).where(_owner_id.in_(_people), _customer.deleted_at.is_(None))
        ),
        _next_ms < _moment("ends"),
    )
    .order_by(_next_ms.desc())
    .limit(fixed(MOST))
)
_many_appointed = Prepared(
    select(literal(1))
    .select_from(Customer.__table__)
    .where(_customer.next_follow_up_at < _moment("ends"))
    .order_by(_customer.next_follow_up_at)
    .offset(fixed(_MOST_CONTACTS))
    .limit(fixed(1))
)


def appointed(work: Work, day: Asked) -> list[tuple[int, datetime]]:
    """Answer the customers somebody wanted to get in touch with by tonight, with the time."""
    # Of few appointments all are looked at; of many, only those of these people's customers.
    many = _many_appointed.first(work.session, ends=day.ends) is not None
    own = many and len(day.people) <= _FEW_PEOPLE
    rows = (_by_owner if own else _by_time).rows(work.session, **day.given(ends=day.ends))
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True, slots=True)
class Silence:
    """The customers with a running deal to whom nobody spoke for days.

    Attributes:
        amounts_fen: the money of each by the customer's id, the most recently fallen silent
            first, at most MOST.
    """

    amounts_fen: Mapping[int, int]
    count: int
    amount_fen: int


_silent = (
    _customer.owner_id.in_(_people),
    _customer.last_contact_at < _moment("since"),
    _customer.deal_stage.in_(_stages),
    _customer.deleted_at.is_(None),
)
_silent_ids = Prepared(
    select(_customer.id, func.coalesce(_customer.deal_amount_fen, 0))
    .where(*_silent)
    .order_by((type_coerce(_customer.last_contact_at, BigInteger) + 0).desc())
    .limit(fixed(MOST))
)
_silent_sum = Prepared(
    select(func.count(), func.coalesce(func.sum(_customer.deal_amount_fen), 0)).where(*_silent)
)


def silence(work: Work, day: Asked) -> Silence:
    """Answer who fell silent, and how much money it is about."""
    given = day.given(since=day.idle_since, stages=json.dumps(day.open_stages))
    count, amount_fen = _silent_sum.rows(work.session, **given)[0]
    amounts = {row[0]: int(row[1]) for row in _silent_ids.rows(work.session, **given)}
    return Silence(amounts, count, int(amount_fen))


_done_tasks = Prepared(
    select(_task.id, _task.customer_id)
    .where(_task.assignee_id.in_(_people), _task.done_at >= _moment("begins"))
    .limit(fixed(_MOST_TASKS))
)
_contacts = Prepared(
    select(_contact.customer_id).where(
        _contact.id > select(func.max(_contact.id) - fixed(_MOST_CONTACTS)).scalar_subquery(),
        _contact.author_id.in_(_people),
        _contact.created_at >= _moment("begins"),
    )
)


def done_today(work: Work, day: Asked) -> int:
    """Answer how many customers and to-dos were dealt with today."""
    given = day.given(begins=day.begins)
    tasks = _done_tasks.rows(work.session, **given)
    alone = sum(1 for _, customer_id in tasks if customer_id is None)
    customers = {customer_id for _, customer_id in tasks if customer_id is not None}
    customers.update(_contacts.values(work.session, **given))
    return alone + len(customers)


_whose_contact = Customer.__table__
_methods = Prepared(
    select(_contact.customer_id, _contact.method)
    .join(_whose_contact, _customer.id == _contact.customer_id)
    .where(
        _customer.id.in_(text_index.given_ids("ids")),
        _contact.at == _customer.last_contact_at,
        _contact.deleted_at.is_(None),
    )
)
_reminders = Prepared(
    select(_task.customer_id, _task.id).where(
        _task.customer_id.in_(text_index.given_ids("ids")),
        _task.kind == "idle",
        _task.done_at.is_(None),
        _task.deleted_at.is_(None),
    )
)


def last_methods(work: Work, customers: Sequence[int]) -> dict[int, str]:
    """Answer how each customer was last spoken to."""
    rows = _methods.rows(work.session, ids=json.dumps(customers))
    return {customer_id: method for customer_id, method in rows}  # noqa: C416 - the last one stays


def reminders(work: Work, customers: Sequence[int]) -> dict[int, int]:
    """Answer the open reminder of silence of each customer that has one."""
    rows = _reminders.rows(work.session, ids=json.dumps(customers))
    return {customer_id: task_id for customer_id, task_id in rows}  # noqa: C416 - pairs of a row
