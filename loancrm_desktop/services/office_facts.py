"""What the office is, in figures: version, size, counts, newest backup, the chain's head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.models import integrity
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.people import User
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services import journal
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.vault.office_folder import FORMAT

_COUNTED: tuple[tuple[str, Any], ...] = (
    ("customers", Customer),
    ("deals", Deal),
    ("follow_ups", FollowUp),
    ("tasks", Task),
    ("documents", Document),
    ("users", User),
)


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """The office in figures.

    Attributes:
        format: of the office folder.
        schema: number of the database's newest migration.
        counts: rows per kind, without the trash.
        audit_head: the journal's newest fingerprint, hex.
        size_bytes: of every file in the office folder but the backups.
        last_backup: when the newest file in `backups` was written, ISO 8601, or None.
    """

    name: str
    format: int
    schema: int
    mode: str
    counts: dict[str, int]
    audit_head: str
    size_bytes: int
    last_backup: str | None


@reader("office.info")
def info(work: Work) -> OfficeInfo:
    """Answer the office in figures; anybody who may open it may know them."""
    folder = work.place.folder
    return OfficeInfo(
        name=work.place.name,
        format=FORMAT,
        schema=integrity.schema_number(work.session),
        mode=work.place.mode,
        counts={name: _count(work, model) for name, model in _COUNTED},
        audit_head=journal.head(work),
        size_bytes=_size_bytes(folder),
        last_backup=_last_backup(folder / "backups", work),
    )


def _count(work: Work, model: Any) -> int:
    chosen = select(func.count()).select_from(model).where(model.deleted_at.is_(None))
    return work.session.execute(chosen).scalar_one()


def _size_bytes(folder: Path) -> int:
    backups = folder / "backups"
    return sum(_bytes_of(path) for path in folder.rglob("*") if backups not in path.parents)


def _bytes_of(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:  # another desk's file may go while we look
        return 0


def _last_backup(folder: Path, work: Work) -> str | None:
    times = [path.stat().st_mtime for path in folder.glob("*") if path.is_file()]
    if not times:
        return None
    moment = datetime.fromtimestamp(int(max(times)), UTC)
    return moment.astimezone(work.place.zone).isoformat()
