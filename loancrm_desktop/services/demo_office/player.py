"""Acts a demo case out: every step is a real operation of the office, by a real person of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from loancrm_desktop.services import customer_sheet, customers, deals, follow_ups, tasks
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.demo_office.cases import Act, Step
from loancrm_desktop.services.office import Office


class MovingClock:
    """A clock that stands where the story is, and never goes back."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Answer the story's time."""
        return self.moment

    def move_to(self, moment: datetime) -> None:
        """Put the clock forward."""
        self.moment = max(self.moment, moment)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where cases are acted: the office, who is in it, and its clock.

    Attributes:
        actors: people by login.
        teams: ids by name.
        channels: ids by key.
    """

    office: Office
    clock: MovingClock
    actors: Mapping[str, Actor]
    teams: Mapping[str, int]
    channels: Mapping[str, int]


@dataclass(slots=True)
class CaseState:
    """What one case has come to so far."""

    customer_id: int = 0
    deal_id: int = 0
    task_ids: list[int] = field(default_factory=list[int])


class Player:
    """Acts steps out and counts what was made."""

    def __init__(self, stage: Stage) -> None:
        self.made: Counter[str] = Counter()
        self._stage = stage
        self._acts: Mapping[Act, Callable[[Actor, CaseState, dict[str, Any]], None]] = {
            "add": self._add,
            "edit": self._edit,
            "follow_up": self._follow_up,
            "move": self._move,
            "submit": self._submit,
            "relate": self._relate,
            "task": self._task,
            "task_done": self._task_done,
            "open_deal": self._open_deal,
            "remove": self._remove,
        }

    def act(self, step: Step, at: datetime, state: CaseState) -> None:
        """Do one step of a case at a time."""
        self._stage.clock.move_to(at)
        self._acts[step.act](self._stage.actors[step.by], state, step.values)

    def _with_ids(self, values: dict[str, Any]) -> dict[str, Any]:
        named = dict(values)
        if "owner" in named:
            named["owner"] = self._stage.actors[named["owner"]].user_id
        if "team" in named:
            named["team"] = self._stage.teams[named["team"]]
        if "channel" in named:
            named["channel"] = self._stage.channels[named["channel"]]
        return named

    def _add(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        added = self._stage.office.do(actor, customers.add, values=self._with_ids(values))
        state.customer_id, state.deal_id = added.id, added.deal_id or 0
        self.made.update(("customers", "deals", "stage_visits"))

    def _edit(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        self._stage.office.do(
            actor,
            customers.edit,
            customer_id=state.customer_id,
            values=self._with_ids(values),
        )

    def _follow_up(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        self._stage.office.do(actor, follow_ups.log, customer_id=state.customer_id, **values)
        self.made["follow_ups"] += 1

    def _move(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        self._stage.office.do(
            actor,
            deals.move,
            deal_id=state.deal_id,
            to_stage=values["to"],
            reason=values.get("reason"),
            values=values.get("values"),
        )
        self.made["stage_visits"] += 1

    def _submit(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        self._stage.office.do(actor, deals.submit, deal_id=state.deal_id, values=values)
        self.made["submissions"] += 1

    def _relate(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        self._stage.office.do(
            actor, customer_sheet.add_related, customer_id=state.customer_id, values=values
        )
        self.made["related_persons"] += 1

    def _task(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        made = self._stage.office.do(
            actor,
            tasks.add,
            title=values["title"],
            customer_id=state.customer_id,
            deal_id=state.deal_id,
            due_at=values["due_at"],
        )
        state.task_ids.append(made)
        self.made["tasks"] += 1

    def _task_done(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        self._stage.office.do(
            actor, tasks.done, task_id=state.task_ids.pop(), outcome=values["outcome"]
        )

    def _open_deal(self, actor: Actor, state: CaseState, values: dict[str, Any]) -> None:
        card = self._stage.office.do(
            actor, deals.open_deal, customer_id=state.customer_id, values=values
        )
        state.deal_id = card.id
        self.made.update(("deals", "stage_visits"))

    def _remove(self, actor: Actor, state: CaseState, _values: dict[str, Any]) -> None:
        self._stage.office.do(actor, customers.remove, customer_ids=[state.customer_id])
        self.made["in_trash"] += 1
