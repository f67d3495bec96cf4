"""The customer list: a page of rows by condition, order and words, quick at any size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    func,
    select,
    type_coerce,
)
from sqlalchemy.sql import Select

from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.prepared import fixed
from loancrm_desktop.services import access, conditions, lists, search, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.conditions import Asked, Saying
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.lists import ListQuery, Order
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.paths import processes
from loancrm_desktop.services.sight import Masks

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
        revealable: fields masked for show only; `sight_log.reveal` says them.
    """

    rows: tuple[CustomerRow, ...]
    total: int | None
    next: str | None
    revealable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListSummary:
    """What a whole list comes to, not only the page shown.

    Attributes:
        amount_fen: the sum of the deals' amounts, of the wish where there is no deal; None where
            the role does not show amounts.
        average_dwell_s: how long the open deals have stood in their stages on average; None where
            there is none.
    """

    count: int
    amount_fen: int | None
    average_dwell_s: int | None


_row = Customer.__table__.c
_trashed = Customer.__table__.alias("trashed").c
_COLUMNS = tuple(_row[name] for name in CustomerRow.__dataclass_fields__)
_TAGS = list(CustomerRow.__dataclass_fields__).index("tags")
_FIELDS = sight.fields_of("customer", CustomerRow.__dataclass_fields__)
_INSTEAD = tuple(
    {"name": "", "status": "", "tags": ()}.get(name) for name in CustomerRow.__dataclass_fields__
)
_PAGE, _BEHIND, _TOTAL = range(3)


@reader("customers.page")
def page(work: Work, query: ListQuery, masks: Masks = "role") -> CustomerPage:
    """Answer a page of the customers the actor may see; `display` masks for everybody.

    Raises:
        Invalid: the condition, order or cursor does not hold.
        Refused: the actor may not see customers; the trash is for those who may empty it.
    """
    access.require(work, "customers.delete" if query.trash else "customers.see")
    limit = lists.checked_limit(query.limit)
    asked = _ask(work, query)
    found = asked.rows(_PAGE)
    if len(found) < limit and query.after is not None:
        found = [*found, *asked.rows(_BEHIND)][:limit]
    following = lists.cursor_of(found[-1][len(_COLUMNS) :]) if len(found) == limit else None
    total = asked.rows(_TOTAL)[0][0] if query.with_total else None
    rows = _shown(sight.as_shown(work, masks), found)
    return CustomerPage(rows, total, following, sight.revealable(work, "customer", masks))


@reader("customers.summary")
def summary(work: Work, query: ListQuery) -> ListSummary:
    """Answer count, sum and average of everything a list's condition holds for.

    Raises:
        Invalid: the condition does not hold.
        Refused: the actor may not see customers; the trash is for those who may empty it.
    """
    access.require(work, "customers.delete" if query.trash else "customers.see")
    running = _row.deal_stage.in_(_open_stages(work))
    entered_ms = case((running, type_coerce(_row.deal_stage_entered_at, BigInteger)))
    amount = func.coalesce(_row.deal_amount_fen, _row.requested_amount_fen)
    figures: Any = select(func.count(), func.sum(amount), func.avg(entered_ms))
    figures = figures.select_from(Customer.__table__)

    def statements(where: ColumnElement[bool] | None) -> tuple[Select[Any]]:
        return (figures.where(_wanted(work, query, where)),)

    key = None if _has_words(query) else ("summary", query.trash, _open_stages(work))
    asked = conditions.ask(work, query.where, Saying("customer", statements, key))
    count, amount_fen, entered = asked.rows(0)[0]
    dwell = None if entered is None else max(0, (to_ms(work.now) - int(entered)) // 1000)
    return ListSummary(count, int(amount_fen or 0) if _shows_amounts(work) else None, dwell)


def _open_stages(work: Work) -> tuple[str, ...]:
    stages = (stage for each in processes(work).values() for stage in each.path.stages)
    return tuple(sorted({stage.key for stage in stages if stage.outcome == "open"}))


def _shows_amounts(work: Work) -> bool:
    names = ("customer.requested_amount", "customer.deal_amount")
    return not {*names} & (work.actor.rights.hidden | work.actor.rights.masked)


@reader("customers.ids")
def ids(work: Work, query: ListQuery) -> list[int]:
    """Answer the ids of everything a list's condition holds for, in the list's order."""
    access.require(work, "customers.delete" if query.trash else "customers.see")
    order = _order(work, query)

    def statements(where: ColumnElement[bool] | None) -> tuple[Select[Any]]:
        return (order.apply(select(_row.id).where(_wanted(work, query, where))),)

    asked = conditions.ask(work, query.where, Saying("customer", statements, None))
    return [row[0] for row in asked.rows(_PAGE)]


def _ask(work: Work, query: ListQuery) -> Asked:
    """Answer the list's statements, kept as long as only values differ from call to call."""
    order = _order(work, query)
    cursor = lists.cursor_values(order, query.after) if query.after is not None else {}

    def statements(where: ColumnElement[bool] | None) -> tuple[Select[Any] | None, ...]:
        wanted = _wanted(work, query, where)
        spread = bool(work.actor.shared)
        return (*_pages(query, order, wanted, spread=spread), _total(work, query, wanted))

    shape = (query.sort, query.limit, query.trash, query.offset is None, not query.offset)
    key = (*shape, *map(_is_none, cursor.values()))
    # Words are said differently for each question: such a statement is used once.
    saying = Saying("customer", statements, None if _has_words(query) else key)
    return conditions.ask(work, query.where, saying, **cursor, skip=query.offset)


def _order(work: Work, query: ListQuery) -> Order:
    return lists.order_of(work, "customer", _row, query.sort, DEFAULT_SORT)


def _wanted(work: Work, query: ListQuery, where: ColumnElement[bool] | None) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [_kept(work, query)]
    if work.actor.rights.scope != "all":
        parts.append(access.visible_sql(work.actor, "customer", _row))
    if where is not None:
        parts.append(where)
    if _has_words(query):
        found = search.condition(work, query.search or "")
        if found is not None:
            parts.append(found)
    return and_(*parts)


def _kept(work: Work, query: ListQuery) -> ColumnElement[bool]:
    """Answer what tells the rows of the trash from those outside it."""
    if query.trash:
        return _row.deleted_at.is_not(None)
    if query.offset and not query.where and work.actor.rights.scope == "all":
        # A jump walks the order's index alone: no row it skips is looked up to see whether it lives.
        return _row.id.not_in(select(_trashed.id).where(_trashed.deleted_at.is_not(None)))
    return _row.deleted_at.is_(None)


def _has_words(query: ListQuery) -> bool:
    return bool(query.search and query.search.strip())


def _is_none(value: object) -> bool:
    return value is None


def _pages(
    query: ListQuery, order: Order, wanted: ColumnElement[bool], *, spread: bool
) -> tuple[Select[Any], Select[Any] | None]:
    """Answer the page, and the rows with an empty first sort value that come behind it.

    `spread` says that the rows lie in several indexes and are sorted only when found.
    """
    # Over an index first, the rows joined afterwards: else all hits are joined and then sorted.
    narrow = bool(query.where) or query.offset is not None or spread
    if query.after is None:
        return _fetch(query, order, wanted, narrow=narrow), None
    bare, empty = lists.after_cursor(order, query.after)
    behind = None if empty is None else _fetch(query, order, and_(wanted, empty), narrow=False)
    return _fetch(query, order, and_(wanted, bare), narrow=narrow), behind


def _fetch(
    query: ListQuery, order: Order, wanted: ColumnElement[bool], *, narrow: bool
) -> Select[Any]:
    columns = (*_COLUMNS, *order.columns)
    chosen = order.apply(select(*columns).where(wanted)).limit(fixed(query.limit))
    if query.offset is not None:
        chosen = chosen.offset(bindparam("skip", type_=Integer()))
    if not narrow:
        return chosen
    keys = chosen.with_only_columns(_row.id).subquery()
    return order.apply(select(*columns).join(keys, keys.c.id == _row.id))


def _total(work: Work, query: ListQuery, wanted: ColumnElement[bool]) -> Select[Any]:
    counted = select(func.count()).select_from(Customer.__table__)
    if query.where or _has_words(query) or query.trash or work.actor.rights.scope != "all":
        return counted.where(wanted)
    # Counting a whole table walks its smallest index by pages; a condition would visit each row.
    gone = counted.where(_row.deleted_at.is_not(None))
    return select(counted.scalar_subquery() - gone.scalar_subquery())


def _shown(work: Work, found: Iterable[Sequence[Any]]) -> tuple[CustomerRow, ...]:
    veil = sight.veil(work.actor, catalog_of(work).vocabulary, _FIELDS, _INSTEAD)
    rows: list[CustomerRow] = []
    for each in found:
        values = list(each[: len(_COLUMNS)])
        values[_TAGS] = tuple(values[_TAGS])
        veil.over(values)
        rows.append(CustomerRow(*values))
    return tuple(rows)
