"""The customer list as a window shows it: any field as a column, the next step, what is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, customer_list, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.customer_list import CustomerRow
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import home_of, values_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership import returning
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.values_in import Values, write_values

NEXT_STEP = "next_step"
"""A column that is no field: the most urgent open task."""
POOL_RETURN = "pool_return"
"""A column that is no field: in how many days the customer returns to the pool."""
_IDS_AT_ONCE = 5_000

_row = Customer.__table__.c
_task = Task.__table__.c


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to do next for a customer."""

    task_id: int
    title: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class TableRow(CustomerRow):
    """One line with the columns the person chose.

    Attributes:
        more: JSON values of the chosen columns that the line does not carry anyway, by key.
        next_step: the most urgent open task; None where there is none or it was not asked for.
        pool_days: in how many days the customer returns to the pool, once it is time to warn of
            it; None where it is not, or it was not asked for.
    """

    more: Values = field(default_factory=dict[str, Any])
    next_step: NextStep | None = None
    pool_days: int | None = None


@dataclass(frozen=True, slots=True)
class TablePage:
    """Some rows of the list.

    Attributes:
        total: how many the condition holds for, when asked.
    """

    rows: tuple[TableRow, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Picked:
    """What a selection comes to.

    Attributes:
        count: how many of the ids are customers the actor sees.
        amount_fen: the sum of their amounts.
        unseen: how many of them the list now shown leaves out.
    """

    count: int
    amount_fen: int
    unseen: int


@reader("customers.table")
def table(
    work: Work, query: ListQuery, columns: tuple[str, ...] = (), masks: Masks = "display"
) -> TablePage:
    """Answer a page of the list with the columns chosen; a column nobody knows is left out.

    Raises:
        Invalid: the condition or order does not hold.
        Refused: the actor may not see customers; the trash is for those who may empty it.
    """
    found = customer_list.page(work, query, masks)
    rows = [TableRow(*(getattr(row, name) for name in _CARRIED)) for row in found.rows]
    wanted = _wanted(work, columns)
    ids = [row.id for row in rows]
    more = _more(sight.as_shown(work, masks), ids, wanted) if wanted else {}
    steps = _next_steps(work, ids) if NEXT_STEP in columns else {}
    days = _pool_days(work, ids) if POOL_RETURN in columns else {}
    whole = [
        replace(
            row,
            more=more.get(row.id, {}),
            next_step=steps.get(row.id),
            pool_days=days.get(row.id),
        )
        for row in rows
    ]
    return TablePage(tuple(whole), found.total)


_CARRIED = tuple(CustomerRow.__dataclass_fields__)


def _pool_days(work: Work, ids: Sequence[int]) -> dict[int, int]:
    return {each.customer_id: each.days_left for each in returning.countdowns(work, ids)}


def _wanted(work: Work, columns: Sequence[str]) -> dict[str, FieldSpec]:
    fields = catalog_of(work).kind("customer").fields
    wanted: dict[str, FieldSpec] = {}
    for key in columns:
        spec = fields.get(key)
        home = home_of("customer", key) if spec is not None and spec.built_in else None
        if spec is not None and (home is None or home.attribute not in _CARRIED):
            wanted[key] = spec
    return wanted


def _more(work: Work, ids: Sequence[int], wanted: dict[str, FieldSpec]) -> dict[int, Values]:
    homes = [home_of("customer", key) for key, spec in wanted.items() if spec.built_in]
    columns = [_row[home.attribute] for home in homes if home is not None]
    found = work.session.execute(select(_row.id, _row.custom, *columns).where(_row.id.in_(ids)))
    return {
        row.id: write_values(work, "customer", wanted, values_of(row, "customer", wanted))[0]
        for row in found
    }


def _next_steps(work: Work, ids: Sequence[int]) -> dict[int, NextStep]:
    if not work.actor.rights.allows("tasks.see"):
        return {}
    is_open = and_(_task.done_at.is_(None), _task.deleted_at.is_(None)).label("is_open")
    found = work.session.execute(
        select(_task.customer_id, _task.id, _task.title, _task.due_at, _task.priority, is_open)
        .where(_task.customer_id.in_(ids))
    )  # fmt: skip
    steps: dict[int, NextStep] = {}
    # Chosen and sorted here: asked for what is open, the database walks all open tasks there are.
    for task in sorted((each for each in found if each.is_open), key=_urgency):
        step = NextStep(task.id, task.title, task.due_at)
        steps.setdefault(task.customer_id, step)
    return steps


def _urgency(task: Any) -> tuple[bool, int, int, int]:
    due = 0 if task.due_at is None else to_ms(task.due_at)
    return task.due_at is None, due, -task.priority, task.id


@reader("customers.picked")
def picked(work: Work, query: ListQuery, customer_ids: list[int]) -> Picked:
    """Say what a selection comes to beside the list now shown.

    Args:
        work: the reading.
        query: the list now shown.
        customer_ids: what is ticked, in this list or an earlier one.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    shown = set(customer_list.ids(work, query))
    amount = func.coalesce(_row.deal_amount_fen, _row.requested_amount_fen, 0)
    counted = select(func.count(), func.coalesce(func.sum(amount), 0)).where(
        access.visible_sql(work.actor, "customer", _row), _row.deleted_at.is_(None)
    )
    count, amount_fen = 0, 0
    for start in range(0, len(customer_ids), _IDS_AT_ONCE):
        part = customer_ids[start : start + _IDS_AT_ONCE]
        some, sum_fen = work.session.execute(counted.where(_row.id.in_(part))).one()
        count, amount_fen = count + some, amount_fen + int(sum_fen)
    unseen = sum(1 for each in customer_ids if each not in shown)
    return Picked(count, amount_fen if _may_see_amounts(work) else 0, unseen)


@reader("customers.deals_of")
def deals_of(work: Work, customer_ids: list[int]) -> list[int]:
    """Answer the liveliest deal of each of several customers, those without one left out.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    chosen = select(_row.id, _row.deal_id).where(
        access.visible_sql(work.actor, "customer", _row),
        _row.deal_id.is_not(None),
        _row.deleted_at.is_(None),
    )
    found: dict[int, int] = {}
    for start in range(0, len(customer_ids), _IDS_AT_ONCE):
        part = customer_ids[start : start + _IDS_AT_ONCE]
        rows = work.session.execute(chosen.where(_row.id.in_(part)))
        found |= {row.id: row.deal_id for row in rows}
    return [found[each] for each in customer_ids if each in found]


def _may_see_amounts(work: Work) -> bool:
    covered = work.actor.rights.hidden | work.actor.rights.masked
    return not covered & {"customer.requested_amount", "customer.deal_amount"}
