"""What is drawn of a form and not in force: everybody's own, none ever over another's.

Drafts lie in the table of drafts, of which the history says nothing: one that is kept every two
seconds is nobody's word yet. Publishing is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import or_, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.database import json_text
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.drafts import Draft
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.design import MAX_JSON_LENGTH
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

STEM = "form:"


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A draft of a form.

    Attributes:
        based_on: the version that was in force when it was begun.
        aside: whether it was put aside because another desk kept a later one.
    """

    id: int
    person_id: int | None
    kept_at: datetime
    based_on: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a draft brought to light.

    Attributes:
        others: drafts of the same form that others keep, and own ones put aside; newest first.
    """

    kept_at: datetime
    others: tuple[FormDraft, ...]


@operation("forms.save_draft")
def save_draft(
    work: Work,
    kind: str,
    body: dict[str, Any],
    based_on: int = 0,
    desk: str = "",
    over: datetime | None = None,
) -> Kept:
    """Keep what is drawn, faulty or not, for the actor alone; the history is told nothing.

    A draft that the same person kept at another desk meanwhile is put aside, never written over.

    Args:
        work: the operation.
        kind: the record kind.
        body: the form's JSON as it stands.
        based_on: the version in force when it was begun.
        desk: names the window that draws; its own draft it may write over.
        over: when the draft it goes on with was kept.

    Raises:
        Invalid: it is too large, or there is no such kind.
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    catalog_of(work).kind(kind)
    if len(json_text(body)) > MAX_JSON_LENGTH:
        raise Invalid(say("This form is too large to be kept."))
    row = _own_row(work, kind)
    if row is not None and not _goes_on(row, body, desk, over):
        row.key = _free_key(work, kind)
        work.session.flush()
        row = None
    if row is None:
        row = Draft(person_id=work.me, key=STEM + kind, kept_at=work.now)
        work.session.add(row)
    row.body = {"body": body, "based_on": based_on, "desk": desk}
    row.kept_at = work.now
    work.session.flush()
    return Kept(work.now, others_of(work, kind))


@operation("forms.discard_draft")
def discard_draft(work: Work, kind: str, draft_id: int | None = None) -> bool:
    """Let one's draft go, or one put aside; answers whether there was one.

    Raises:
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    rows = [row for row in _rows(work, kind) if row.person_id == work.me]
    gone = [row for row in rows if _is_meant(row, kind, draft_id)]
    for row in gone:
        work.session.delete(row)
    earlier = None if draft_id is not None else earlier_row(work, kind)
    if earlier is not None:
        work.session.delete(earlier)
    return bool(gone) or earlier is not None


@reader("forms.draft")
def draft(work: Work, kind: str, draft_id: int) -> dict[str, Any]:
    """Answer the body of a draft, also of somebody else's: forms are drawn for all.

    Raises:
        Invalid: there is none any more.
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    for row in _rows(work, kind):
        if row.id == draft_id:
            return _body(row)
    raise Invalid(say("There is no draft of this form."))


def own_draft(work: Work, kind: str) -> tuple[FormDraft, dict[str, Any]] | None:
    """Answer the actor's draft with its body, None when there is none."""
    row = _own_row(work, kind)
    if row is not None:
        return None if _is_spent(work, kind, row) else (_described(row, kind), _body(row))
    earlier = earlier_row(work, kind)
    if earlier is None:
        return None
    found = FormDraft(0, earlier.made_by, earlier.made_at, earlier.version - 1, aside=False)
    return found, dict(earlier.body)


def others_of(work: Work, kind: str) -> tuple[FormDraft, ...]:
    """Answer the drafts of others and those put aside, the newest first."""
    rows = [row for row in _rows(work, kind) if not _is_own(row, kind, work.me)]
    return tuple(_described(row, kind) for row in rows if not _is_spent(work, kind, row))


def spend(work: Work, kind: str, version: int) -> None:
    """Note that the actor's draft was published; should that be taken back, it is a draft again."""
    row = _own_row(work, kind)
    if row is not None:
        row.body = {**row.body, "published": version, "at": work.now.isoformat()}
    earlier = earlier_row(work, kind)
    if earlier is not None:
        work.session.delete(earlier)


def earlier_row(work: Work, kind: str) -> Design | None:
    """Answer the draft an earlier version of the program kept among the versions."""
    chosen = select(Design).where(
        Design.kind == "form", Design.key == kind, Design.state == "draft"
    )
    return work.session.execute(chosen).scalars().first()


def _goes_on(row: Draft, body: Mapping[str, Any], desk: str, over: datetime | None) -> bool:
    """Say whether a draft kept now continues the one that is there."""
    kept_by = row.body.get("desk")
    return kept_by == desk or row.kept_at == over or "published" in row.body or _body(row) == body


def _rows(work: Work, kind: str) -> Sequence[Draft]:
    key = STEM + kind
    named = or_(Draft.key == key, Draft.key.startswith(f"{key}.", autoescape=True))
    chosen = select(Draft).where(named).order_by(Draft.kept_at.desc(), Draft.id.desc())
    return work.session.execute(chosen).scalars().all()


def _own_row(work: Work, kind: str) -> Draft | None:
    return next((row for row in _rows(work, kind) if _is_own(row, kind, work.me)), None)


def _is_own(row: Draft, kind: str, person_id: int) -> bool:
    return row.person_id == person_id and row.key == STEM + kind


def _is_meant(row: Draft, kind: str, draft_id: int | None) -> bool:
    return row.key == STEM + kind if draft_id is None else row.id == draft_id


def _is_spent(work: Work, kind: str, row: Draft) -> bool:
    """Say whether a draft came into force and has not been taken back since."""
    version = row.body.get("published")
    if version is None:
        return False
    chosen = select(Design.made_at).where(
        Design.kind == "form", Design.key == kind, Design.version == version
    )
    made_at = work.session.execute(chosen).scalar()
    return made_at is not None and made_at.isoformat() == row.body.get("at")


def _free_key(work: Work, kind: str) -> str:
    taken = {row.key for row in _rows(work, kind) if row.person_id == work.me}
    number = 2
    while f"{STEM}{kind}.{number}" in taken:
        number += 1
    return f"{STEM}{kind}.{number}"


def _described(row: Draft, kind: str) -> FormDraft:
    based_on = row.body.get("based_on")
    number = based_on if isinstance(based_on, int) else 0
    return FormDraft(row.id, row.person_id, row.kept_at, number, row.key != STEM + kind)


def _body(row: Draft) -> dict[str, Any]:
    found = row.body.get("body")
    return dict(cast("dict[str, Any]", found)) if isinstance(found, dict) else {}
