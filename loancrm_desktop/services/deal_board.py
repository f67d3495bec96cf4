"""The board: its columns with counts and sums, and the cards of one column, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import access, conditions, lists, search, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.deal_cards import DealCard, card_from
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import running
from loancrm_desktop.services.process.paths import path_named
from loancrm_desktop.services.sight import Masks

DEFAULT_SORT = ("-stage_entered_at",)


@dataclass(frozen=True, slots=True)
class BoardStage:
    """One column of the board; `amount_fen` sums the requested amounts the role shows."""

    key: str
    name_zh: str
    name_en: str
    outcome: str
    position: int
    count: int
    amount_fen: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Board:
    """The columns of a process."""

    process: str
    stages: tuple[BoardStage, ...]


@dataclass(frozen=True, slots=True)
class DealPage:
    """Some deals.

    Attributes:
        total: how many there are, when asked.
        next: what to send as `after` for those behind these; None at the end.
    """

    rows: tuple[DealCard, ...]
    total: int | None
    next: str | None


_CARD = tuple(
    getattr(Deal, {"amount_fen": "requested_amount_fen"}.get(name, name))
    if name not in ("customer_name", "next_follow_up_at")
    else getattr(Customer, {"customer_name": "name"}.get(name, name))
    for name in DealCard.__dataclass_fields__
    if name != "may_move_to"
)
_STAGE = list(DealCard.__dataclass_fields__).index("stage")
_PROCESS = list(DealCard.__dataclass_fields__).index("process_id")


def _visible(work: Work, *, trash: bool = False) -> Any:
    gone = Deal.deleted_at.is_not(None) if trash else Deal.deleted_at.is_(None)
    parts: list[ColumnElement[bool]] = [gone]
    if work.actor.rights.scope != "all":
        parts.append(access.visible_sql(work.actor, "deal", Deal))
    return and_(*parts)


@reader("deals.board")
def board(work: Work, process: str | None = None, where: dict[str, Any] | None = None) -> Board:
    """Answer the columns of a process with count, sum and how many are past their limit.

    Raises:
        Invalid: there is no such process, or the condition does not hold.
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    path = path_named(work, process)
    late = case((and_(Deal.due_at < work.now, Deal.outcome == "open"), 1), else_=0)
    chosen = (
        select(
            Deal.stage,
            func.count(),
            func.coalesce(func.sum(Deal.requested_amount_fen), 0),
            func.coalesce(func.sum(late), 0),
        )
        .where(_visible(work), Deal.process_id == path.id)
        .group_by(Deal.stage)
    )
    if where:
        chosen = chosen.where(conditions.bare_sql(work, "deal", where))
    found = {row[0]: row for row in work.session.execute(chosen)}
    shows = sight.shows_deal_amounts(work)
    stages = tuple(
        BoardStage(
            stage.key,
            stage.name_zh,
            stage.name_en,
            stage.outcome,
            stage.position,
            *_figures(found.get(stage.key), shows_amounts=shows),
        )
        for stage in path.stages
    )
    return Board(path.key, stages)


def _figures(row: Any, *, shows_amounts: bool) -> tuple[int, int, int]:
    if row is None:
        return (0, 0, 0)
    return int(row[1]), int(row[2]) if shows_amounts else 0, int(row[3])


@reader("deals.column")
def column(  # noqa: PLR0913, PLR0917 - what a board asks of one column
    work: Work,
    stage: str,
    process: str | None = None,
    where: dict[str, Any] | None = None,
    limit: int = 50,
    after: str | None = None,
    masks: Masks = "role",
) -> DealPage:
    """Answer the cards of one column, those that entered last first.

    Raises:
        Invalid: there is no such process, or the condition or cursor does not hold.
    """
    path = path_named(work, process)
    query = ListQuery(where=where, limit=limit, after=after, with_total=False)
    narrowed = and_(Deal.process_id == path.id, Deal.stage == stage)
    return _page(work, query, narrowed, masks)


@reader("deals.page")
def page(work: Work, query: ListQuery, masks: Masks = "role") -> DealPage:
    """Answer a page of the deals the actor may see; `display` masks for everybody.

    Raises:
        Invalid: the condition, order or cursor does not hold.
        Refused: the actor may not see deals.
    """
    return _page(work, query, None, masks)


def _page(work: Work, query: ListQuery, narrowed: Any, masks: Masks) -> DealPage:
    access.require(work, "customers.delete" if query.trash else "deals.see")
    limit = lists.checked_limit(query.limit)
    order = lists.order_of(work, "deal", Deal, query.sort, DEFAULT_SORT)
    where = _wanted(work, query, narrowed)
    keys = order.apply(select(Deal.id).where(where)).limit(limit)
    if query.after is not None:
        bare, empty = lists.after_cursor(order, query.after)
        keys = keys.where(bare if empty is None else or_(bare, empty))
    elif query.offset:
        keys = keys.offset(query.offset)
    ids = keys.subquery()
    chosen = (
        select(*_CARD, *order.columns)
        .join(ids, ids.c.id == Deal.id)
        .join(Customer, Customer.id == Deal.customer_id)
    )
    rows = list(work.session.execute(order.apply(chosen)))
    total = None
    if query.with_total:
        count = select(func.count()).select_from(Deal).where(where)
        total = work.session.execute(count).scalar_one()
    following = lists.cursor_of(rows[-1][len(_CARD) :]) if len(rows) == limit else None
    shown = sight.as_shown(work, masks)
    return DealPage(tuple(_card(shown, row) for row in rows), total, following)


def _wanted(work: Work, query: ListQuery, narrowed: Any) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [_visible(work, trash=query.trash)]
    if narrowed is not None:
        parts.append(narrowed)
    if query.where:
        parts.append(conditions.bare_sql(work, "deal", query.where))
    words = (query.search or "").strip()
    if words:
        named = Deal.ref.startswith(words.upper(), autoescape=True)
        found = search.condition(work, words)
        whose = false() if found is None else Deal.customer_id.in_(select(Customer.id).where(found))
        parts.append(or_(named, whose))
    return and_(*parts)


def _card(work: Work, row: Any) -> DealCard:
    ways = running.ways(work, row[_PROCESS], row[_STAGE])
    return card_from(work, [*row[: len(_CARD)], ways])
