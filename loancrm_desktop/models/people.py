"""Who works in the office: users, teams, roles."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import (
    Base,
    Day,
    Fen,
    Identified,
    JsonMap,
    JsonType,
    Key,
    Line,
    Record,
    Utc,
)


class Team(Record, Base, kw_only=True):
    """A group of brokers with a supervisor."""

    __tablename__ = "team"

    name: Mapped[Line]
    supervisor_id: Mapped[int | None] = mapped_column(default=None)

    __table_args__ = (UniqueConstraint("name"),)


class Role(Identified, Base, kw_only=True):
    """What people of one kind may see and do.

    Attributes:
        rights: {"scope": "own|team|all", "may": [...], "masks": {...}}, read by access.py.
    """

    __tablename__ = "role"

    key: Mapped[Key] = mapped_column(unique=True)
    name_zh: Mapped[Line]
    name_en: Mapped[Line]
    rights: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    revision: Mapped[int] = mapped_column(default=1)


class User(Record, Base, kw_only=True):
    """One person with a login; the password lives in a key slot, never here."""

    __tablename__ = "app_user"

    login: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Line]
    role_key: Mapped[Key] = mapped_column(ForeignKey("role.key"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), default=None, index=True)
    phone: Mapped[Line | None] = mapped_column(default=None)
    active: Mapped[bool] = mapped_column(default=True)
    last_seen_at: Mapped[Utc | None] = mapped_column(default=None)


class Channel(Record, Base, kw_only=True):
    """Where customers come from."""

    __tablename__ = "channel"

    key: Mapped[Key] = mapped_column(unique=True)
    name: Mapped[Line]
    retired: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class ChannelCost(Record, Base, kw_only=True):
    """What a channel cost in one month; `month` is its first day."""

    __tablename__ = "channel_cost"

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    month: Mapped[Day]
    cost_fen: Mapped[Fen]

    __table_args__ = (UniqueConstraint("channel_id", "month"),)
