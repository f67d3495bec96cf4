"""Reminders of silence: of every customer with an open deal to whom nobody spoke for days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    type_coerce,
    union_all,
)

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.models.stored import to_stored
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import BulkWrite, Work
from loancrm_desktop.texts import say

MOST_IDLE_DAYS = 3650


@dataclass(frozen=True, slots=True)
class IdleScan:
    """What a search for silent customers came to.

    Attributes:
        created: how many reminders are new.
        scanned: how many open deals were looked at.
    """

    created: int
    scanned: int


_task = Task.__table__.c
_customer = Customer.__table__.c
_deal = Deal.__table__.c
_DIFFERENT = ("customer_id", "deal_id", "assignee_id", "occasion")
_made_since = Prepared(
    select(_task.id, *(_task[name] for name in _DIFFERENT))
    .where(_task.id > bindparam("last"))
    .order_by(_task.id)
)


@operation("tasks.remind_idle")
def remind_idle(work: Work, days: int = 3) -> IdleScan:
    """Remind the owner of every customer with an open deal to whom nobody spoke for days.

    Of a customer without an owner the actor is reminded. Each silence is reminded of once: it is
    known by the customer and by the last real contact it began with, the customer's making when
    there was none. The reminders are one statement, a named bulk place that writes its own
    journal piece.

    Args:
        work: the operation.
        days: how long a silence is, in days of 24 hours.

    Raises:
        Invalid: the days are not 1 to 3650.
    """
    access.require(work, "tasks.remind")
    if not 1 <= days <= MOST_IDLE_DAYS:
        text = say("Choose between 1 and {most} days.", most=MOST_IDLE_DAYS)
        raise Invalid(text, [FieldProblem("days", "range", text)])
    scope = access.scope_sql(work.actor, Deal)
    watched = select(func.count()).select_from(Deal).where(Deal.outcome == "open", scope)
    scanned = work.session.execute(watched).scalar_one()
    connection = work.session.connection()
    last = connection.execute(select(func.max(_task.id))).scalar() or 0
    title = say("No contact for {days} days: get in touch again", days=days).read()
    alike = _alike(work.now, title)
    silent = _silent(work, work.now - timedelta(days=days)).add_columns(
        *(literal(value, _task[name].type) for name, value in alike.items())
    )
    connection.execute(insert(Task).from_select([*_DIFFERENT, *alike], silent))
    made = _made_since.rows(work.session, last=last)
    if made:
        rest = (*map(to_stored, alike.values()), None, None)
        columns = ("id", *_DIFFERENT, *alike, "done_at", "deleted_at")
        work.bulk.append(BulkWrite("task", columns, [(*row, *rest) for row in made]))
    return IdleScan(len(made), scanned)


def _alike(now: datetime, title: str) -> dict[str, object]:
    """Answer what all reminders of one search have in common."""
    empty: dict[str, object] = {}
    return {
        "title": title,
        "kind": "idle",
        "priority": 0,
        "due_at": now,
        "revision": 1,
        "created_at": now,
        "updated_at": now,
        "custom": empty,
    }


def _silent(work: Work, before: datetime) -> Any:
    """Answer what is different in each reminder, for everyone silent since before a time."""
    began = func.coalesce(_ms(_customer.last_contact_at), _ms(_customer.created_at))
    occasion = _occasion(_customer.id, began)
    # A customer of nobody is the concern of whoever looks after the silent ones.
    whose = func.coalesce(_customer.owner_id, work.actor.user_id)
    return (
        select(_customer.id, _customer.deal_id, whose, occasion)
        .where(
            _customer.id.in_(_quiet_deals(before)),
            began < to_ms(before),
            (_ms(_customer.deleted_at) + 0).is_(None),
            access.scope_sql(work.actor, _customer),
            ~_known(occasion),
        )
        .order_by(_customer.id)
    )


def _quiet_deals(before: datetime) -> Any:
    """Answer whose open deals nobody spoke about since, but for those reminded of already.

    The deal keeps a copy of the customer's last contact: a second search is over here.
    """
    running = select(_deal.customer_id).where(_deal.outcome == "open", _deal.deleted_at.is_(None))
    reminded = _known(_occasion(_deal.customer_id, _ms(_deal.last_contact_at)))
    return union_all(
        running.where(_deal.last_contact_at < before, ~reminded),
        running.where(_deal.last_contact_at.is_(None)),
    )


def _occasion(customer_id: ColumnElement[int], began_ms: ColumnElement[int]) -> Any:
    return literal("idle:") + cast(customer_id, String) + ":" + cast(began_ms, String)


def _known(occasion: Any) -> ColumnElement[bool]:
    return select(_task.id).where(_task.occasion == occasion).exists()


def _ms(column: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(column, BigInteger)
