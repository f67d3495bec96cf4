"""The summary of the day: what is overdue and due, told each person once, at the hour wished."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.rule_runs import Notice
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, notice_wishes
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say


@operation("notices.summarize")
def summarize(work: Work) -> int:
    """Tell the actor what the day holds, once a day; answers how many summaries were written.

    A day with nothing in it is not told. Who comes later than the hour is told on coming.

    Raises:
        Refused: the actor may not see tasks.
    """
    access.require(work, "tasks.see")
    if notice_wishes.summary_due(work, notice_wishes.wishes(work)) is None:
        return 0
    today = work.now.astimezone(work.place.zone).date()
    once = f"summary:{work.me}:{today.isoformat()}"
    told = select(Notice.id).where(Notice.once_key == once)
    if work.session.execute(told).first() is not None:
        return 0
    evening = datetime.combine(today + timedelta(days=1), time(), work.place.zone)
    overdue = _count(work, None, work.now)
    due = _count(work, work.now, evening.astimezone(work.now.tzinfo))
    late = _late_deals(work)
    if not overdue and not due and not late:
        return 0
    text = say(
        "Today: {overdue} to-dos overdue, {due} due today, {late} deals over their time limit",
        overdue=overdue,
        due=due,
        late=late,
    )
    work.session.add(
        Notice(
            person_id=work.me,
            kind="summary",
            title=text.read(),
            at=work.now,
            shown_at=work.now,
            once_key=once,
        )
    )
    work.session.flush()
    return 1


def _count(work: Work, since: datetime | None, until: datetime) -> int:
    chosen = select(func.count()).where(
        Task.assignee_id == work.me,
        Task.done_at.is_(None),
        Task.deleted_at.is_(None),
        Task.due_at < until,
    )
    if since is not None:
        chosen = chosen.where(Task.due_at >= since)
    return work.session.execute(chosen).scalar_one()


def _late_deals(work: Work) -> int:
    chosen = select(func.count()).where(
        Deal.handler_id == work.me,
        Deal.outcome == "open",
        Deal.due_at < work.now,
        Deal.deleted_at.is_(None),
    )
    return work.session.execute(chosen).scalar_one()
