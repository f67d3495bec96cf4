"""The customer list: a page of rows by condition, order and words, quick at any size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.sql import Select

from loancrm_desktop.display import mask_phone
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import access, conditions, lists, search
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.lists import ListQuery, Order
from loancrm_desktop.services.office import Work

DEFAULT_SORT = ("-last_contact_at",)


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of the customer list; money in fen, times in UTC."""

    id: int
    name: str
    phone: str | None
    region: str | None
    company: str | None
    product_type: str | None
    requested_amount_fen: int | None
    status: str
    level: str | None
    tags: tuple[str, ...]
    channel_id: int | None
    owner_id: int | None
    team_id: int | None
    last_contact_at: datetime | None
    next_follow_up_at: datetime | None
    created_at: datetime
    deal_id: int | None
    deal_stage: str | None
    deal_stage_entered_at: datetime | None
    deal_due_at: datetime | None
    deal_amount_fen: int | None
    credit_standing: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Some rows of the list.

    Attributes:
        total: how many the condition holds for, when asked.
        next: what to send as `after` for the rows behind these; None at the end.
    """

    rows: tuple[CustomerRow, ...]
    total: int | None
    next: str | None


_COLUMNS = tuple(getattr(Customer, name) for name in CustomerRow.__dataclass_fields__)
_PHONE = list(CustomerRow.__dataclass_fields__).index("phone")
_TAGS = list(CustomerRow.__dataclass_fields__).index("tags")


@reader("customers.page")
def page(work: Work, query: ListQuery) -> CustomerPage:
    """Answer a page of the customers the actor may see.

    Raises:
        Invalid: the condition, order or cursor does not hold.
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    limit = lists.checked_limit(query.limit)
    order = lists.order_of("customer", Customer, query.sort, DEFAULT_SORT, catalog_of(work))
    where = _where(work, query)
    found = _rows(work, query, order, where, limit)
    following = None
    if len(found) == limit:
        following = lists.cursor_of(found[-1][len(_COLUMNS) :])
    total = _total(work, query, where) if query.with_total else None
    mask = access.masked(work.actor, "customer", "phone")
    return CustomerPage(tuple(_row(each, mask=mask) for each in found), total, following)


@reader("customers.ids")
def ids(work: Work, query: ListQuery) -> list[int]:
    """Answer the ids of everything a list's condition holds for, in the list's order."""
    access.require(work, "customers.see")
    order = lists.order_of("customer", Customer, query.sort, DEFAULT_SORT, catalog_of(work))
    chosen = order.apply(select(Customer.id).where(_where(work, query)))
    return list(work.session.execute(chosen).scalars())


def _where(work: Work, query: ListQuery) -> ColumnElement[bool]:
    gone = Customer.deleted_at.is_not(None) if query.trash else Customer.deleted_at.is_(None)
    parts: list[ColumnElement[bool]] = [gone]
    if work.actor.rights.scope != "all":
        parts.append(access.scope_sql(work.actor, Customer))
    if query.where:
        parts.append(conditions.bare_sql(work, "customer", query.where))
    if query.search and query.search.strip():
        asked = search.condition(work, query.search)
        if asked is not None:
            parts.append(asked)
    return and_(*parts)


def _rows(
    work: Work, query: ListQuery, order: Order, where: ColumnElement[bool], limit: int
) -> list[Any]:
    if query.after is None:
        chosen = _ordered(order, where).limit(limit)
        if query.offset:
            chosen = chosen.offset(query.offset)
        return _fetch(work, order, chosen, narrow=_is_narrow(query))
    bare, empty = lists.after_cursor(order, query.after)
    found = _fetch(
        work, order, _ordered(order, and_(where, bare)).limit(limit), narrow=_is_narrow(query)
    )
    if len(found) < limit and not _is_false(empty):
        rest = _ordered(order, and_(where, empty)).limit(limit - len(found))
        found.extend(_fetch(work, order, rest, narrow=False))
    return found


def _is_false(condition: ColumnElement[bool]) -> bool:
    return str(condition) == "false"


def _is_narrow(query: ListQuery) -> bool:
    """Say whether ids should be found over an index first and the rows joined afterwards."""
    return bool(query.where) or bool(query.offset)


def _ordered(order: Order, where: ColumnElement[bool]) -> Select[Any]:
    return order.apply(select(Customer.id).where(where))


def _fetch(work: Work, order: Order, chosen: Select[Any], *, narrow: bool) -> list[Any]:
    if not narrow:
        wide = chosen.with_only_columns(*_COLUMNS, *order.columns)
        return list(work.session.execute(wide))
    keys = chosen.subquery()
    joined = select(*_COLUMNS, *order.columns).join(keys, keys.c.id == Customer.id)
    return list(work.session.execute(order.apply(joined)))


def _total(work: Work, query: ListQuery, where: ColumnElement[bool]) -> int:
    if query.where or query.search or query.trash or work.actor.rights.scope != "all":
        chosen = select(func.count()).select_from(Customer).where(where)
        return work.session.execute(chosen).scalar_one()
    # Counting a whole table walks its smallest index by pages; a condition would visit each row.
    everything = select(func.count()).select_from(Customer).scalar_subquery()
    gone = (
        select(func.count())
        .select_from(Customer)
        .where(Customer.deleted_at.is_not(None))
        .scalar_subquery()
    )
    return work.session.execute(select(everything - gone)).scalar_one()


def _row(found: Any, *, mask: bool) -> CustomerRow:
    values = list(found[: len(_COLUMNS)])
    values[_TAGS] = tuple(values[_TAGS])
    if mask and values[_PHONE]:
        values[_PHONE] = mask_phone(values[_PHONE])
    return CustomerRow(*values)
