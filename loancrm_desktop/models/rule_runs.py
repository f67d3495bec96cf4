"""What the office's rules did, each once; whose turn it is; and what people were told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import (
    Base,
    Identified,
    JsonMap,
    JsonType,
    Key,
    Line,
    LongText,
    Utc,
)


class RuleRun(Identified, Base, kw_only=True):
    """One occasion on which a rule fired for a record.

    Attributes:
        rule: the rule's key.
        version: of the rule that fired.
        kind: of the record.
        occasion: rule, record and what it fired for, unique, so that it fires exactly once.
        due_at: the true time, which may lie before `at` when no program ran.
        state: `done`, `trial`, `making`, `failed`, `gave_up`, `stopped` or `skipped`.
        facts: the values that decided, by field.
        did: what was done, action by action.
        fault: why it could not be done, in words.
        next_try_at: when a failed one is tried again.
    """

    __tablename__ = "rule_run"

    rule: Mapped[Key]
    version: Mapped[int] = mapped_column(Integer)
    kind: Mapped[Key]
    record_id: Mapped[int]
    occasion: Mapped[Line]
    at: Mapped[Utc]
    due_at: Mapped[Utc | None] = mapped_column(default=None)
    state: Mapped[Key]
    facts: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    did: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    fault: Mapped[LongText | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[Utc | None] = mapped_column(default=None)

    __table_args__ = (
        UniqueConstraint("occasion"),
        Index("ix_rule_run_rule", "rule", "at"),
        Index("ix_rule_run_record", "kind", "record_id", "rule", "at"),
        # Only of those that are to be tried again.
        Index(
            "ix_rule_run_retry",
            "next_try_at",
            sqlite_where=column("next_try_at").is_not(None),
            postgresql_where=column("next_try_at").is_not(None),
        ),
    )


class RuleTurn(Identified, Base, kw_only=True):
    """How often each member of a group got something by a rule, so that the shares stay even.

    Attributes:
        whose: the rule's key and the number of the action, such as `spread/0`.
        given: how many this person got, counted from what a newcomer began with.
        last: the number of the turn in which this person could last have got something.
    """

    __tablename__ = "rule_turn"

    whose: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    given: Mapped[int] = mapped_column(Integer, default=0)
    last: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (UniqueConstraint("whose", "person_id"),)


class Notice(Identified, Base, kw_only=True):
    """Something a person is told.

    Attributes:
        kind: `rule`, `limit`, `task`, `approval`, `summary` …; people choose per kind.
        record_kind: what a click leads to, with `record_id`.
        shown_at: when it is to be shown; later than `at` while it is put off.
        once_key: what it is told for, unique, so that it is told once.
    """

    __tablename__ = "notice"

    person_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    kind: Mapped[Key]
    title: Mapped[Line]
    text: Mapped[LongText | None] = mapped_column(default=None)
    record_kind: Mapped[Key | None] = mapped_column(default=None)
    record_id: Mapped[int | None] = mapped_column(default=None)
    at: Mapped[Utc]
    shown_at: Mapped[Utc]
    read_at: Mapped[Utc | None] = mapped_column(default=None)
    once_key: Mapped[Line | None] = mapped_column(default=None)

    __table_args__ = (
        UniqueConstraint("once_key"),
        Index("ix_notice_person", "person_id", "read_at", "shown_at"),
    )
