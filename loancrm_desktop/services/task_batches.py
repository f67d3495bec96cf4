"""Several to-dos at once, as one change set: added, finished, put off, given away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import access, task_handover, tasks
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.lists import BulkResult, RowRefusal
from loancrm_desktop.services.office import Work


@operation("tasks.add_many")
def add_many(
    work: Work,
    customer_ids: list[int],
    title: str,
    due_at: datetime | None = None,
    assignee_id: int | None = None,
) -> BulkResult:
    """Add the same to-do for several customers; the ids answered are the customers'.

    Args:
        work: the operation.
        customer_ids: whom it is about.
        title: what is to be done.
        due_at: until when.
        assignee_id: who does it; the actor when nobody is named.

    Raises:
        Invalid: naming the field that does not hold, for all alike.
        Refused: the actor may add no to-dos.
    """
    access.require(work, "tasks.add")

    def add(customer_id: int) -> None:
        tasks.add(work, title, customer_id, None, assignee_id, due_at)

    return _each(customer_ids, add, own_fields=("customer_id",))


@operation("tasks.done_many")
def done_many(work: Work, task_ids: list[int], outcome: str | None = None) -> BulkResult:
    """Finish several to-dos; those that cannot be are told with the reason.

    Raises:
        Refused: the actor may finish no to-dos.
    """
    access.require(work, "tasks.done")

    def finish(task_id: int) -> None:
        tasks.done(work, task_id, outcome)

    return _each(task_ids, finish)


@operation("tasks.snooze_many")
def snooze_many(work: Work, task_ids: list[int], until: datetime) -> BulkResult:
    """Put several to-dos off to the same time.

    Raises:
        Invalid: the time has passed already.
        Refused: the actor may put no to-dos off.
    """
    access.require(work, "tasks.snooze")

    def put_off(task_id: int) -> None:
        tasks.snooze(work, task_id, until)

    return _each(task_ids, put_off)


@operation("tasks.hand_over_many")
def hand_over_many(
    work: Work, task_ids: list[int], assignee_id: int, note: str | None = None
) -> BulkResult:
    """Give several to-dos to another person of the office.

    Raises:
        Invalid: there is nobody active with that number.
        Refused: the actor may give no to-dos.
    """
    access.require(work, "tasks.add")

    def give(task_id: int) -> None:
        task_handover.hand_over(work, task_id, assignee_id, note)

    return _each(task_ids, give)


def _each(
    ids: Iterable[int], act: Callable[[int], None], own_fields: tuple[str, ...] = ()
) -> BulkResult:
    """Do something to each; what is wrong with one of them stops the others not."""
    done: list[int] = []
    refused: list[RowRefusal] = []
    for each in dict.fromkeys(ids):
        try:
            act(each)
        except Problem as problem:
            if isinstance(problem, Invalid) and _is_of_all(problem, own_fields):
                raise
            refused.append(RowRefusal(each, problem.text.read()))
        else:
            done.append(each)
    return BulkResult(tuple(done), tuple(refused))


def _is_of_all(problem: Invalid, own_fields: tuple[str, ...]) -> bool:
    """Say whether a problem lies in what all the to-dos share."""
    return any(each.field not in own_fields for each in problem.problems)
