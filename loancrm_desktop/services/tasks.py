"""To-dos: what is due, made, finished, put off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    or_,
    select,
)

from loancrm_desktop import display
from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.people import User
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, sight, task_series
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.field_types import MAX_TEXT_LENGTH
from loancrm_desktop.services.forms.values.cells import one_line, plain_text
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.own_values import put_new_values
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import Text, say

Due = Literal["today", "overdue", "all"]

MOST_ROWS = 1000
MOST_TITLE = 255


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One to-do.

    Attributes:
        kind: `todo` when a person made it, `idle` for the reminder of a silent customer.
        overdue: whether it is open and its time has passed.
    """

    id: int
    title: str
    kind: str
    customer_id: int | None
    customer_name: str | None
    deal_id: int | None
    assignee_id: int | None
    due_at: datetime | None
    done_at: datetime | None
    priority: int
    overdue: bool


_columns = tuple(
    Customer.name if name == "customer_name" else getattr(Task, name)
    for name in TaskRow.__dataclass_fields__
    if name != "overdue"
)
_DUE_AT, _DONE_AT = (list(TaskRow.__dataclass_fields__).index(n) for n in ("due_at", "done_at"))
_NAMES = tuple(
    ("customer", "name") if name == "customer_name" else None
    for name in TaskRow.__dataclass_fields__
)
_by_urgency = (Task.due_at.asc().nulls_last(), Task.priority.desc(), Task.id)
_of_customer = Prepared(
    select(*_columns)
    .outerjoin(Customer, Customer.id == Task.customer_id)
    .where(Task.customer_id == bindparam("customer"), Task.deleted_at.is_(None))
    .order_by(Task.done_at.is_not(None), *_by_urgency)
)


@reader("tasks.page")
def page(
    work: Work,
    mine: bool = True,  # noqa: FBT001, FBT002 - whose tasks is the first thing a list asks
    due: Due = "all",
    limit: int = 200,
) -> tuple[TaskRow, ...]:
    """Answer open to-dos, the most urgent first.

    Args:
        work: the reading.
        mine: only those given to the actor; else those of everybody whose customers are visible.
        due: `today` by the office's calendar, `overdue`, or `all`.
        limit: how many at most.
    """
    access.require(work, "tasks.see")
    chosen = select(*_columns).outerjoin(Customer, Customer.id == Task.customer_id)
    chosen = chosen.where(Task.done_at.is_(None), Task.deleted_at.is_(None), _due_when(work, due))
    # Of a customer in the trash there is nothing to do.
    chosen = chosen.where(Customer.deleted_at.is_(None))
    chosen = chosen.where(Task.assignee_id == work.actor.user_id if mine else _visible(work))
    rows = work.session.execute(chosen.order_by(*_by_urgency).limit(max(0, min(limit, MOST_ROWS))))
    return _rows(work, rows)


def of_customer(work: Work, customer: Any) -> tuple[TaskRow, ...]:
    """Answer a customer's to-dos for its page, the open ones first; the caller may see it."""
    rows = _of_customer.rows(work.session, customer=customer.id)
    return _rows(work, rows)


@operation("tasks.add")
def add(  # noqa: PLR0913, PLR0917 - the fields of the form, each with a default
    work: Work,
    title: str,
    customer_id: int | None = None,
    deal_id: int | None = None,
    assignee_id: int | None = None,
    due_at: datetime | None = None,
    note: str | None = None,
    values: Values | None = None,
) -> int:
    """Add a to-do; answers its id.

    Args:
        work: the operation.
        title: what is to be done.
        customer_id: whom it is about; taken from the deal when only that is given.
        deal_id: which deal it is about.
        assignee_id: who does it; the actor when nobody is named.
        due_at: until when.
        note: more about it.
        values: those of the fields the office added, as JSON by key.

    Raises:
        Invalid: naming the field that does not hold.
        Refused: the actor may not, or the customer belongs to somebody else.
    """
    access.require(work, "tasks.add")
    _check_title(title)
    _check_time(due_at, "due_at")
    customer_id = _customer_of(work, customer_id, deal_id)
    assignee_id = _assignee(work, assignee_id)
    task = Task(
        title=one_line(title),
        note=plain_text(note)[:MAX_TEXT_LENGTH] or None,
        customer_id=customer_id,
        deal_id=deal_id,
        assignee_id=assignee_id,
        given_by=work.actor.user_id if assignee_id != work.actor.user_id else None,
        due_at=due_at,
        created_at=work.now,
        updated_at=work.now,
    )
    put_new_values(work, "task", task, values or {})
    work.session.add(task)
    work.session.flush()
    return task.id


@operation("tasks.done")
def done(work: Work, task_id: int, outcome: str | None = None) -> Saved:
    """Finish a to-do; where it comes again, the next one is made with it.

    Raises:
        Invalid: there is none.
        Refused: it is finished already, or another person's.
    """
    access.require(work, "tasks.done")
    task = open_task(work, task_id)
    task.done_at = work.now
    task.done_by = work.actor.user_id
    task.outcome = one_line(outcome)[:MOST_TITLE] or None
    work.session.flush()
    task_series.go_on(work, task)
    return Saved(task.id, task.revision)


@operation("tasks.snooze")
def snooze(work: Work, task_id: int, until: datetime) -> Saved:
    """Put a to-do off.

    Raises:
        Invalid: there is none, or the time has passed already.
        Refused: it is finished already, or another person's.
    """
    access.require(work, "tasks.snooze")
    _check_time(until, "until")
    if until <= work.now:
        raise _invalid("until", "past", say("Choose a time that lies ahead."))
    task = open_task(work, task_id)
    task.due_at = until
    work.session.flush()
    return Saved(task.id, task.revision)


def _rows(work: Work, found: Iterable[Any]) -> tuple[TaskRow, ...]:
    vocabulary = catalog_of(work).vocabulary
    veil = sight.veil(work.actor, vocabulary, _NAMES, ("",) * len(_NAMES))
    rows: list[TaskRow] = []
    for row in found:
        values = list(row)
        veil.over(values)
        rows.append(TaskRow(*values, overdue=_is_overdue(work, row)))
    return tuple(rows)


def _is_overdue(work: Work, row: Any) -> bool:
    done_at, due_at = row[_DONE_AT], row[_DUE_AT]
    return done_at is None and due_at is not None and due_at < work.now


def _due_when(work: Work, due: Due) -> ColumnElement[bool]:
    if due == "overdue":
        return Task.due_at < work.now
    if due == "today":
        zone = work.place.zone
        today = display.office_time(work.now, zone).date()
        begins = datetime.combine(today, time(), zone)
        ends = datetime.combine(today + timedelta(days=1), time(), zone)
        return and_(Task.due_at >= begins, Task.due_at < ends)
    return Task.id.is_not(None)


def _visible(work: Work) -> ColumnElement[bool]:
    """Answer whose to-dos the actor sees: the own, and those about visible customers."""
    if work.actor.rights.scope == "all":
        return Task.id.is_not(None)
    return or_(
        Task.assignee_id == work.actor.user_id,
        and_(Task.customer_id.is_not(None), access.visible_sql(work.actor, "customer", Customer)),
    )


def _customer_of(work: Work, customer_id: int | None, deal_id: int | None) -> int | None:
    """Answer whom a new to-do is about, once the actor may see that customer."""
    if deal_id is not None:
        deal = row_of(work.session, Deal, deal_id)
        if (
            deal is None
            or deal.deleted_at is not None
            or customer_id not in {None, deal.customer_id}
        ):
            text = say("There is no deal number {id} of this customer.", id=deal_id)
            raise _invalid("deal_id", "unknown", text)
        customer_id = deal.customer_id
    if customer_id is None:
        return None
    customer = row_of(work.session, Customer, customer_id)
    if customer is None or customer.deleted_at is not None:
        text = say("There is no customer number {id}.", id=customer_id)
        raise _invalid("customer_id", "unknown", text)
    access.require_seen(work, customer)
    return customer_id


def _assignee(work: Work, assignee_id: int | None) -> int | None:
    if assignee_id is None:
        return work.actor.user_id
    user = row_of(work.session, User, assignee_id)
    if user is None or not user.active or user.deleted_at is not None:
        text = say("There is nobody active with the number {id}.", id=assignee_id)
        raise _invalid("assignee_id", "unknown", text)
    return assignee_id


def open_task(work: Work, task_id: int) -> Task:
    """Answer an open to-do the actor may act upon.

    Raises:
        Invalid: there is none.
        Refused: it is finished already, or another person's.
    """
    task = row_of(work.session, Task, task_id)
    if task is None or task.deleted_at is not None:
        raise Invalid(say("There is no task number {id}.", id=task_id))
    if task.assignee_id != work.actor.user_id:
        owner = work.session.get(Customer, task.customer_id) if task.customer_id else None
        if owner is None and task.customer_id is None:
            access.require_in_scope(work, task.assignee_id, None)
        elif owner is not None:
            access.require_in_scope(work, owner.owner_id, owner.team_id)
    if task.done_at is not None:
        raise Refused(
            say(
                "Task {id} was already finished at {at}.",
                id=task_id,
                at=display.time_exact(task.done_at, work.place.zone),
            )
        )
    return task


def _check_title(title: str) -> None:
    if not one_line(title):
        raise _invalid("title", "empty", say("Say what is to be done."))
    if len(one_line(title)) > MOST_TITLE:
        text = say("A title has at most {count} characters.", count=MOST_TITLE)
        raise _invalid("title", "too_long", text)


def _check_time(moment: datetime | None, field: str) -> None:
    if moment is not None and moment.tzinfo is None:
        raise _invalid(field, "no_zone", say("Give the time with its time zone."))


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])
