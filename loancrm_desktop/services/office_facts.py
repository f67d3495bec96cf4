"""What the office is: what contracts print of it, and in figures version, size, counts, newest backup, the chain's head."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models import integrity
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.people import User
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services import access, journal, office_settings
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.values.cells import one_line
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.vault.office_folder import FORMAT
from loancrm_desktop.texts import say

_COUNTED: tuple[tuple[str, Any], ...] = (
    ("customers", Customer),
    ("deals", Deal),
    ("follow_ups", FollowUp),
    ("tasks", Task),
    ("documents", Document),
    ("users", User),
)


MOST_FACT = 200
_SUBJECT = "office"
_PHONE = re.compile(r"[+0-9][0-9 ()\-/,;转]{4,60}")
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(3**place % 31 for place in range(17))


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


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What contracts and receipts print of the office.

    Attributes:
        credit_code: the unified social credit code of its licence, 18 characters.
    """

    address: str = ""
    phone: str = ""
    credit_code: str = ""


def facts_of(work: Work) -> OfficeFacts:
    """Answer what the office has said of itself; empty where it has not."""
    kept = office_settings.read(work, _SUBJECT)
    return OfficeFacts(**{each.name: str(kept.get(each.name, "")) for each in fields(OfficeFacts)})


@reader("office.facts")
def facts(work: Work) -> OfficeFacts:
    """Answer what contracts print of the office; anybody who may open it may know it."""
    return facts_of(work)


@operation("office.edit_facts")
def edit_facts(work: Work, told: OfficeFacts) -> OfficeFacts:
    """Write down what contracts print of the office; answers it as it is kept.

    Raises:
        Invalid: naming every field that does not hold.
        Refused: the actor may not.
    """
    access.require(work, "office.edit")
    clean = OfficeFacts(
        address=one_line(told.address), phone=one_line(told.phone),
        credit_code=one_line(told.credit_code).replace(" ", "").upper(),
    )  # fmt: skip
    problems = [
        FieldProblem(each.name, "length", say("Use at most {count} characters.", count=MOST_FACT))
        for each in fields(OfficeFacts)
        if len(getattr(clean, each.name)) > MOST_FACT
    ]
    if clean.credit_code and not is_credit_code(clean.credit_code):
        text = say(
            "This is no unified social credit code: 18 digits and letters, the last one checks "
            "the others. Compare it with the business licence."
        )
        problems.append(FieldProblem("credit_code", "check_digit", text))
    if clean.phone and not _PHONE.fullmatch(clean.phone):
        text = say("Write the phone with digits, such as 0755-8888 0000.")
        problems.append(FieldProblem("phone", "form", text))
    if problems:
        raise Invalid(problems[0].text, problems)
    office_settings.write(work, _SUBJECT, asdict(clean))
    return clean


def is_credit_code(code: str) -> bool:
    """Say whether a unified social credit code is whole (GB 32100-2015)."""
    if len(code) != len(_WEIGHTS) + 1 or any(each not in _CODE_LETTERS for each in code):
        return False
    total = sum(
        _CODE_LETTERS.index(each) * weight for each, weight in zip(code, _WEIGHTS, strict=False)
    )
    return _CODE_LETTERS[-total % len(_CODE_LETTERS)] == code[-1]


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
    # Both are read off an index: a condition on all rows would visit each of a million.
    counted = select(func.count()).select_from(model)
    gone = counted.where(model.deleted_at.is_not(None))
    return work.session.execute(
        select(counted.scalar_subquery() - gone.scalar_subquery())
    ).scalar_one()


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
