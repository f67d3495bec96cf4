"""What is done to items of the queue: finished with a contact, ticked off, put off."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import approvals, customers, drafts, tasks, today
from loancrm_desktop.services.today import Finished, QueueItem
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge

MORNING_HOUR = 9
_OPERATIONS = (
    *("today.finish", "tasks.snooze", "customers.edit", "tasks.add", "approvals.decide"),
)


class QueueActs(QObject):
    """Sends the acts and tells what became of them.

    Signals:
        shifted: an item was put off (QueueItem); `finished` follows.
        finished: an item is done (QueueItem, what came of it, empty for nothing said).
        refused: it is not (QueueItem, the reason).
        said: a sentence and the history entry it speaks of, for a notice with a way back.
    """

    shifted = Signal(object)
    finished = Signal(object, str)
    refused = Signal(object, str)
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._seqs: dict[str, int] = {}
        bridge.changed.connect(self._on_bridge_changed)

    def finish(self, item: QueueItem, **said: Any) -> None:
        """Write the contact down and finish the item.

        Args:
            item: what is done.
            said: text, method, outcome and next_at as `today.finish` takes them.
        """
        contact = said if item.customer_id is not None else {}
        self._bridge.do(
            today.finish,
            customer_id=item.customer_id,
            task_id=item.task_id,
            deal_id=item.deal_id if item.customer_id is not None else None,
            **contact,
            then=partial(self._on_finished, item, said.get("outcome")),
            refused=partial(self._on_refused, item),
        )

    def tick(self, item: QueueItem) -> bool:
        """Finish an item's to-do without a contact; answers whether there is one to finish."""
        if item.task_id is None:
            return False
        self._bridge.do(
            today.finish,
            task_id=item.task_id,
            then=partial(self._on_finished, item, None),
            refused=partial(self._on_refused, item),
        )
        return True

    def put_off(self, item: QueueItem, until: datetime) -> None:
        """Put an item off: the to-do itself, or the contact that was agreed."""
        answers: dict[str, Any] = {
            "then": partial(self._on_put_off, item, until),
            "refused": partial(self._on_refused, item),
        }
        if item.task_id is not None:
            self._bridge.do(tasks.snooze, task_id=item.task_id, until=until, **answers)
        elif item.customer_id is not None:
            values = {"next_follow_up_at": until.isoformat()}
            self._bridge.do(customers.edit, customer_id=item.customer_id, values=values, **answers)

    def decide(self, item: QueueItem, *, approve: bool, comment: str) -> None:
        """Say yes or no to what is asked."""
        self._bridge.do(
            approvals.decide,
            approval_id=item.approval_id,
            approve=approve,
            comment=comment or None,
            then=partial(self._on_decided, item, approve),
            refused=partial(self._on_refused, item),
        )

    def add_task(self, asked: dict[str, Any], item: QueueItem | None) -> None:
        """Add a task, about the current item's customer where there is one."""
        customer_id = item.customer_id if item is not None else None
        self._bridge.do(tasks.add, customer_id=customer_id, then=self._on_task_added, **asked)

    def _on_finished(self, item: QueueItem, outcome: str | None, done: Finished) -> None:
        self.finished.emit(item, outcome or "")
        name = item.customer_name or item.title or ""
        if done.follow_up_id is not None and outcome:
            text = tr("{name}: {outcome}", name=name, outcome=name_of("contact_outcome", outcome))
        else:
            text = tr("{name} is done", name=name)
        self.said.emit(text, self._seqs.get("today.finish", 0))

    def _on_decided(self, item: QueueItem, approve: bool, _decided: object) -> None:  # noqa: FBT001 - bound first
        self._bridge.do(drafts.drop, key=f"approval:{item.approval_id}")
        self.finished.emit(item, "")
        name = item.customer_name
        text = tr("{name}: approved", name=name) if approve else tr("{name}: rejected", name=name)
        self.said.emit(text, self._seqs.get("approvals.decide", 0))

    def _on_put_off(self, item: QueueItem, until: datetime, _saved: object) -> None:
        self.shifted.emit(item)
        self.finished.emit(item, "")
        name = item.customer_name or item.title or ""
        when = display.time_exact(until)
        operation = "tasks.snooze" if item.task_id is not None else "customers.edit"
        text = tr("{name} is put off until {when}", name=name, when=when)
        self.said.emit(text, self._seqs.get(operation, 0))

    def _on_task_added(self, _task_id: int) -> None:
        self.said.emit(tr("Task added"), self._seqs.get("tasks.add", 0))

    def _on_refused(self, item: QueueItem, problem: Problem) -> None:
        self.refused.emit(item, str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        mine = changes.initiator == self._bridge.actor.window
        if mine and changes.seq and changes.operation in _OPERATIONS:
            self._seqs[changes.operation] = changes.seq


def may_be_put_off(item: QueueItem) -> bool:
    """Say whether there is anything to put off: a stage's limit runs on whatever one does."""
    return item.task_id is not None or item.reason in ("appointment", "silence")


def later_times(now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Answer the usual times to put something off to, by the office's clock."""
    here = display.office_time(now).replace(second=0, microsecond=0)
    morning = here.replace(hour=MORNING_HOUR, minute=0)
    to_monday = 7 - here.weekday()
    return (
        (tr("In two hours"), here + timedelta(hours=2)),
        (tr("Tomorrow morning"), morning + timedelta(days=1)),
        (tr("In three days"), morning + timedelta(days=3)),
        (tr("Next Monday"), morning + timedelta(days=to_monday)),
    )
