"""To-dos as a list: one's own, the team's, those given to others; filtered, sorted, in blocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, or_, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, conditions, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work

Whose = Literal["mine", "team", "given"]
State = Literal["open", "done"]
When = Literal["all", "overdue", "today", "week", "none"]
Sort = Literal["due", "-due", "priority", "title", "customer", "-done"]

MOST = 1000
_DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Which to-dos are wanted, in which order.

    Attributes:
        whose: one's own, those of everybody whose work the actor sees, those given to others.
        when: due how; a week is the seven days from today.
        search: a part of the title or of the customer's name.
        assignee_id: only those of this person.
        priority: at least this one.
    """

    whose: Whose = "mine"
    state: State = "open"
    when: When = "all"
    search: str = ""
    assignee_id: int | None = None
    priority: int = 0
    sort: Sort = "due"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One to-do of the list.

    Attributes:
        parts: how many lines the checklist has, and how many of them are done.
        comments: how many there are.
        repeats: whether it comes again.
    """

    id: int
    title: str
    kind: str
    customer_id: int | None
    customer_name: str
    deal_id: int | None
    assignee_id: int | None
    given_by: int | None
    due_at: datetime | None
    done_at: datetime | None
    priority: int
    outcome: str | None
    parts: tuple[int, int]
    comments: int
    repeats: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A block of the list.

    Attributes:
        total: how many the query chooses.
        overdue: how many of those that are open have passed their time.
        today: how many of them are due today.
        at: when this was so.
    """

    total: int
    overdue: int
    today: int
    rows: tuple[TaskLine, ...]
    at: datetime


_NAMES = (("customer", "name"),)
_ORDERS: dict[str, tuple[Any, ...]] = {
    "due": (Task.due_at.asc().nulls_last(), Task.priority.desc(), Task.id),
    "-due": (Task.due_at.desc().nulls_last(), Task.priority.desc(), Task.id),
    "priority": (Task.priority.desc(), Task.due_at.asc().nulls_last(), Task.id),
    "title": (Task.title, Task.id),
    "customer": (Customer.name.asc().nulls_last(), Task.due_at.asc().nulls_last(), Task.id),
    "-done": (Task.done_at.desc().nulls_last(), Task.id.desc()),
}


@reader("tasks.list")
def listed(work: Work, query: TaskQuery, limit: int = 200, offset: int = 0) -> TaskPage:
    """Answer a block of the to-dos a query chooses, and how many there are.

    Args:
        work: the reading.
        query: which, in which order.
        limit: how many at most.
        offset: how many to leave out before.

    Raises:
        Refused: the actor may not see to-dos.
    """
    access.require(work, "tasks.see")
    begins, ends = day_of(work)
    wanted = and_(_chosen(work, query), _when(work, query.when))
    is_open = Task.done_at.is_(None)
    figures = select(
        func.count(),
        func.count().filter(is_open, Task.due_at < work.now),
        func.count().filter(is_open, Task.due_at >= begins, Task.due_at < ends),
    ).outerjoin_from(Task, Customer, Customer.id == Task.customer_id)
    total, overdue, today = work.session.execute(figures.where(wanted)).one()
    chosen = (
        select(Task, Customer.name)
        .outerjoin_from(Task, Customer, Customer.id == Task.customer_id)
        .where(wanted)
        .order_by(*_ORDERS[query.sort])
        .limit(max(0, min(limit, MOST)))
        .offset(max(0, offset))
    )
    veil = sight.veil(work.actor, catalog_of(work).vocabulary, _NAMES, ("",))
    rows = tuple(_line(work, task, name, veil) for task, name in work.session.execute(chosen))
    return TaskPage(int(total), int(overdue), int(today), rows, work.now)


def day_of(work: Work) -> tuple[datetime, datetime]:
    """Answer when the office's day begins and ends."""
    zone = work.place.zone
    day = work.now.astimezone(zone).date()
    begins = datetime.combine(day, time(), zone)
    return begins, datetime.combine(day + timedelta(days=1), time(), zone)


def whose(work: Work, wanted: Whose) -> ColumnElement[bool]:
    """Answer which to-dos are those of whom is asked for, as far as the actor sees them."""
    me = work.actor.user_id
    rights = work.actor.rights
    if wanted == "mine" or (wanted == "team" and rights.scope == "own"):
        return Task.assignee_id == me
    if wanted == "given":
        return and_(Task.given_by == me, Task.assignee_id != me)
    if rights.scope == "all":
        return Task.id.is_not(None)
    team = tuple(conditions.moment_of(work).my_team_members)
    about = and_(
        Task.customer_id.is_not(None), access.visible_sql(work.actor, "customer", Customer)
    )
    alone = and_(Task.customer_id.is_(None), Task.assignee_id.in_(team))
    return or_(Task.assignee_id == me, about, alone)


def _chosen(work: Work, query: TaskQuery) -> ColumnElement[bool]:
    parts = [
        Task.deleted_at.is_(None),
        # Of a customer in the trash there is nothing to do.
        or_(Task.customer_id.is_(None), Customer.deleted_at.is_(None)),
        whose(work, query.whose),
        Task.done_at.is_(None) if query.state == "open" else Task.done_at.is_not(None),
    ]
    if query.assignee_id is not None:
        parts.append(Task.assignee_id == query.assignee_id)
    if query.priority:
        parts.append(Task.priority >= query.priority)
    if query.search.strip():
        parts.append(_named(work, query.search.strip()))
    return and_(*parts)


def _named(work: Work, said: str) -> ColumnElement[bool]:
    found = Task.title.contains(said, autoescape=True)
    rights = work.actor.rights
    if "customer.name" in rights.hidden | rights.masked:
        return found
    return or_(found, Customer.name.contains(said, autoescape=True))


def _when(work: Work, when: When) -> ColumnElement[bool]:
    begins, ends = day_of(work)
    match when:
        case "overdue":
            return Task.due_at < work.now
        case "today":
            return and_(Task.due_at >= begins, Task.due_at < ends)
        case "week":
            week = begins + timedelta(days=_DAYS_OF_A_WEEK)
            return and_(Task.due_at >= begins, Task.due_at < week)
        case "none":
            return Task.due_at.is_(None)
        case "all":
            return Task.id.is_not(None)


def _line(work: Work, task: Task, name: str | None, veil: Any) -> TaskLine:
    shown = [name]
    veil.over(shown)
    parts = task.checklist or ()
    return TaskLine(
        id=task.id,
        title=task.title,
        kind=task.kind,
        customer_id=task.customer_id,
        customer_name=shown[0] or "",
        deal_id=task.deal_id,
        assignee_id=task.assignee_id,
        given_by=task.given_by,
        due_at=task.due_at,
        done_at=task.done_at,
        priority=task.priority,
        outcome=task.outcome,
        parts=(len(parts), sum(1 for each in parts if each["done"])),
        comments=len(task.comments or ()),
        repeats=bool(task.repeats),
        overdue=task.done_at is None and task.due_at is not None and task.due_at < work.now,
    )
