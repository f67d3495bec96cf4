"""Somebody leaves: customers, deals and tasks go to others, or to the pool, in one change set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any, Literal

from sqlalchemy import func, or_, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.people import User
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership.giving import (
    checked_reason,
    give,
    invalid,
    receiver,
    to_pool,
)
from loancrm_desktop.services.ownership.pages import Handing, note
from loancrm_desktop.terms import text_of
from loancrm_desktop.texts import say

Way = Literal["one", "evenly", "pool", "table"]
POOLED = 0
"""In a table: this share goes to the pool."""


@dataclass(frozen=True, slots=True)
class LeavePlan:
    """Who gets what a person leaves behind.

    Attributes:
        way: all to one person, evenly to several, to the pool, or by a table.
        receivers: who; one for `one`, none for `pool` and `table`.
        table: for `table`, each status of the customers with who gets those, 0 for the pool.
        note: what is written on the pages; a usual sentence when empty.
    """

    way: Way
    receivers: tuple[int, ...] = ()
    table: tuple[tuple[str, int], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Estate:
    """What a person has.

    Attributes:
        by_status: customers by their status.
        deals: running deals the person owns or works on, of whichever customer.
        tasks: open tasks given to the person.
    """

    user_id: int
    name: str
    customers: int
    by_status: dict[str, int]
    deals: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Left:
    """What went over to others.

    Attributes:
        shares: how many customers each receiver got.
    """

    customers: int
    deals: int
    tasks: int
    shares: dict[str, int]


@reader("ownership.estate")
def estate(work: Work, user_id: int) -> Estate:
    """Answer what a person would leave behind.

    Raises:
        Invalid: there is nobody with this number.
        Refused: the actor may not manage people.
    """
    access.require(work, "users.manage")
    user = _person(work, user_id)
    chosen = (
        select(Customer.status, func.count())
        .where(_customers_of(user_id))
        .group_by(Customer.status)
        .order_by(Customer.status)
    )
    by_status: dict[str, int] = dict(iter(work.session.execute(chosen)))
    deals = select(func.count()).select_from(Deal).where(_deals_of(user_id))
    tasks = select(func.count()).select_from(Task).where(_tasks_of(user_id))
    return Estate(
        user.id,
        user.name,
        sum(by_status.values()),
        by_status,
        work.session.execute(deals).scalar_one(),
        work.session.execute(tasks).scalar_one(),
    )


def _person(work: Work, user_id: int) -> User:
    user = row_of(work.session, User, user_id)
    if user is None or user.deleted_at is not None:
        text = say("There is nobody with the number {id}.", id=user_id)
        raise invalid("user_id", "unknown", text)
    return user


def _customers_of(user_id: int) -> Any:
    # Those in the trash too: nobody should come back to somebody who is gone.
    return Customer.owner_id == user_id


def _deals_of(user_id: int) -> Any:
    return (
        (Deal.outcome == "open")
        & or_(Deal.owner_id == user_id, Deal.handler_id == user_id)
        & Deal.deleted_at.is_(None)
    )


def _tasks_of(user_id: int) -> Any:
    return (Task.assignee_id == user_id) & Task.done_at.is_(None) & Task.deleted_at.is_(None)


@operation("ownership.leave")
def leave(work: Work, user_id: int, plan: LeavePlan) -> Left:
    """Give away all customers, running deals and open tasks of a person.

    What ended stays in the person's name; tasks go with their customer, those of nobody's
    customer to the receivers in turn, or to the actor when all goes to the pool.

    Raises:
        Invalid: there is no such person, or the receivers do not fit the way.
        Refused: the actor may not manage people.
    """
    access.require(work, "users.manage")
    person = _person(work, user_id)
    turn = _turn(work, person, plan)
    by_status = _table(work, person, plan)
    said = checked_reason(plan.note) or say("{name} leaves.", name=person.name).read()
    deals = list(work.session.execute(select(Deal).where(_deals_of(user_id))).scalars())
    chosen = select(Customer).where(_customers_of(user_id)).order_by(Customer.id)
    given: dict[int, int | None] = {}
    handings: list[Handing] = []
    for customer in work.session.execute(chosen).scalars():
        to_id = _share(by_status, customer.status) if plan.way == "table" else next(turn)
        given[customer.id] = to_id
        handings.append(Handing(customer.id, user_id, to_id, "leaver", said))
        if to_id is None:
            to_pool(work, customer)
        else:
            give(work, customer, to_id)
    _give_deals(work, user_id, deals, turn)
    tasks = _give_tasks(work, user_id, given, turn)
    work.note = said
    work.session.flush()
    note(work, handings)
    return Left(len(given), len(deals), tasks, _shares(given))


def _turn(work: Work, person: User, plan: LeavePlan) -> Iterator[int | None]:
    ids = tuple(dict.fromkeys(plan.receivers))
    wanted = {
        "one": len(ids) == 1,
        "evenly": len(ids) >= 1,
        "pool": not ids,
        "table": not ids and bool(plan.table),
    }[plan.way]
    if not wanted:
        text = say("Choose one person, several, or nobody for the pool.")
        raise invalid("receivers", "count", text)
    _check_receivers(work, person, ids, "receivers")
    of_table = tuple(dict.fromkeys(to_id for _, to_id in plan.table if to_id != POOLED))
    return cycle(ids or of_table or (None,))


def _check_receivers(work: Work, person: User, ids: Sequence[int], field: str) -> None:
    if person.id in ids:
        text = say("{name} leaves and gets nothing. Choose another person.", name=person.name)
        raise invalid(field, "leaver", text)
    for each in ids:
        receiver(work, each, field)


def _table(work: Work, person: User, plan: LeavePlan) -> dict[str, int]:
    """Answer who gets the customers of each status; there must be somebody for every one."""
    table = dict(plan.table)
    if plan.way != "table":
        return table
    _check_receivers(work, person, [each for each in table.values() if each != POOLED], "table")
    chosen = select(Customer.status).where(_customers_of(person.id)).distinct()
    missing = sorted(set(work.session.execute(chosen).scalars()) - set(table))
    if missing:
        text = say(
            "Say who gets the customers in the status “{status}”.",
            status=text_of("status", missing[0]),
        )
        raise invalid("table", "missing", text)
    return table


def _share(table: dict[str, int], status: str) -> int | None:
    to_id = table[status]
    return None if to_id == POOLED else to_id


def _give_deals(
    work: Work, user_id: int, deals: Sequence[Deal], turn: Iterator[int | None]
) -> None:
    """Give away what is left: deals of others' customers that the person owns or works on."""
    for deal in deals:
        if user_id not in (deal.owner_id, deal.handler_id):
            continue
        customer = row_of(work.session, Customer, deal.customer_id)
        if customer is None:
            raise Invalid(say("There is no customer number {id}.", id=deal.customer_id))
        to_id = customer.owner_id if customer.owner_id is not None else next(turn)
        if deal.owner_id == user_id:
            deal.owner_id = to_id
            deal.team_id = access.team_of(work, to_id) if to_id is not None else None
        if deal.handler_id == user_id:
            deal.handler_id = to_id


def _give_tasks(
    work: Work, user_id: int, given: dict[int, int | None], turn: Iterator[int | None]
) -> int:
    count = 0
    chosen = select(Task).where(_tasks_of(user_id)).order_by(Task.id)
    for task in work.session.execute(chosen).scalars():
        to_id = given[task.customer_id] if task.customer_id in given else next(turn)
        task.assignee_id = to_id if to_id is not None else work.actor.user_id
        count += 1
    return count


def _shares(given: dict[int, int | None]) -> dict[str, int]:
    shares: dict[str, int] = {}
    for to_id in given.values():
        name = "pool" if to_id is None else str(to_id)
        shares[name] = shares.get(name, 0) + 1
    return shares
