"""Tells a demo case as steps at times: taken in, assigned, called, moved, submitted, finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Literal

from loancrm_desktop.services.demo_office import story as demo_story
from loancrm_desktop.services.demo_office.fates import Stay
from loancrm_desktop.services.demo_office.hours import DAY_MINUTES, OfficeHours
from loancrm_desktop.services.demo_office.people import PeopleMaker
from loancrm_desktop.services.demo_office.story import Story, StoryMaker
from loancrm_desktop.services.demo_office.words import chance, pick, words

Act = Literal[
    "add",
    "edit",
    "follow_up",
    "move",
    "submit",
    "relate",
    "task",
    "task_done",
    "open_deal",
    "remove",
]

_CONTACTS = {
    "first_call": (1, 2),
    "qualification_review": (1, 2),
    "product_matching": (1, 1),
    "signing_support": (1, 1),
    "bank_approval": (0, 1),
    "disbursed": (1, 1),
}
_STILL_TALKED = frozenset(_CONTACTS)
"""Where the last word sets a next step."""

_AFTER_LOAN_EVERY_MINUTES = 25 * DAY_MINUTES
_RELATIVES = {
    "property_secured": ("spouse", 0.8),
    "business": ("guarantor", 0.35),
    "tax_based": ("legal_representative", 0.2),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody did.

    Attributes:
        by: the login.
        values: what the act takes; people, teams and channels by login, name and key.
    """

    at: datetime
    by: str
    act: Act
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """What cases are made from."""

    rng: Random
    people: PeopleMaker
    stories: StoryMaker
    hours: OfficeHours


def steps_of(source: Source, story: Story, laid: Sequence[Stay]) -> list[Step]:
    """Tell one case; its steps are in order of time."""
    return _Teller(source, story, laid).told()


class _Teller:
    def __init__(self, source: Source, story: Story, laid: Sequence[Stay]) -> None:
        self._rng = source.rng
        self._source = source
        self._hours = source.hours
        self._story = story
        self._laid = laid
        self._now = source.hours.minutes
        self._steps: list[tuple[float, int, str, Act, dict[str, Any]]] = []
        self._contacts: list[tuple[float, str, list[str], str]] = []
        self._bank = (story.bank, story.product)
        self._reviewed = False

    def told(self) -> list[Step]:
        self._begin()
        if self._story.fate.how == "mistake":
            self._put(self._laid[0].enters + 90, "boss", "remove")
            return self._in_order()
        for index, stay in enumerate(self._laid):
            following = self._laid[index + 1].stage if index + 1 < len(self._laid) else None
            self._stay(stay, following)
        self._after_loan()
        self._tell_contacts()
        return self._in_order()

    # The parts of a case

    def _begin(self) -> None:
        story, first = self._story, self._laid[0]
        values = demo_story.first_values(self._rng, story)
        if story.own_lead:
            self._put(first.enters, story.owner, "add", **values)
            return
        at_once = first.leaves is not None and chance(self._rng, 0.55)
        values |= {"owner": story.owner} if at_once else {"team": story.team}
        self._put(first.enters, story.back_office, "add", **values)
        if first.leaves is not None and not at_once:
            self._put(first.leaves, story.supervisor, "edit", owner=story.owner)

    def _stay(self, stay: Stay, following: str | None) -> None:
        self._talk(stay)
        if stay.stage == "qualification_review":
            self._review(stay)
        if stay.stage == "product_matching":
            self._relate(stay)
        if stay.stage == "bank_approval":
            self._submit(stay, following)
        self._task(stay)
        if stay.leaves is not None and following is not None:
            self._leave(stay, stay.leaves, following)

    def _talk(self, stay: Stay) -> None:
        low, high = _CONTACTS.get(stay.stage, (0, 0))
        count = low + int(self._rng.random() * (high - low + 1))
        minutes = sorted(self._within(stay) for _ in range(count))
        phrases = words("phrases")["follow_ups"]
        for number, minute in enumerate(minutes):
            silent = stay.stage == "first_call" and number + 1 < len(minutes)
            kind = "no_answer" if silent or self._unreachable(stay) else stay.stage
            self._contacts.append((minute, stay.stage, pick(self._rng, phrases[kind]), ""))

    def _unreachable(self, stay: Stay) -> bool:
        fate = self._story.fate
        lost_here = fate.how == "lost" and fate.stage == stay.stage == "first_call"
        return lost_here and self._rng.random() < 0.4

    def _review(self, stay: Stay) -> None:
        if not self._reviewed:
            self._reviewed = True
            values = demo_story.reviewed_values(self._rng, self._story)
            self._put(self._within(stay), self._story.owner, "edit", **values)

    def _relate(self, stay: Stay) -> None:
        relation, share = _RELATIVES.get(self._story.product_type, ("emergency_contact", 0.15))
        if any(act == "relate" for _, _, _, act, _ in self._steps) or not chance(self._rng, share):
            return
        relative = self._source.people.relative(self._story.person, relation)
        values = {"relation": relation, "name": relative.name, "phone": relative.phone}
        if relation != "emergency_contact":
            values["id_number"] = relative.id_number
        self._put(self._within(stay), self._story.owner, "relate", **values)

    def _submit(self, stay: Stay, following: str | None) -> None:
        story = self._story
        values: dict[str, Any] = {
            "bank": self._bank[0],
            "product": self._bank[1],
            "submitted_on": self._hours.day(stay.enters).isoformat(),
        }
        if following is None:
            values["status"] = pick(self._rng, ("submitted", "submitted", "extra_documents"))
            self._put(stay.enters + 1, story.back_office, "submit", **values)
            return
        leaves = stay.leaves or stay.enters
        values["decided_on"] = self._hours.day(leaves).isoformat()
        if following == "disbursed":
            values |= {
                "status": "disbursed",
                "approved_amount": str(story.approved_yuan),
                "annual_rate": story.rate,
            }
        else:
            values |= {"status": "declined", "reason": self._source.stories.reason("decline")}
        self._put(leaves - 1, story.back_office, "submit", **values)

    def _leave(self, stay: Stay, minute: int, following: str) -> None:
        story = self._story
        by = story.owner
        if stay.stage == "lead_assignment" and not story.own_lead:
            by = story.supervisor
        if following == "disbursed" and chance(self._rng, 0.5):
            by = story.back_office
        moved: dict[str, Any] = {"to": following}
        if following == "signing_support":
            moved["values"] = {
                "bank": self._bank[0],
                "product": self._bank[1],
                "annual_rate": story.rate,
                "service_fee": str(story.fee_yuan),
            }
        elif following == "disbursed":
            moved["values"] = {
                "approved_amount": str(story.approved_yuan),
                "disbursed_amount": str(story.approved_yuan),
                "disbursed_on": self._hours.day(minute).isoformat(),
            }
        elif following in ("lost", "archived"):
            moved["reason"] = self._end_reason(stay, minute, following)
        elif stay.stage == "product_matching":
            moved["reason"] = "补充流水后重新审核"
        elif stay.stage == "bank_approval":
            self._bank = self._source.stories.another_bank(story)
            moved["reason"] = "银行拒件，改报另一家"
        self._put(minute, by, "move", **moved)

    def _end_reason(self, stay: Stay, minute: int, following: str) -> str:
        kind = "archive" if following == "archived" else "lost"
        stage = "" if kind == "archive" else stay.stage
        reason = self._source.stories.reason(kind, stage)
        if chance(self._rng, 0.6) and "联系不上" not in reason and "空号" not in reason:
            phrase = pick(self._rng, words("phrases")["follow_ups"]["ending"])
            self._contacts.append((minute - 1, following, phrase, reason))
        return reason

    def _after_loan(self) -> None:
        last = self._laid[-1]
        if last.stage != "post_loan":
            return
        minute: float = last.enters + DAY_MINUTES
        while minute < self._now and chance(self._rng, 0.7):
            phrase = pick(self._rng, words("phrases")["follow_ups"]["post_loan"])
            self._contacts.append((minute, "post_loan", phrase, ""))
            minute += _AFTER_LOAN_EVERY_MINUTES * (0.6 + self._rng.random())
        again = last.enters + 40 * DAY_MINUTES
        if again < self._now and chance(self._rng, 0.12):
            self._second_loan(again + self._rng.random() * (self._now - again))

    def _second_loan(self, minute: float) -> None:
        story = self._story
        amount = max(50_000, story.amount_yuan // 2)
        self._put(minute, story.owner, "open_deal", requested_amount=str(amount))
        self._put(minute + 1, story.owner, "move", to="first_call")
        if chance(self._rng, 0.6):
            self._put(minute + 300, story.owner, "move", to="qualification_review")

    def _task(self, stay: Stay) -> None:
        titles = words("phrases")["tasks"].get(stay.stage)
        stands = stay.leaves is None
        if not titles or not chance(self._rng, 0.5 if stands else 0.1):
            return
        story = self._story
        by = story.back_office if stay.stage == "bank_approval" else story.owner
        if stay.stage == "lead_assignment":
            by = story.supervisor
        made = self._within(stay)
        due = self._now + (self._rng.random() - 0.35) * 5 * DAY_MINUTES if stands else made + 480
        due_at = self._hours.moment(max(made + 30, due) // 30 * 30)
        self._put(made, by, "task", title=pick(self._rng, titles), due_at=due_at)
        if stay.leaves is not None:
            done = made + (stay.leaves - made) * self._rng.random()
            outcome = pick(self._rng, words("phrases")["task_outcomes"])
            self._put(done, by, "task_done", outcome=outcome)

    def _tell_contacts(self) -> None:
        self._contacts.sort(key=_first)
        for index, (minute, stage, (method, outcome, text), reason) in enumerate(self._contacts):
            values: dict[str, Any] = {
                "method": method,
                "outcome": outcome,
                "text": self._story.phrase(text, reason),
            }
            if index + 1 < len(self._contacts):
                values["next_at"] = self._hours.moment(self._contacts[index + 1][0] // 30 * 30)
            elif stage == self._laid[-1].stage and stage in _STILL_TALKED:
                ahead = minute + (0.5 + 4 * self._rng.random()) * DAY_MINUTES
                values["next_at"] = self._hours.moment(ahead // 30 * 30)
            by_office = stage == "bank_approval" and chance(self._rng, 0.3)
            by = self._story.back_office if by_office else self._story.owner
            self._put(minute, by, "follow_up", **values)

    # Times

    def _within(self, stay: Stay) -> float:
        """Answer a minute inside a stay."""
        end = stay.leaves if stay.leaves is not None else self._now
        inside = end - stay.enters - 2
        return stay.enters + 1 + self._rng.random() * inside if inside > 0 else stay.enters

    def _put(self, minute: float, by: str, act: Act, **values: Any) -> None:
        self._steps.append((minute, len(self._steps), by, act, values))

    def _in_order(self) -> list[Step]:
        """Answer the steps by time; those of one minute in the order they were told."""
        return [
            Step(self._hours.moment(min(minute, self._now)), by, act, values)
            for minute, _, by, act, values in sorted(self._steps, key=_first_two)
        ]


def _first(told: tuple[float, str, list[str], str]) -> float:
    return told[0]


def _first_two(told: tuple[float, int, str, Act, dict[str, Any]]) -> tuple[int, int]:
    return int(told[0]), told[1]
