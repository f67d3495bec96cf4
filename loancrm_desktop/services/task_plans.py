"""To-dos with all that belongs to them: made, changed as a whole, ticked off, spoken about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.base import from_ms, to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, task_repeats, tasks, work_edits
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.field_types import MAX_TEXT_LENGTH
from loancrm_desktop.services.forms.values.cells import one_line, plain_text
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.task_repeats import Repeat
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import Text, say

MOST_PARTS = 50
MOST_COMMENTS = 200
MOST_PART = 255
MOST_PRIORITY = 9


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a checklist."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a to-do.

    Attributes:
        to: whom it was given to with these words; None for words alone.
    """

    at: datetime
    by: int | None
    text: str
    to: int | None = None


@dataclass(frozen=True, slots=True)
class TaskWish:
    """A to-do as it is wanted."""

    title: str
    customer_id: int | None = None
    deal_id: int | None = None
    assignee_id: int | None = None
    due_at: datetime | None = None
    priority: int = 0
    note: str | None = None
    checklist: tuple[Part, ...] = ()
    repeats: Repeat | None = None


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """A to-do with all that belongs to it.

    Attributes:
        may_change: whether the actor may change it now.
    """

    id: int
    revision: int
    title: str
    note: str | None
    kind: str
    customer_id: int | None
    customer_name: str
    deal_id: int | None
    assignee_id: int | None
    given_by: int | None
    due_at: datetime | None
    done_at: datetime | None
    done_by: int | None
    outcome: str | None
    priority: int
    checklist: tuple[Part, ...]
    repeats: Repeat | None
    comments: tuple[Comment, ...]
    may_change: bool


@reader("tasks.show")
def show(work: Work, task_id: int) -> TaskSheet:
    """Answer a to-do with its checklist, its comments and how it comes again.

    Raises:
        Invalid: there is none.
        Refused: it is another person's.
    """
    access.require(work, "tasks.see")
    task = work_edits.task_of(work, task_id)
    customer = row_of(work.session, Customer, task.customer_id) if task.customer_id else None
    shown = "customer.name" not in work.actor.rights.hidden | work.actor.rights.masked
    return TaskSheet(
        id=task.id,
        revision=task.revision,
        title=task.title,
        note=task.note,
        kind=task.kind,
        customer_id=task.customer_id,
        customer_name=customer.name if customer is not None and shown else "",
        deal_id=task.deal_id,
        assignee_id=task.assignee_id,
        given_by=task.given_by,
        due_at=task.due_at,
        done_at=task.done_at,
        done_by=task.done_by,
        outcome=task.outcome,
        priority=task.priority,
        checklist=tuple(Part(each["text"], each["done"]) for each in task.checklist or ()),
        repeats=task_repeats.read(task.repeats),
        comments=tuple(_comment(each) for each in task.comments or ()),
        may_change=task.done_at is None and work.actor.rights.allows("tasks.edit"),
    )


@operation("tasks.make")
def make(work: Work, wish: TaskWish) -> int:
    """Add a to-do with all that belongs to it; answers its id.

    Raises:
        Invalid: naming the field that does not hold.
        Refused: the actor may not, or the customer belongs to somebody else.
    """
    _check(wish.priority, wish.checklist, wish.repeats)
    task_id = tasks.add(
        work,
        wish.title,
        wish.customer_id,
        wish.deal_id,
        wish.assignee_id,
        wish.due_at,
        wish.note,
    )
    task = _row(work, task_id)
    task.priority = wish.priority
    task.checklist = _stored_parts(wish.checklist)
    task.repeats = _stored_repeat(work, wish.repeats, task.due_at)
    work.session.flush()
    return task_id


@operation("tasks.rework")
def rework(
    work: Work,
    task_id: int,
    values: Values,
    checklist: list[Part] | None = None,
    repeats: Repeat | None = None,
    expected_revision: int | None = None,
) -> Saved:
    """Change an open to-do together with its checklist and how it comes again.

    Args:
        work: the operation.
        task_id: which.
        values: those of its fields that change, as `tasks.edit` takes them.
        checklist: its parts; None leaves them.
        repeats: how it comes again; None for once.
        expected_revision: the revision the face showed.

    Raises:
        Conflict: somebody changed the same fields meanwhile.
        Invalid: naming every field that does not hold.
        Refused: it is finished or another person's, or the actor may not.
    """
    _check(0, checklist or (), repeats)
    task = work_edits.task_of(work, task_id)
    before = task.assignee_id
    work_edits.edit_task(work, task_id, values, expected_revision)
    if task.assignee_id != before:
        task.given_by = given_by(work, task.assignee_id)
    if checklist is not None:
        task.checklist = _stored_parts(checklist)
    task.repeats = _stored_repeat(work, repeats, task.due_at)
    work.session.flush()
    return Saved(task.id, task.revision)


@operation("tasks.tick")
def tick(work: Work, task_id: int, part: int, done: bool) -> Saved:  # noqa: FBT001 - calls carry their arguments by name
    """Tick a line of the checklist off, or take the tick away.

    Raises:
        Invalid: there is no such to-do or line.
        Refused: it is finished or another person's, or the actor may not.
    """
    access.require(work, "tasks.done")
    task = tasks.open_task(work, task_id)
    parts = list(task.checklist or ())
    if not 0 <= part < len(parts):
        raise _invalid("part", "unknown", say("The checklist has no line {line}.", line=part + 1))
    parts[part] = {"text": parts[part]["text"], "done": done}
    task.checklist = parts
    work.session.flush()
    return Saved(task.id, task.revision)


@operation("tasks.comment")
def comment(work: Work, task_id: int, text: str) -> Saved:
    """Say something about a to-do; whoever sees it may read it, and it stays.

    Raises:
        Invalid: nothing was said, or there is no such to-do.
        Refused: it is another person's, or the actor may not.
    """
    access.require(work, "tasks.edit")
    task = work_edits.task_of(work, task_id)
    said = plain_text(text).strip()[:MAX_TEXT_LENGTH]
    if not said:
        raise _invalid("text", "empty", say("Write what there is to say."))
    put_comment(work, task, said)
    work.session.flush()
    return Saved(task.id, task.revision)


def put_comment(work: Work, task: Task, text: str, to: int | None = None) -> None:
    """Add what was said to a to-do; of very many the oldest go."""
    said = {"at": to_ms(work.now), "by": work.actor.user_id, "text": text, "to": to}
    task.comments = [*(task.comments or ()), said][-MOST_COMMENTS:]


def given_by(work: Work, assignee_id: int | None) -> int | None:
    """Answer who gives a to-do: nobody where one sets it oneself."""
    return work.actor.user_id if assignee_id != work.actor.user_id else None


def _comment(stored: dict[str, Any]) -> Comment:
    return Comment(from_ms(stored["at"]), stored["by"], stored["text"], stored.get("to"))


def _row(work: Work, task_id: int) -> Task:
    task = row_of(work.session, Task, task_id)
    if task is None:
        raise LookupError(task_id)
    return task


def _stored_parts(parts: Sequence[Part]) -> list[Any] | None:
    kept = [{"text": one_line(each.text), "done": each.done} for each in parts]
    return [each for each in kept if each["text"]] or None


def _stored_repeat(
    work: Work, repeats: Repeat | None, due_at: datetime | None
) -> dict[str, Any] | None:
    if repeats is None:
        return None
    begins = (due_at or work.now).astimezone(work.place.zone)
    stored = repeats.stored()
    return {**stored, "day": begins.day if repeats.unit == "month" else None}


def _check(priority: int, checklist: Sequence[Part], repeats: Repeat | None) -> None:
    if not 0 <= priority <= MOST_PRIORITY:
        text = say("A priority is a number from 0 to {most}.", most=MOST_PRIORITY)
        raise _invalid("priority", "range", text)
    if len(checklist) > MOST_PARTS:
        text = say("A checklist has at most {count} lines.", count=MOST_PARTS)
        raise _invalid("checklist", "too_many", text)
    if any(len(one_line(each.text)) > MOST_PART for each in checklist):
        text = say("A line of a checklist has at most {count} characters.", count=MOST_PART)
        raise _invalid("checklist", "too_long", text)
    if repeats is not None and not repeats.holds:
        text = say(
            "Choose how the task comes again: every 1 to {most} days, weeks or months.",
            most=task_repeats.MOST_EVERY,
        )
        raise _invalid("repeats", "range", text)


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])
