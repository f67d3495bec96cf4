"""What somebody began to write and has not saved yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import Base, Identified, JsonMap, JsonType, Key, Utc


class Draft(Identified, Base, kw_only=True):
    """An unsaved form, contact or design of one person.

    It belongs to no history and to no other row: it never stands in the way of anything.

    Attributes:
        person_id: whose it is; nobody else ever reads it.
        key: what it is a draft of, such as `customer:new` or `follow_up:17`.
        body: as the window that wrote it understands it.
    """

    __tablename__ = "draft"

    person_id: Mapped[int]
    key: Mapped[Key]
    body: Mapped[JsonMap] = mapped_column(JsonType, default_factory=dict[str, Any])
    kept_at: Mapped[Utc]

    __table_args__ = (UniqueConstraint("person_id", "key"),)
