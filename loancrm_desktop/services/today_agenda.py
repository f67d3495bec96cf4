"""What is appointed for today, by the clock: to-dos with a time, and contacts that were agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select

from loancrm_desktop.models.base import UtcTime
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.prepared import Prepared, fixed
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work

MOST = 60

_task, _customer = Task.__table__.c, Customer.__table__.c
_BY_ITSELF = ("idle", "looks")
"""Kinds of to-dos the program makes at the moment they are due: nobody appointed them."""
_whole_day = (time(0, 0), time(23, 59))


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One appointment.

    Attributes:
        title: what the to-do says; None for a contact that was agreed with a customer.
        place: where the customer works or lives, as far as it is known.
        done: whether it is finished.
    """

    key: str
    at: datetime
    title: str | None
    task_id: int | None
    customer_id: int | None
    customer_name: str
    place: str | None
    done: bool


def _moment(name: str) -> Any:
    return bindparam(name, type_=UtcTime())


_ROW = (_customer.name, _customer.region, _customer.company)
_FIELDS = (("customer", "name"), ("customer", "region"), ("customer", "company"))
_to_dos = Prepared(
    select(_task.id, _task.title, _task.due_at, _task.done_at, _task.customer_id, *_ROW)
    .outerjoin_from(Task.__table__, Customer.__table__, _customer.id == _task.customer_id)
    .where(
        _task.assignee_id == bindparam("me"),
        or_(_task.done_at.is_(None), _task.done_at >= _moment("begins")),
        _task.due_at >= _moment("begins"),
        _task.due_at < _moment("ends"),
        _task.kind.not_in(_BY_ITSELF),
        _task.deleted_at.is_(None),
        _customer.deleted_at.is_(None),
    )
    .order_by(_task.due_at)
    .limit(fixed(MOST))
)
_agreed = Prepared(
    select(_customer.id, _customer.next_follow_up_at, *_ROW)
    .where(
        _customer.owner_id == bindparam("me"),
        _customer.next_follow_up_at >= _moment("begins"),
        _customer.next_follow_up_at < _moment("ends"),
        _customer.deleted_at.is_(None),
    )
    .order_by(_customer.next_follow_up_at)
    .limit(fixed(MOST))
)


@reader("today.agenda")
def agenda(work: Work) -> tuple[AgendaItem, ...]:
    """Answer the actor's own appointments of today in the order of the clock.

    What is due by a day and no time of it, at midnight, is no appointment.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    zone = work.place.zone
    day = work.now.astimezone(zone).date()
    begins = datetime.combine(day, time(), zone)
    given = {"me": work.me, "begins": begins, "ends": begins + timedelta(days=1)}
    found = [*_of_tasks(work, given), *_of_contacts(work, given)]
    timed = [each for each in found if _has_a_time(each.at.astimezone(zone))]
    busy = {(each.customer_id, each.at) for each in timed if each.task_id is not None}
    kept = [
        each
        for each in timed
        if each.task_id is not None or (each.customer_id, each.at) not in busy
    ]
    return tuple(sorted(kept, key=_by_clock))


def _by_clock(item: AgendaItem) -> tuple[datetime, str]:
    return item.at, item.key


def _has_a_time(at: datetime) -> bool:
    return at.time().replace(second=0, microsecond=0) not in _whole_day


def _of_tasks(work: Work, given: dict[str, Any]) -> list[AgendaItem]:
    if not work.actor.rights.allows("tasks.see"):
        return []
    rows = _to_dos.rows(work.session, **given)
    return [
        AgendaItem(
            f"task:{row[0]}",
            row[2],
            row[1],
            row[0],
            row[4],
            *_who(work, row[5:]),
            row[3] is not None,
        )
        for row in rows
    ]


def _of_contacts(work: Work, given: dict[str, Any]) -> list[AgendaItem]:
    return [
        AgendaItem(
            f"customer:{row[0]}", row[1], None, None, row[0], *_who(work, row[2:]), done=False
        )
        for row in _agreed.rows(work.session, **given)
    ]


def _who(work: Work, values: Any) -> tuple[str, str | None]:
    """Answer name and place, without what the role does not show."""
    shown = list(values)
    sight.veil(work.actor, catalog_of(work).vocabulary, _FIELDS, ("", None, None)).over(shown)
    name, region, company = shown
    return name or "", company or region
