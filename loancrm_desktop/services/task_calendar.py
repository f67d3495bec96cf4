"""To-dos and agreed contacts by the calendar, with working days and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, and_, or_, select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.language.working_days import holiday_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.office_calendar import calendar_of
from loancrm_desktop.services.task_lists import Whose, whose
from loancrm_desktop.texts import say

MOST_DAYS = 62
MOST_ITEMS = 2000
_NAMES = (("customer", "name"),)
_BY_ITSELF = ("idle", "looks")
"""Kinds of to-dos the program makes at the moment they are due: nobody planned them."""


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """A to-do or an agreed contact at its time.

    Attributes:
        kind: `task`, or `contact` for the next follow-up of a customer.
        timed: whether it has a time of the day; midnight is the day alone.
    """

    key: str
    kind: Literal["task", "contact"]
    at: datetime
    timed: bool
    title: str
    task_id: int | None
    customer_id: int | None
    customer_name: str
    person_id: int | None
    priority: int
    done: bool
    repeats: bool


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar.

    Attributes:
        holiday: which one, such as `national_day`; None for a usual day.
    """

    day: date
    working: bool
    holiday: str | None


@dataclass(frozen=True, slots=True)
class TaskCalendar:
    """Some days with what is on them.

    Attributes:
        cut: whether there are more items than are shown.
        at: when this was so.
    """

    days: tuple[CalendarDay, ...]
    items: tuple[CalendarItem, ...]
    cut: bool
    at: datetime


@reader("tasks.calendar")
def calendar(work: Work, first: date, days: int, whose_tasks: Whose = "mine") -> TaskCalendar:
    """Answer what is on some days in the order of the clock.

    Args:
        work: the reading.
        first: the first day.
        days: how many.
        whose_tasks: as for the list.

    Raises:
        Invalid: fewer than one day or more than 62.
        Refused: the actor may not see to-dos.
    """
    access.require(work, "tasks.see")
    if not 1 <= days <= MOST_DAYS:
        text = say("A calendar shows 1 to {most} days.", most=MOST_DAYS)
        raise Invalid(text, [FieldProblem("days", "range", text)])
    zone = work.place.zone
    begins = datetime.combine(first, time(), zone)
    ends = datetime.combine(first + timedelta(days=days), time(), zone)
    found = [*_tasks(work, begins, ends, whose_tasks)]
    if work.actor.rights.allows("customers.see") and whose_tasks != "given":
        found += _contacts(work, begins, ends, whose_tasks)
    found.sort(key=_by_clock)
    shown = tuple(first + timedelta(days=at) for at in range(days))
    works = calendar_of(work).is_working_day
    return TaskCalendar(
        days=tuple(CalendarDay(day, works(day), holiday_of(day)) for day in shown),
        items=tuple(found[:MOST_ITEMS]),
        cut=len(found) > MOST_ITEMS,
        at=work.now,
    )


def _by_clock(item: CalendarItem) -> tuple[datetime, int, str]:
    return item.at, -item.priority, item.key


def _tasks(work: Work, begins: datetime, ends: datetime, wanted: Whose) -> list[CalendarItem]:
    chosen = (
        select(
            Task.id,
            Task.title,
            Task.due_at,
            Task.done_at.is_not(None),
            Task.customer_id,
            Customer.name,
            Task.assignee_id,
            Task.priority,
            Task.repeats.is_not(None),
        )
        .outerjoin_from(Task, Customer, Customer.id == Task.customer_id)
        .where(
            Task.due_at >= begins,
            Task.due_at < ends,
            Task.deleted_at.is_(None),
            Task.kind.not_in(_BY_ITSELF),
            or_(Task.customer_id.is_(None), Customer.deleted_at.is_(None)),
            whose(work, wanted),
        )
        .order_by(Task.due_at, Task.id)
        .limit(MOST_ITEMS + 1)
    )
    return [
        CalendarItem(
            key=f"task:{row[0]}",
            kind="task",
            at=at,
            timed=_timed(work, at),
            title=row[1],
            task_id=row[0],
            customer_id=row[4],
            customer_name=_name(work, row[5]),
            person_id=row[6],
            priority=row[7],
            done=bool(row[3]),
            repeats=bool(row[8]),
        )
        for row in work.session.execute(chosen)
        if (at := row[2]) is not None
    ]


def _contacts(work: Work, begins: datetime, ends: datetime, wanted: Whose) -> list[CalendarItem]:
    chosen = (
        select(Customer.id, Customer.next_follow_up_at, Customer.name, Customer.owner_id)
        .where(
            Customer.next_follow_up_at >= begins,
            Customer.next_follow_up_at < ends,
            Customer.deleted_at.is_(None),
            _owned(work, wanted),
        )
        .order_by(Customer.next_follow_up_at, Customer.id)
        .limit(MOST_ITEMS + 1)
    )
    return [
        CalendarItem(
            key=f"contact:{row[0]}",
            kind="contact",
            at=at,
            timed=_timed(work, at),
            title="",
            task_id=None,
            customer_id=row[0],
            customer_name=_name(work, row[2]),
            person_id=row[3],
            priority=0,
            done=False,
            repeats=False,
        )
        for row in work.session.execute(chosen)
        if (at := row[1]) is not None
    ]


def _owned(work: Work, wanted: Whose) -> ColumnElement[bool]:
    if wanted == "mine":
        return Customer.owner_id == work.actor.user_id
    return and_(
        access.visible_sql(work.actor, "customer", Customer), Customer.owner_id.is_not(None)
    )


def _timed(work: Work, at: datetime) -> bool:
    here = at.astimezone(work.place.zone)
    return (here.hour, here.minute) not in {(0, 0), (23, 59)}


def _name(work: Work, name: str | None) -> str:
    shown = [name]
    sight.veil(work.actor, catalog_of(work).vocabulary, _NAMES, ("",)).over(shown)
    return shown[0] or ""
