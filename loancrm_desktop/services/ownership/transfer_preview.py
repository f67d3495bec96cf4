"""What a transfer would do, and how much everybody has already; asked before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.people import User
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, customers, people
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.lists import RowRefusal
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership.giving import receiver
from loancrm_desktop.texts import say

_RUNNING = ("prospect", "following", "signed")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody who may get customers has at hand.

    Attributes:
        customers: running ones.
        deals: open ones the person owns.
        tasks: open ones given to the person.
    """

    user_id: int
    name: str
    team_id: int | None
    customers: int
    deals: int
    tasks: int


@dataclass(frozen=True, slots=True)
class TransferPreview:
    """What a transfer would do.

    Attributes:
        customers: those that would go over.
        deals: open deals that go along.
        tasks: open tasks that stay with whom they were given to, and stand on the page.
        refused: those that would stay, each with the reason.
    """

    customers: tuple[int, ...]
    deals: int
    tasks: int
    refused: tuple[RowRefusal, ...]


@reader("ownership.loads")
def loads(work: Work) -> tuple[Load, ...]:
    """Answer who may get customers and what they have, by name.

    Raises:
        Refused: the actor gives no customers to anybody.
    """
    access.require(work, "customers.assign")
    takers = {
        role: people.rights_of_role(work, role).allows("customers.edit")
        for role in work.session.execute(select(User.role_key).distinct()).scalars()
    }
    chosen = select(User).where(User.active, User.deleted_at.is_(None)).order_by(User.name)
    running = Customer.status.in_(_RUNNING) & Customer.deleted_at.is_(None)
    held = _counts(work, Customer.owner_id, running)
    deals = _counts(work, Deal.owner_id, (Deal.outcome == "open") & Deal.deleted_at.is_(None))
    tasks = _counts(work, Task.assignee_id, Task.done_at.is_(None) & Task.deleted_at.is_(None))
    return tuple(
        Load(
            user.id,
            user.name,
            user.team_id,
            held.get(user.id, 0),
            deals.get(user.id, 0),
            tasks.get(user.id, 0),
        )
        for user in work.session.execute(chosen).scalars()
        if takers[user.role_key]
    )


def _counts(work: Work, whose: Any, where: Any) -> dict[int, int]:
    chosen = select(whose, func.count()).where(where, whose.is_not(None)).group_by(whose)
    return dict(iter(work.session.execute(chosen)))


@reader("ownership.transfer_preview")
def preview(work: Work, customer_ids: Sequence[int], to_id: int) -> TransferPreview:
    """Answer what a transfer would do.

    Raises:
        Invalid: there is no such person.
        Refused: the actor may not give customers to anybody.
    """
    access.require(work, "customers.assign")
    person = receiver(work, to_id)
    going: list[int] = []
    refused: list[RowRefusal] = []
    deals = tasks = 0
    for customer_id in dict.fromkeys(customer_ids):
        try:
            customer = customers.get(work, customer_id)
            if customer.owner_id == to_id:
                raise Refused(say("{name} has this customer already.", name=person.name))
        except Problem as problem:
            refused.append(RowRefusal(customer_id, problem.text.read()))
            continue
        going.append(customer_id)
    for start in range(0, len(going), _CHUNK):
        some = going[start : start + _CHUNK]
        deals += _going_along(work, some)
        tasks += _open_tasks(work, some)
    return TransferPreview(tuple(going), deals, tasks, tuple(refused))


def _going_along(work: Work, ids: Sequence[int]) -> int:
    chosen = (
        select(func.count())
        .select_from(Deal)
        .join(Customer, Customer.id == Deal.customer_id)
        .where(
            Deal.customer_id.in_(ids),
            Deal.outcome == "open",
            Deal.deleted_at.is_(None),
            Deal.owner_id.is_not_distinct_from(Customer.owner_id),
        )
    )
    return work.session.execute(chosen).scalar_one()


def _open_tasks(work: Work, ids: Sequence[int]) -> int:
    chosen = (
        select(func.count())
        .select_from(Task)
        .where(Task.customer_id.in_(ids), Task.done_at.is_(None), Task.deleted_at.is_(None))
    )
    return work.session.execute(chosen).scalar_one()
