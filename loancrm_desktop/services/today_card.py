"""What is to be known of a customer before the call: promises, open to-dos, the last contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, follow_ups, tasks
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.follow_ups import FollowUpRow
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.texts import say

CONTACTS = 5
_TASKS = 8
_PROMISE = "customer.next_follow_up_at"


@dataclass(frozen=True, slots=True)
class CallCard:
    """A customer as next-customer mode shows them.

    Attributes:
        promised_at: when the next contact was agreed.
        contacts: the last ones, newest first.
        tasks: open to-dos about the customer, the most urgent first.
        finished_by: who finished the to-do meanwhile; None while it is open.
        finished_at: when that was.
    """

    customer_id: int
    promised_at: datetime | None
    contacts: tuple[FollowUpRow, ...]
    tasks: tuple[TaskRow, ...]
    finished_by: int | None = None
    finished_at: datetime | None = None


@reader("today.card")
def card(work: Work, customer_id: int, task_id: int | None = None) -> CallCard:
    """Answer what is to be known of a customer before the call.

    Args:
        work: the reading.
        customer_id: who is to be called.
        task_id: the to-do that is the reason.

    Raises:
        Invalid: there is no such customer any more.
        Refused: the customer is somebody else's by now.
    """
    access.require(work, "customers.see")
    customer = row_of(work.session, Customer, customer_id)
    if customer is None or customer.deleted_at is not None:
        raise Invalid(say("This customer lies in the trash by now; go on to the next."))
    access.require_seen(work, customer)
    rights = work.actor.rights
    sees, veiled = rights.allows, rights.hidden | rights.masked
    contacts = follow_ups.of_customer(work, customer_id, CONTACTS)
    open_tasks = [each for each in tasks.of_customer(work, customer) if each.done_at is None]
    task = row_of(work.session, Task, task_id) if task_id is not None else None
    return CallCard(
        customer_id,
        None if _PROMISE in veiled else customer.next_follow_up_at,
        contacts if sees("follow_ups.see") else (),
        tuple(open_tasks[:_TASKS]) if sees("tasks.see") else (),
        task.done_by if task is not None else None,
        task.done_at if task is not None else None,
    )
