"""How far the office's own numbers have been counted."""

from __future__ import annotations

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import Base, Identified, Key


class NumberSeries(Identified, Base, kw_only=True):
    """The last number given out in one field, in one year or month.

    It belongs to no history: a number once given is never given again, though the record it was
    given to is taken back.

    Attributes:
        kind: the record kind.
        field: the key of the field.
        period: `2026`, `202606`, or empty where counting never begins anew.
    """

    __tablename__ = "number_series"

    kind: Mapped[Key]
    field: Mapped[Key]
    period: Mapped[Key]
    last: Mapped[int] = mapped_column(BigInteger, default=0)

    __table_args__ = (UniqueConstraint("kind", "field", "period"),)
