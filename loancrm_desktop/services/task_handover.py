"""Gives an open to-do to somebody else."""

from __future__ import annotations

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.people import User
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.forms.field_types import MAX_TEXT_LENGTH
from loancrm_desktop.services.forms.values.cells import plain_text
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say


@operation("tasks.hand_over")
def hand_over(work: Work, task_id: int, assignee_id: int, note: str | None = None) -> Saved:
    """Give a to-do to another person of the office, perhaps with some words.

    Raises:
        Invalid: there is no such to-do, or nobody active with that number.
        Refused: the actor may not, it is finished already, or another person's.
    """
    access.require(work, "tasks.add")
    task = row_of(work.session, Task, task_id)
    if task is None or task.deleted_at is not None:
        raise Invalid(say("There is no task number {id}.", id=task_id))
    if task.assignee_id != work.actor.user_id:
        customer = row_of(work.session, Customer, task.customer_id or 0)
        if customer is None:
            access.require_in_scope(work, task.assignee_id, None)
        else:
            access.require_in_scope(work, customer.owner_id, customer.team_id)
    if task.done_at is not None:
        raise Refused(say("This task is finished already; there is nothing to hand over."))
    user = row_of(work.session, User, assignee_id)
    if user is None or not user.active or user.deleted_at is not None:
        text = say("There is nobody active with the number {id}.", id=assignee_id)
        raise Invalid(text, [FieldProblem("assignee_id", "unknown", text)])
    task.assignee_id = assignee_id
    task.given_by = work.actor.user_id if assignee_id != work.actor.user_id else None
    said = plain_text(note).strip()[:MAX_TEXT_LENGTH]
    if said:
        told = {"at": to_ms(work.now), "by": work.actor.user_id, "text": said, "to": assignee_id}
        task.comments = [*(task.comments or ()), told]
    work.session.flush()
    return Saved(task.id, task.revision)
