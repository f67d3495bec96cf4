"""A rule as written: when, if, then; versioned data, JSON in and out.

Format 1. A newer format is refused in words (reading.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FORMAT = 1
MOST_ACTIONS = 20
MOST_DAYS = 3650
LONGEST_TEXT = 2000

Trigger = Literal[
    "created", "changed", "entered", "left", "limit", "silent", "date", "daily", "weekly", "button"
]
AT_ONCE: frozenset[str] = frozenset({"created", "changed", "entered", "left"})
"""Triggers that a change wakes, in the same transaction."""
BY_THE_CLOCK: frozenset[str] = frozenset({"limit", "silent", "date", "daily", "weekly"})
"""Triggers that time wakes, on whichever computer of the office is on."""
OF_DEALS: frozenset[str] = frozenset({"entered", "left", "limit"})
"""Triggers that only deals know."""

Doing = Literal[
    "task",
    "notify",
    "set",
    "move",
    "approval",
    "assign",
    "pool",
    "message",
    "tag",
    "document",
]
Who = Literal["owner", "leader", "handler", "role", "person", "team"]
How = Literal["fixed", "even", "least_busy", "by_channel"]
Group = Literal["remind", "assign", "status", "message", "other"]

RuleKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Short = Annotated[str, StringConstraints(max_length=200)]
Long = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]


class Part(BaseModel):
    """A part of a rule: never changed in place, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Title(Part):
    """A name in both languages; an empty one is said by the other."""

    zh: Short = ""
    en: Short = ""

    def read(self, language: str) -> str:
        """Answer the name in a language."""
        mine, other = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        return mine or other


class When(Part):
    """What wakes a rule.

    Attributes:
        fields: for `changed`: keys of the fields; any field when empty.
        stages: for `entered` and `left`: keys of the stages; any when empty.
        before_minutes: for `limit`: so long before it passes; 0 when it has passed.
        days: for `silent`: days of 24 hours since the last real follow-up, more than so many.
        field: for `date`: the date field.
        offset_days: for `date`: so many days after it; negative for before.
        yearly: for `date`: every year on that day, as a birthday.
        at: for `date`, `daily`, `weekly`: the office's time of day.
        weekdays: for `weekly`: 1 for Monday … 7 for Sunday.
        label: for `button`: what the button says.
    """

    on: Trigger
    fields: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    before_minutes: int = Field(default=0, ge=0, le=MOST_DAYS * 1440)
    days: int = Field(default=3, ge=1, le=MOST_DAYS)
    field: str = ""
    offset_days: int = Field(default=0, ge=-MOST_DAYS, le=MOST_DAYS)
    yearly: bool = False
    at: Clock = "09:00"
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ()
    label: Title = Title()


class Person(Part):
    """Who is meant: the record's owner, that one's leader, who handles the deal, a role, a team."""

    who: Who = "owner"
    role: str = ""
    person: int | None = None
    team: int | None = None


class Due(Part):
    """Until when: so many days from the moment the rule fires, at a time of day, or minutes."""

    days: Days = 0
    at: Clock | None = None
    minutes: int | None = Field(default=None, ge=1, le=MOST_DAYS * 1440)
    working: bool = False


class ByChannel(Part):
    """One line of a table: leads of these channels go to this team, or to these people."""

    channels: tuple[int, ...]
    team: int | None = None
    people: tuple[int, ...] = ()


class Action(Part):
    """One thing a rule does.

    Attributes:
        do: what.
        to: whom it is for, of `task` and `notify`.
        text: the title of a task, the text of a notice or message; `{name}` and other fields of
            the record in braces are filled in.
        due: until when, of `task`.
        priority: of `task`, 0 to 2.
        field: the field that is set, of `set`.
        value: what it is set to.
        stage: where the deal goes, of `move`; reason: why, of `move` and `approval`.
        how: how the owner is chosen, of `assign`, among people or a team or by table.
        people: of `approval`: who is asked beside those the process names.
        most_open: of `assign`: who has so many running customers gets none; None for no limit.
        add: tags that are added, of `tag`; remove: that are taken off.
        channel: by which way a message goes.
        template: the key of the template a message is written from, instead of `text`; of
            `document`: of the shipped contract that is made.
        via: the key of the channel it must go by; the first that fits when empty.
    """

    do: Doing
    to: Person = Person()
    text: Long = ""
    due: Due | None = None
    priority: int = Field(default=0, ge=0, le=2)
    field: str = ""
    value: Any = None
    stage: str = ""
    reason: Short = ""
    how: How = "fixed"
    people: tuple[int, ...] = ()
    team: int | None = None
    table: tuple[ByChannel, ...] = ()
    most_open: int | None = Field(default=None, ge=1, le=100_000)
    add: tuple[Short, ...] = ()
    remove: tuple[Short, ...] = ()
    channel: Literal["sms", "email", "bot", "webhook"] = "sms"
    template: Short = ""
    via: Short = ""


class Quiet(Part):
    """Hours in which nobody is told anything; what falls into them is told afterwards."""

    begins: Clock = Field(default="21:00", alias="from")
    ends: Clock = Field(default="08:00", alias="to")


class Rule(Part):
    """A rule.

    Attributes:
        key: its name in code, never changed.
        kind: which records it is about.
        condition: if, as JSON of the condition language; None for always.
        then: what it does, in order.
        every_days: at most once per record in so many days; None for every occasion.
        once: once per record and never again.
        stop: rules further down do not wake for the same record any more.
        trial: it only notes whom it would have reminded, and does nothing.
        working_days: by the clock only on working days; what falls on others waits for the next.
        is_on: whether it is in force.
        position: rules fire in this order.
    """

    format: Literal[1] = FORMAT
    key: RuleKey
    title: Title
    group: Group = "other"
    kind: str = "customer"
    when: When
    condition: Mapping[str, Any] | None = Field(default=None, alias="if")
    then: tuple[Action, ...] = Field(min_length=1, max_length=MOST_ACTIONS)
    every_days: int | None = Field(default=None, ge=1, le=MOST_DAYS)
    once: bool = False
    stop: bool = False
    trial: bool = False
    quiet: Quiet | None = None
    working_days: bool = False
    is_on: bool = Field(default=True, alias="on")
    position: int = Field(default=0, ge=0, le=100_000)

    def body(self) -> dict[str, Any]:
        """Answer the JSON form; what stands at its usual value is left out."""
        return {
            "format": FORMAT,
            **self.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        }
