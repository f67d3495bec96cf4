"""What every table shares: the declarative base, ids, revisions, and our column types."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Date, Index, Integer, MetaData, String, Text, column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Turn an aware time into whole milliseconds since 1970 (UTC), rounded down."""
    return (moment - _EPOCH) // _MS


def from_ms(stored_ms: int) -> datetime:
    """Turn milliseconds since 1970 back into an aware UTC time."""
    if stored_ms < 0:  # Windows cannot make these directly
        return _EPOCH + timedelta(milliseconds=stored_ms)
    return datetime.fromtimestamp(stored_ms / 1000, UTC)


class UtcTime(TypeDecorator[datetime]):
    """A moment, stored as integer milliseconds since 1970 UTC: compact, ordered, exact."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy hands it over
        """Accept only times that know their zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored time needs a zone"
            raise ValueError(message)
        return to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy hands it over
        """Answer an aware UTC time."""
        return None if value is None else from_ms(value)


JsonType = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


Key = Annotated[str, mapped_column(String(64))]
Line = Annotated[str, mapped_column(String(255))]
LongText = Annotated[str, mapped_column(Text)]
Fen = Annotated[int, mapped_column(BigInteger)]
Ppm = Annotated[int, mapped_column(Integer)]
Utc = Annotated[datetime, mapped_column(UtcTime)]
Day = Annotated[date, mapped_column(Date)]
JsonList = Annotated[list[Any], mapped_column(JsonType)]
JsonMap = Annotated[dict[str, Any], mapped_column(JsonType)]

BigId = BigInteger().with_variant(Integer, "sqlite")


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """The declarative base; relations are not mapped: services own their queries."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def trash_index(table: str) -> Index:
    """Answer an index of a table's trash alone: counted and listed without a walk of the rest.

    An index on every row would tempt the planner away from the order a list asks for.
    """
    gone = column("deleted_at").is_not(None)
    return Index(f"ix_{table}_trash", "deleted_at", sqlite_where=gone, postgresql_where=gone)


class Identified(MappedAsDataclass, kw_only=True, repr=False, eq=False):
    """A table with an id of its own, never reused."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, init=False)


class Record(Identified, kw_only=True, repr=False, eq=False):
    """A row people work on: it has a revision, times, and the office's own fields.

    Attributes:
        revision: counts saved changes; a face sends the one it showed.
        deleted_at: when it was put into the trash, else None.
        custom: values of fields the office added, replaced whole, never changed in place.
    """

    revision: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[Utc]
    updated_at: Mapped[Utc]
    deleted_at: Mapped[Utc | None] = mapped_column(default=None)
    custom: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
