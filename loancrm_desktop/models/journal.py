"""The journal's chain, which records each entry touched, and messages waiting to be sent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, column
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


class JournalEntry(Base, kw_only=True):
    """One operation, with everything it changed, chained to the one before.

    Attributes:
        seq: 1, 2, 3 … without a gap.
        changes: zlib-compressed JSON of the change set, old → new.
        undoes: the entry this one takes back, else None.
        caused_by: the rule that acted on its own (time-based), else None.
        hash: HMAC-SHA256 over this entry's canonical form and `prev_hash`, by the journal key.
    """

    __tablename__ = "journal_entry"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[Utc]
    actor_id: Mapped[int | None]
    desk: Mapped[Line]
    operation: Mapped[Key]
    note: Mapped[LongText | None]
    undoes: Mapped[int | None]
    caused_by: Mapped[int | None]
    changes: Mapped[bytes] = mapped_column(LargeBinary)
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        Index(
            "ix_journal_entry_undoes",
            "undoes",
            sqlite_where=column("undoes").is_not(None),
            postgresql_where=column("undoes").is_not(None),
        ),
    )


class JournalTouch(Base, kw_only=True):
    """Which entries touched a record; the way from a record to its history."""

    __tablename__ = "journal_touch"

    kind: Mapped[Key] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class JournalRange(Base, kw_only=True):
    """A bulk insert of consecutive ids, or its removal, in place of one touch per row."""

    __tablename__ = "journal_range"

    kind: Mapped[Key] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    last_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class OutboxMessage(Identified, Base, kw_only=True):
    """A message waiting to be sent; never sent from inside a transaction.

    Attributes:
        channel: by which way: `sms`, `email`, `bot` or `webhook`.
        state: `waiting`, `sending`, `sent`, `failed`, `cancelled`, or `unclear` when it was handed
            over and nobody knows whether it arrived: a person decides.
        once_key: what it is sent for, unique, so that it is made once.
    """

    __tablename__ = "outbox_message"

    channel: Mapped[Key]
    address: Mapped[Line]
    body: Mapped[LongText]
    customer_id: Mapped[int | None] = mapped_column(default=None, index=True)
    state: Mapped[Key] = mapped_column(default="waiting", index=True)
    once_key: Mapped[Line | None] = mapped_column(default=None, unique=True)
    created_at: Mapped[Utc]
    next_try_at: Mapped[Utc | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    answer: Mapped[LongText | None] = mapped_column(default=None)


class ImportMapping(Identified, Base, kw_only=True):
    """How a sheet's columns were mapped last time, remembered by its header."""

    __tablename__ = "import_mapping"

    header_hash: Mapped[Key] = mapped_column(unique=True)
    body: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    used_at: Mapped[Utc]
