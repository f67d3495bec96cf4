"""What a demo office shows of tasks: given with a checklist, repeated, talked about."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from loancrm_desktop.services import task_plans
from loancrm_desktop.services.demo_office.player import Stage
from loancrm_desktop.services.demo_office.words import words
from loancrm_desktop.services.task_plans import Part, TaskWish
from loancrm_desktop.services.task_repeats import Repeat


def give_out(stage: Stage) -> int:
    """Let the boss give everybody who sells a few standing duties; answers how many."""
    drawn: list[dict[str, Any]] = words("office")["errands"]
    brokers = [login for login, _, role, _ in words("office")["staff"] if role == "broker"]
    boss, made = stage.actors["boss"], 0
    for login in brokers:
        for errand in drawn:
            wish = _wish(stage, errand, stage.actors[login].user_id)
            task_id = stage.office.do(boss, task_plans.make, wish=wish)
            made += 1
            if "boss_says" in errand:
                stage.office.do(boss, task_plans.comment, task_id=task_id, text=errand["boss_says"])
            if "answer" in errand:
                doer = stage.actors[login]
                stage.office.do(doer, task_plans.comment, task_id=task_id, text=errand["answer"])
    return made


def _wish(stage: Stage, errand: dict[str, Any], assignee_id: int | None) -> TaskWish:
    told = errand.get("repeats")
    repeats = Repeat(told["unit"], told["every"], tuple(told["weekdays"])) if told else None
    return TaskWish(
        errand["title"],
        assignee_id=assignee_id,
        due_at=_due_at(stage, errand["in_days"], errand["hour"]),
        priority=errand["priority"],
        note=errand.get("note"),
        checklist=tuple(Part(line, done) for line, done in errand["checklist"]),
        repeats=repeats,
    )


def _due_at(stage: Stage, days: int, hour: int) -> datetime:
    zone = stage.office.place.zone
    day = stage.clock().astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), zone)
