"""Files kept for customers and deals; their contents lie encrypted beside the database."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from loancrm_desktop.models.base import Base, Day, Identified, Key, Line, Record, Utc, trash_index


class Document(Record, Base, kw_only=True):
    """One file.

    Attributes:
        blob: the random name of the encrypted file under `files/`.
        sha256: of the plain content, hex.
        key_wrapped: the document's own key, wrapped by the documents' key, hex.
    """

    __tablename__ = "document"

    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deal.id"), default=None)
    kind: Mapped[Key]
    name: Mapped[Line]
    media_type: Mapped[Line | None] = mapped_column(default=None)
    size_bytes: Mapped[int]
    sha256: Mapped[Key]
    blob: Mapped[Key]
    key_wrapped: Mapped[Line]
    valid_until: Mapped[Day | None] = mapped_column(default=None)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), default=None)

    __table_args__ = (
        Index("ix_document_customer", "customer_id"),
        Index("ix_document_deal", "deal_id"),
        trash_index("document"),
    )


class DocumentAccess(Identified, Base, kw_only=True):
    """One look at a file: added, viewed, handed out, refused."""

    __tablename__ = "document_access"

    document_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[Utc]
    user_id: Mapped[int]
    act: Mapped[Key]
    purpose: Mapped[Line | None] = mapped_column(default=None)
