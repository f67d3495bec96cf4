"""Records of kinds the office made up itself: a car, a property, an expense."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import Base, Key, Line, Record


class OwnRecord(Record, Base, kw_only=True):
    """A record of a kind of the office's own; all such kinds lie in this one table.

    Attributes:
        kind: `x_` and the key of the record type, which is a design (`record_type`).
        name, name_key: what people call it, and the same for comparing.
        customer_id: whose it is; who sees the customer sees the record.
        owner_id, team_id: who looks after it; decides who sees it while it has no customer.
    """

    __tablename__ = "own_record"

    kind: Mapped[Key]
    name: Mapped[Line]
    name_key: Mapped[Line]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), default=None)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), default=None)

    __table_args__ = (
        Index("ix_own_record_kind", "kind", "created_at", "id"),
        Index("ix_own_record_name", "kind", "name_key"),
        Index("ix_own_record_customer", "customer_id", "kind"),
        Index("ix_own_record_deal", "deal_id"),
    )
