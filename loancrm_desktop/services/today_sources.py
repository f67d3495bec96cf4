"""Where the day's work comes from: to-dos, time limits, appointments, silences, others' turns.

Counts are `today_standing`'s; what lies in the rows is read only of those that are shown.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, literal, or_, select, union_all

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
_STEP_BACK = 1000

_task, _deal, _customer = Task.__table__.c, Deal.__table__.c, Customer.__table__.c
_contact = FollowUp.__table__.c
_people = text_index.given_ids("people")
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
        or_(
            _task.customer_id.in_(text_index.given_ids("ids")),
            _task.id.in_(text_index.given_ids("tasks")),
        ),
        _task.assignee_id.in_(_people),
        _task.done_at.is_(None),
        _task.due_at < _moment("ends"),
        _task.deleted_at.is_(None),
        _task.kind != "idle",
        _task.kind != "limit",
    )
    .order_by(_task.due_at)
)


def due_tasks(
    work: Work, day: Asked, customers: Sequence[int], tasks: Sequence[int]
) -> list[TaskDue]:
    """Answer the to-dos due by tonight about some customers, and some about nobody."""
    given = day.given(ends=day.ends, ids=json.dumps(customers), tasks=json.dumps(tasks))
    return [TaskDue(*row) for row in _due_tasks.rows(work.session, **given)]


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
_turns = Prepared(
    select(*_TURN).where(
        _deal.customer_id.in_(text_index.given_ids("ids")), _open, _deal.deleted_at.is_(None)
    )
)


@dataclass(frozen=True, slots=True)
class Turns:
    """The running deals of some customers by what is to be done about them."""

    late: tuple[DealTurn, ...]
    leads: tuple[DealTurn, ...]
    due: tuple[DealTurn, ...]
    waiting: tuple[DealTurn, ...]


def turns(work: Work, day: Asked, customers: Sequence[int]) -> Turns:
    """Answer the deals of some customers that somebody has to do something about."""
    rows = [DealTurn(*row) for row in _turns.rows(work.session, ids=json.dumps(customers))]
    people = frozenset(day.people)
    limited = [(each, each.due_at) for each in rows if each.handler_id in people and each.due_at]
    in_time = [(each, due_at) for each, due_at in limited if due_at >= day.now]
    return Turns(
        late=tuple(each for each, due_at in limited if due_at < day.now),
        leads=tuple(
            each for each, _ in in_time if each.stage in day.lead_stages and _is_untouched(each)
        ),
        due=tuple(each for each, due_at in in_time if due_at < day.ends),
        waiting=() if day.everybody else tuple(each for each in rows if _waits(each, day, people)),
    )


def _is_untouched(turn: DealTurn) -> bool:
    return turn.last_contact_at is None or turn.last_contact_at < turn.entered_at


def _waits(turn: DealTurn, day: Asked, people: frozenset[int]) -> bool:
    elsewhere = turn.handler_id is not None and turn.handler_id not in people
    return elsewhere and turn.owner_id in people and turn.stage in day.passed_on


@dataclass(frozen=True, slots=True)
class Contacts:
    """Of some customers: who was to be spoken to by tonight and when, and who fell silent."""

    appointed: tuple[tuple[int, datetime], ...]
    silent: tuple[int, ...]


_contacted = Prepared(
    select(
        _customer.id, _customer.next_follow_up_at, _customer.last_contact_at, _customer.deal_stage
    ).where(
        _customer.id.in_(text_index.given_ids("ids")),
        (_customer.owner_id + 0).in_(_people),
        _customer.deleted_at.is_(None),
    )
)


def contacts(work: Work, day: Asked, customers: Sequence[int]) -> Contacts:
    """Answer which of some customers want to be spoken to; the latest fallen silent first."""
    rows = _contacted.rows(work.session, **day.given(ids=json.dumps(customers)))
    silent = [
        (last, number)
        for number, planned, last, stage in rows
        if last is not None
        and last < day.idle_since
        and stage in day.open_stages
        and (planned is None or planned < day.ends)
    ]
    return Contacts(
        tuple((row[0], row[1]) for row in rows if row[1] is not None and row[1] < day.ends),
        tuple(number for _, number in sorted(silent, reverse=True)),
    )


_finished = union_all(
    select(func.coalesce(_task.customer_id, -_task.id).label("who")).where(
        _task.assignee_id.in_(_people), _task.done_at >= _moment("begins")
    ),
    select(_contact.customer_id.label("who")).where(
        _contact.id > bindparam("behind", type_=BigInteger()),
        _contact.author_id.in_(_people),
        _contact.created_at >= _moment("begins"),
    ),
).subquery()
_done = Prepared(select(func.count(_finished.c.who.distinct())))
_newest_contact = Prepared(select(func.max(_contact.id)))
_contact_before = Prepared(
    select(_contact.id, _contact.created_at)
    .where(_contact.id <= bindparam("upto", type_=BigInteger()))
    .order_by(_contact.id.desc())
    .limit(fixed(1))
)


def done_today(work: Work, day: Asked) -> int:
    """Answer how many customers and to-dos were dealt with today."""
    given = day.given(begins=day.begins, behind=_before_today(work, day.begins))
    return int(_done.value(work.session, **given))


def _before_today(work: Work, begins: datetime) -> int:
    """Answer a contact written down before today: those behind it may be of today.

    They are written in the order of their numbers, so the steps back grow until one is older.
    """
    upto, step = int(_newest_contact.value(work.session) or 0), _STEP_BACK
    while upto > 0:
        upto -= step
        step *= 4
        found = _contact_before.first(work.session, upto=upto)
        if found is not None and found[1] < begins:
            return int(found[0])
    return 0


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
