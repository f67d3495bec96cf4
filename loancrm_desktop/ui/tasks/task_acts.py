"""What is done to tasks: made, changed, finished, put off, given; told with a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import (
    customers,
    task_batches,
    task_handover,
    task_plans,
    tasks,
    today,
    work_edits,
)
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.services.task_calendar import CalendarItem
from loancrm_desktop.services.task_lists import TaskLine
from loancrm_desktop.services.task_plans import TaskWish
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge


class TaskActs(QObject):
    """Sends the acts and tells what became of them.

    Signals:
        settled: something is done, or refused.
        saved: a task was made or changed as a whole.
        touched: something was said about a task, or a line of it ticked.
        refused: something is not, and why.
        said: a sentence and the history entry it speaks of.
    """

    settled = Signal()
    saved = Signal()
    touched = Signal()
    refused = Signal(str)
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._seqs: dict[str, int] = {}
        bridge.changed.connect(self._on_bridge_changed)

    def make(self, wish: TaskWish) -> None:
        """Add a task."""
        text = tr("Task added")
        self._do(task_plans.make, partial(self._on_done, "tasks.make", text), wish=wish)

    def rework(
        self, sheet: task_plans.TaskSheet, values: Values, checklist: list[Any], repeats: Any
    ) -> None:
        """Change a task as a whole."""
        self._do(
            task_plans.rework,
            partial(self._on_done, "tasks.rework", tr("Task changed")),
            task_id=sheet.id,
            values=values,
            checklist=checklist,
            repeats=repeats,
            expected_revision=sheet.revision,
        )

    def comment(self, task_id: int, text: str) -> None:
        """Say something about a task."""
        then = partial(self._on_done, "tasks.comment", "")
        self._do(task_plans.comment, then, task_id=task_id, text=text)

    def tick(self, task_id: int, part: int, *, done: bool) -> None:
        """Tick a line of a checklist."""
        then = partial(self._on_done, "tasks.tick", "")
        self._do(task_plans.tick, then, task_id=task_id, part=part, done=done)

    def finish(self, task: TaskLine, said: dict[str, Any]) -> None:
        """Finish a task; about a customer, what came of it is a contact with its next step."""
        text = tr("{name} is done", name=task.title)
        spoke = bool(said.get("text") or said.get("outcome") or said.get("next_at"))
        if task.customer_id is not None and spoke:
            then = partial(self._on_done, "today.finish", text)
            self._do(
                today.finish,
                then,
                customer_id=task.customer_id,
                task_id=task.id,
                deal_id=task.deal_id,
                **said,
            )
        else:
            then = partial(self._on_done, "tasks.done", text)
            self._do(tasks.done, then, task_id=task.id, outcome=said.get("text") or None)

    def finish_many(self, ids: Sequence[int]) -> None:
        """Finish several tasks."""
        self._do(
            task_batches.done_many,
            partial(self._on_many, "tasks.done_many", self._done_words),
            task_ids=list(ids),
        )

    def put_off(self, ids: Sequence[int], until: datetime) -> None:
        """Put tasks off."""
        when = display.time_exact(until)

        def words(count: int) -> str:
            return tr("{count} tasks put off until {when}", count=count, when=when)

        self._do(
            task_batches.snooze_many,
            partial(self._on_many, "tasks.snooze_many", words),
            task_ids=list(ids),
            until=until,
        )

    def give(self, ids: Sequence[int], person: tuple[int, str], note: str) -> None:
        """Give tasks to somebody, with words."""
        number, name = person
        if len(ids) == 1:
            then = partial(self._on_done, "tasks.hand_over", tr("Given to {name}", name=name))
            self._do(
                task_handover.hand_over, then, task_id=ids[0], assignee_id=number, note=note or None
            )
            return

        def words(count: int) -> str:
            return tr("{count} tasks given to {name}", count=count, name=name)

        self._do(
            task_batches.hand_over_many,
            partial(self._on_many, "tasks.hand_over_many", words),
            task_ids=list(ids),
            assignee_id=number,
            note=note or None,
        )

    def move(self, item: CalendarItem, to: datetime) -> None:
        """Put a task or an agreed contact to another time."""
        text = tr("Moved to {when}", when=display.time_exact(to))
        values = {"due_at" if item.kind == "task" else "next_follow_up_at": to.isoformat()}
        if item.kind == "task":
            then = partial(self._on_done, "tasks.edit", text)
            self._do(work_edits.edit_task, then, task_id=item.task_id, values=values)
        else:
            then = partial(self._on_done, "customers.edit", text)
            self._do(customers.edit, then, customer_id=item.customer_id, values=values)

    def _do(self, call: Any, then: Any, **arguments: Any) -> None:
        self._bridge.do(call, then=then, refused=self._on_refused, **arguments)

    def _on_done(self, operation: str, text: str, _answer: object) -> None:
        if text:
            self.said.emit(text, self._seqs.get(operation, 0))
        if operation in ("tasks.make", "tasks.rework"):
            self.saved.emit()
        elif operation in ("tasks.comment", "tasks.tick"):
            self.touched.emit()
        self.settled.emit()

    def _done_words(self, count: int) -> str:
        return tr("{count} tasks done", count=count)

    def _on_many(self, operation: str, words: Callable[[int], str], result: BulkResult) -> None:
        if result.refused:
            self.refused.emit("\n".join(dict.fromkeys(each.text for each in result.refused)))
        if result.done:
            self.said.emit(words(len(result.done)), self._seqs.get(operation, 0))
        self.settled.emit()

    def _on_refused(self, problem: Problem) -> None:
        self.refused.emit(str(problem))
        self.settled.emit()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.seq and changes.initiator == self._bridge.actor.window:
            self._seqs[changes.operation] = changes.seq
