"""One to-do for each of several customers, as one change set."""

from __future__ import annotations

from datetime import datetime

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import access, tasks
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
    done: list[int] = []
    refused: list[RowRefusal] = []
    for customer_id in dict.fromkeys(customer_ids):
        try:
            tasks.add(work, title, customer_id, None, assignee_id, due_at)
        except Problem as problem:
            if isinstance(problem, Invalid) and _is_of_all(problem):
                raise
            refused.append(RowRefusal(customer_id, problem.text.read()))
        else:
            done.append(customer_id)
    return BulkResult(tuple(done), tuple(refused))


def _is_of_all(problem: Invalid) -> bool:
    """Say whether a problem lies in what all the to-dos share."""
    return any(each.field != "customer_id" for each in problem.problems)
