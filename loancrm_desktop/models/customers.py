"""Customers, the people around them, their tags."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, column
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import (
    Base,
    Day,
    Fen,
    Identified,
    JsonList,
    JsonType,
    Key,
    Line,
    LongText,
    Record,
    Utc,
    trash_index,
)


class Customer(Record, Base, kw_only=True):
    """A person who may want a loan.

    Attributes:
        name_key, company_key: NFKC + casefold of the text, for comparing.
        phone, phone2: E.164 without `+86` for mainland numbers, digits only otherwise with `+`.
        deal_id … deal_amount_fen: of the liveliest deal, kept by services so lists never join.
        last_contact_at: time of the last real follow-up.
    """

    __tablename__ = "customer"

    name: Mapped[Line]
    name_key: Mapped[Line]
    phone: Mapped[Key | None] = mapped_column(default=None)
    phone2: Mapped[Key | None] = mapped_column(default=None)
    id_number: Mapped[Key | None] = mapped_column(default=None)
    gender: Mapped[Key | None] = mapped_column(default=None)
    birth_date: Mapped[Day | None] = mapped_column(default=None)
    wechat: Mapped[Line | None] = mapped_column(default=None)
    email: Mapped[Line | None] = mapped_column(default=None)
    region: Mapped[Line | None] = mapped_column(default=None)
    address: Mapped[Line | None] = mapped_column(default=None)
    company: Mapped[Line | None] = mapped_column(default=None)
    company_key: Mapped[Line | None] = mapped_column(default=None)
    occupation: Mapped[Line | None] = mapped_column(default=None)
    monthly_income_fen: Mapped[Fen | None] = mapped_column(default=None)
    social_insurance: Mapped[Key | None] = mapped_column(default=None)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"), default=None)
    referrer: Mapped[Line | None] = mapped_column(default=None)
    credit_standing: Mapped[Key | None] = mapped_column(default=None)
    assets: Mapped[JsonList] = mapped_column(JsonType, default_factory=list[Any])
    requested_amount_fen: Mapped[Fen | None] = mapped_column(default=None)
    requested_term_months: Mapped[int | None] = mapped_column(Integer, default=None)
    product_type: Mapped[Key | None] = mapped_column(default=None)
    purpose: Mapped[Key | None] = mapped_column(default=None)
    level: Mapped[Key | None] = mapped_column(default=None)
    status: Mapped[Key] = mapped_column(default="prospect")
    tags: Mapped[JsonList] = mapped_column(JsonType, default_factory=list[Any])
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), default=None)
    next_follow_up_at: Mapped[Utc | None] = mapped_column(default=None)
    last_contact_at: Mapped[Utc | None] = mapped_column(default=None)
    remark: Mapped[LongText | None] = mapped_column(default=None)
    deal_id: Mapped[int | None] = mapped_column(default=None)
    deal_stage: Mapped[Key | None] = mapped_column(default=None)
    deal_stage_entered_at: Mapped[Utc | None] = mapped_column(default=None)
    deal_due_at: Mapped[Utc | None] = mapped_column(default=None)
    deal_amount_fen: Mapped[Fen | None] = mapped_column(default=None)

    __table_args__ = (
        Index("ix_customer_contact", "last_contact_at", "id"),
        Index("ix_customer_created", "created_at", "id"),
        # With all that is asked of an appointment: whose it is, and whether it still stands.
        Index("ix_customer_next", "next_follow_up_at", "id", "owner_id", "deleted_at"),
        # Holds all that a filter of one person's customers asks, in the order of the list, so
        # that no row is looked up for it.
        Index(
            "ix_customer_owner",
            "owner_id",
            "last_contact_at",
            "id",
            "deal_stage",
            "deal_amount_fen",
            "deleted_at",
        ),
        Index("ix_customer_team", "team_id", "last_contact_at", "id"),
        Index("ix_customer_phone", "phone"),
        Index(
            "ix_customer_phone2",
            "phone2",
            sqlite_where=column("phone2").is_not(None),
            postgresql_where=column("phone2").is_not(None),
        ),
        Index("ix_customer_id_number", "id_number"),
        Index("ix_customer_name_key", "name_key"),
        trash_index("customer"),
    )


class RelatedPerson(Record, Base, kw_only=True):
    """A spouse, co-borrower or guarantor; linked to a customer record when there is one."""

    __tablename__ = "related_person"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    relation: Mapped[Key]
    name: Mapped[Line]
    phone: Mapped[Key | None] = mapped_column(default=None)
    id_number: Mapped[Key | None] = mapped_column(default=None)
    linked_customer_id: Mapped[int | None] = mapped_column(
        ForeignKey("customer.id"), default=None, index=True
    )
    remark: Mapped[LongText | None] = mapped_column(default=None)


class Tag(Identified, Base, kw_only=True):
    """A word people stick on customers."""

    __tablename__ = "tag"

    name: Mapped[Line] = mapped_column(unique=True)
    colour: Mapped[Key | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)


class ToldApart(Identified, Base, kw_only=True):
    """Two customers that look alike, and somebody knows that they are two people."""

    __tablename__ = "told_apart"

    first_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    at: Mapped[Utc]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)

    __table_args__ = (
        # Not unique: when a third is merged into one of the two, a pair may stand here twice.
        Index("ix_told_apart_first", "first_id"),
        Index("ix_told_apart_second", "second_id"),
    )
