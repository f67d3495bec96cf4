"""The board as the window shows it: columns by urgency, with priority and the next step of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, and_, case, exists, func, or_, select, type_coerce

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.base import from_ms, to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, conditions, lists, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.deal_cards import DealCard, card_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.paths import StageInfo, path_named
from loancrm_desktop.texts import say

Sort = Literal["urgent", "amount", "newest"]
Only = Literal["overdue", "due_soon", "on_time", "no_limit", "no_step"]

SOON_SHARE = 4
"""A deal is due soon in the last quarter of its limit."""

_LAST = 2**53
_NOTHING = (0,) * 6
_deal = Deal.__table__.c
_customer = Customer.__table__.c
_task = Task.__table__.c
_due_ms = type_coerce(_deal.due_at, BigInteger)
_entered_ms = type_coerce(_deal.stage_entered_at, BigInteger)
_open_task = and_(_task.done_at.is_(None), _task.deleted_at.is_(None))
_of_the_deal = _task.deal_id == _deal.id
_of_its_customer = and_(_task.customer_id == _deal.customer_id, _task.deal_id.is_(None))
_step_ms = (
    select(func.min(func.coalesce(type_coerce(_task.due_at, BigInteger), _LAST)))
    .where(_open_task, or_(_of_the_deal, _of_its_customer))
    .correlate(Deal.__table__)
    .scalar_subquery()
)
_has_task = or_(
    exists().where(_open_task, _of_the_deal).correlate(Deal.__table__),
    exists().where(_open_task, _of_its_customer).correlate(Deal.__table__),
)
# A list made once from an index: the wide rows of customers are not looked up for it.
_other = Customer.__table__.alias("appointed").c
_appointed = _deal.customer_id.in_(select(_other.id).where(_other.next_follow_up_at.is_not(None)))
_KEYS: Mapping[Sort, ColumnElement[int]] = {
    "urgent": func.coalesce(_due_ms, _LAST),
    "amount": -func.coalesce(type_coerce(_deal.requested_amount_fen, BigInteger), -1),
    "newest": -_entered_ms,
}


@dataclass(frozen=True, slots=True)
class BoardAsk:
    """Which deals a board shows, and in which order.

    Attributes:
        process: the process's key, None for the default one.
        where: a condition on deals.
        only: only deals for which one of these holds; empty for all.
        sort: `urgent` (least time left first), `amount` or `newest`.
    """

    process: str | None = None
    where: dict[str, Any] | None = None
    only: tuple[Only, ...] = ()
    sort: Sort = "urgent"


@dataclass(frozen=True, slots=True)
class CardMarks:
    """What a card shows besides its deal.

    Attributes:
        level: the customer's level, None when there is none or the role does not show it.
        has_step: whether a to-do or a follow-up is planned.
        step_at: when the nearest one is due, None for one without a time.
    """

    level: str | None
    has_step: bool
    step_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Some cards of a column.

    Attributes:
        marks: one for each card, in the same order.
        next: what to send as `after` for those behind these; None at the end.
    """

    rows: tuple[DealCard, ...]
    marks: tuple[CardMarks, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A column's figures; `amount_fen` sums the requested amounts, 0 where the role hides them.

    Attributes:
        average_stay_s: how long its deals have been there on average.
        summed: whether more than the count has been read yet.
    """

    key: str
    name_zh: str
    name_en: str
    outcome: str
    position: int
    count: int
    amount_fen: int
    overdue: int
    due_soon: int
    no_step: int
    average_stay_s: int
    summed: bool = True


@dataclass(frozen=True, slots=True)
class Lanes:
    """The columns of a process."""

    process: str
    stages: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class FirstSight:
    """All a board shows at first: its columns, perhaps only counted, and its first cards.

    Attributes:
        pages: the first cards of each column that runs, by stage key.
    """

    lanes: Lanes
    pages: dict[str, BoardPage]


@reader("board.first")
def first(work: Work, ask: BoardAsk, limit: int = 12) -> FirstSight:
    """Answer the columns and as many cards of each running one as fit a window, in one reading.

    Where nothing is filtered the columns are only counted: `lanes` says the rest of them.

    Raises:
        Invalid: there is no such process, or the condition does not hold.
        Refused: the actor may not see deals.
    """
    filtered = ask.where or ask.only or work.actor.rights.scope != "all"
    found = lanes(work, ask) if filtered else _counted(work, ask)
    running = [lane for lane in found.stages if lane.outcome == "open" and lane.count]
    return FirstSight(found, {lane.key: cards(work, ask, lane.key, limit) for lane in running})


def _counted(work: Work, ask: BoardAsk) -> Lanes:
    """Answer the columns with how many deals each has, read off two indexes."""
    access.require(work, "deals.see")
    path = path_named(work, ask.process)
    trash = select(_deal.id).where(_deal.deleted_at.is_not(None))
    by_stage = select(_deal.stage, func.count()).where(_deal.process_id == path.id)
    by_stage = by_stage.group_by(_deal.stage)
    counts: dict[str, int] = {row[0]: row[1] for row in work.session.execute(by_stage)}
    for stage, count in work.session.execute(by_stage.where(_deal.id.in_(trash))):
        counts[stage] -= count
    stages = path.stages
    return Lanes(path.key, tuple(_lane(each, [counts.get(each.key, 0)]) for each in stages))


def _lane(stage: StageInfo, figures: Sequence[int]) -> Lane:
    """Answer a column; with the count alone it is not summed yet."""
    count, amount_fen, overdue, due_soon, no_step, stay_s, *_ = (*figures, *_NOTHING)
    return Lane(
        stage.key,
        stage.name_zh,
        stage.name_en,
        stage.outcome,
        stage.position,
        count,
        amount_fen,
        overdue,
        due_soon,
        no_step,
        stay_s,
        summed=len(figures) > 1,
    )


@reader("board.lanes")
def lanes(work: Work, ask: BoardAsk) -> Lanes:
    """Answer the columns with their figures.

    Raises:
        Invalid: there is no such process, or the condition does not hold.
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    path = path_named(work, ask.process)
    holds = _holds(work)
    chosen = (
        select(
            _deal.stage,
            func.count(),
            func.coalesce(func.sum(_deal.requested_amount_fen), 0),
            *[
                func.coalesce(func.sum(case((holds[name](), 1), else_=0)), 0)
                for name in ("overdue", "due_soon", "no_step")
            ],
            func.coalesce(func.avg(to_ms(work.now) - _entered_ms), 0) / 1000,
        )
        .where(_wanted(work, ask, path.id))
        .group_by(_deal.stage)
    )
    if ask.where:  # which may ask for something of the customer
        chosen = chosen.join(Customer, _customer.id == _deal.customer_id)
    found = {row[0]: [int(each) for each in row[1:]] for row in work.session.execute(chosen)}
    if not sight.shows_deal_amounts(work):
        found = {stage: [count, 0, *rest] for stage, (count, _, *rest) in found.items()}
    stages = path.stages
    return Lanes(path.key, tuple(_lane(each, found.get(each.key, _NOTHING)) for each in stages))


@reader("board.cards")
def cards(
    work: Work, ask: BoardAsk, stage: str, limit: int = 50, after: str | None = None
) -> BoardPage:
    """Answer cards of one column in the order asked for; by amount only where the role shows it.

    Raises:
        Invalid: there is no such process, or the condition or cursor does not hold.
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    limit = lists.checked_limit(limit)
    path = path_named(work, ask.process)
    by_hidden = ask.sort == "amount" and not sight.shows_deal_amounts(work)
    key = _KEYS["urgent" if by_hidden else ask.sort]
    first = select(_deal.id, key.label("sort_key"))
    if ask.where:  # which may ask for something of the customer
        first = first.join(Customer, _customer.id == _deal.customer_id)
    first = first.where(_wanted(work, ask, path.id), _deal.stage == stage)
    if after is not None:
        last, last_id = _cursor(after)
        first = first.where(or_(key > last, and_(key == last, _deal.id > last_id)))
    # Chosen by themselves: what a card shows is read of the cards shown, not of all in the stage.
    top = first.order_by(key, _deal.id).limit(limit).subquery()
    chosen = (
        select(
            Deal.__table__,
            _customer.name.label("name"),
            _customer.next_follow_up_at.label("next_follow_up_at"),
            _customer.level.label("level"),
            _step_ms.label("step_ms"),
            top.c.sort_key,
        )
        .join(top, top.c.id == _deal.id)
        .join(Customer, _customer.id == _deal.customer_id)
        .order_by(top.c.sort_key, _deal.id)
    )
    rows = work.session.execute(chosen).all()
    following = f"{rows[-1].sort_key}:{rows[-1].id}" if len(rows) == limit else None
    shows = _shown(work)
    return BoardPage(
        tuple([card_of(work, row, row) for row in rows]),
        tuple([_marks(row, shows) for row in rows]),
        following,
    )


def _wanted(work: Work, ask: BoardAsk, process_id: int) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [_deal.deleted_at.is_(None), _deal.process_id == process_id]
    if work.actor.rights.scope != "all":
        parts.append(access.visible_sql(work.actor, "deal", Deal))
    if ask.where:
        parts.append(conditions.bare_sql(work, "deal", ask.where))
    if ask.only:
        holds = _holds(work)
        parts.append(or_(*[holds[name]() for name in ask.only]))
    return and_(*parts)


def _holds(work: Work) -> Mapping[Only, Callable[[], ColumnElement[bool]]]:
    """Answer what each state of a running deal says of its row."""
    running = _deal.outcome == "open"
    left = _due_ms - to_ms(work.now)
    soon = left * SOON_SHARE < _due_ms - _entered_ms
    sees_tasks = work.actor.rights.allows("tasks.see")

    def no_step() -> ColumnElement[bool]:
        tasks = [~_has_task] if sees_tasks else []
        return and_(running, *tasks, ~_appointed)

    return {
        "overdue": lambda: and_(running, left < 0),
        "due_soon": lambda: and_(running, left >= 0, soon),
        "on_time": lambda: and_(running, left >= 0, ~soon),
        "no_limit": lambda: and_(running, _deal.due_at.is_(None)),
        "no_step": no_step,
    }


def _shown(work: Work) -> tuple[bool, bool, bool]:
    """Answer whether the actor is shown levels, to-dos and planned follow-ups."""
    hidden = access.hidden
    actor = work.actor
    return (
        not hidden(actor, "customer", "level") and not access.masked(actor, "customer", "level"),
        actor.rights.allows("tasks.see"),
        not hidden(actor, "customer", "next_follow_up_at"),
    )


def _marks(row: Any, shows: tuple[bool, bool, bool]) -> CardMarks:
    level, tasks, follow_ups = shows
    steps: list[int] = []
    if tasks and row.step_ms is not None:
        steps.append(row.step_ms)
    if follow_ups and row.next_follow_up_at is not None:
        steps.append(to_ms(row.next_follow_up_at))
    nearest = min(steps, default=_LAST)
    step_at = from_ms(nearest) if nearest < _LAST else None
    return CardMarks(row.level if level else None, bool(steps), step_at)


def _cursor(after: str) -> tuple[int, int]:
    last, _, last_id = after.partition(":")
    try:
        return int(last), int(last_id)
    except ValueError as error:
        raise Invalid(say("The place to go on from is not one this list gave out.")) from error
