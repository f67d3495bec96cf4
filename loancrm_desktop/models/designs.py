"""Every design of the office (form, process, rule, report, view, setting) as versioned documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import Base, Identified, JsonMap, JsonType, Key, Line, Record, Utc


class Design(Identified, Base, kw_only=True):
    """One version of one design.

    Attributes:
        kind: `form`, `process`, `rule`, `report`, `dashboard`, `template`, `settings` …
        state: `draft`, `published` or `retired`; at most one published per kind and key.
    """

    __tablename__ = "design"

    kind: Mapped[Key]
    key: Mapped[Key]
    version: Mapped[int]
    state: Mapped[Key]
    body: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    made_at: Mapped[Utc]
    made_by: Mapped[int | None] = mapped_column(default=None)

    __table_args__ = (
        UniqueConstraint("kind", "key", "version"),
        Index("ix_design_state", "kind", "state", "key"),
    )


class CustomField(Record, Base, kw_only=True):
    """A field the office added to a record kind.

    Attributes:
        spec: the field's type, labels, options and marks, as catalog.py reads them.
    """

    __tablename__ = "custom_field"

    kind: Mapped[Key]
    key: Mapped[Key]
    spec: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("kind", "key"),)


class SavedView(Record, Base, kw_only=True):
    """A list's filter, sort and columns under a name.

    Attributes:
        owner_id: whose it is; None means shared by the office.
    """

    __tablename__ = "saved_view"

    kind: Mapped[Key]
    name: Mapped[Line]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    pinned: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    body: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])

    __table_args__ = (Index("ix_saved_view_owner", "kind", "owner_id"),)
