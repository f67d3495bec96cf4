"""Makes the next to-do of a series when one is done, exactly once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import task_repeats
from loancrm_desktop.services.office import Work


def go_on(work: Work, task: Task) -> int | None:
    """Make the to-do that follows one that was done just now; answers its id.

    The occasion is unique in the database: finished again after an undo, or at two desks at
    once, a to-do has still one successor. Where the office's series was taken back with the undo,
    it is made anew.

    Returns:
        None where it comes once only, or its successor is there.
    """
    repeat = task_repeats.read(task.repeats)
    if repeat is None:
        return None
    occasion = f"repeat:{task.id}"
    if work.session.execute(select(Task.id).where(Task.occasion == occasion)).first() is not None:
        return None
    due_at = task_repeats.next_due(repeat, task.due_at or work.now, work.now, work.place.zone)
    following = Task(
        title=task.title,
        note=task.note,
        kind=task.kind,
        customer_id=task.customer_id,
        deal_id=task.deal_id,
        assignee_id=task.assignee_id,
        given_by=task.given_by,
        priority=task.priority,
        due_at=due_at,
        occasion=occasion,
        checklist=unticked(task.checklist),
        repeats=task.repeats,
        custom=dict(task.custom),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(following)
    work.session.flush()
    return following.id


def unticked(checklist: list[Any] | None) -> list[Any] | None:
    """Answer the same list with nothing of it done."""
    return [{"text": each["text"], "done": False} for each in checklist] if checklist else None
