"""The processes of an office as their drawer sees them: published, draft, versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.deals import Deal, Process
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.design_drafts import DesignDraft
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.process_drafts import KIND, shelf
from loancrm_desktop.services.process.reading import parsed
from loancrm_desktop.texts import say

DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"


@dataclass(frozen=True, slots=True)
class ProcessVersion:
    """One version of a process that is or was published.

    Attributes:
        running: how many open deals run by it.
    """

    version: int
    state: str
    made_at: datetime
    made_by: int | None
    nodes: int
    running: int


@dataclass(frozen=True, slots=True)
class ProcessDrawing:
    """A process with all a designer needs.

    Attributes:
        published: the process in force, in the present format; empty while nothing is published.
        published_version: 0 while nothing is published.
        draft: what the actor has drawn and not published.
        draft_based_on: the version that was in force when the draft was begun.
        others: drafts of others, and own ones that were put aside.
        versions: the newest first.
        running: how many open deals there are in it, whatever their version.
    """

    key: str
    name_zh: str
    name_en: str
    published: dict[str, Any]
    published_version: int
    draft: dict[str, Any] | None
    draft_saved_at: datetime | None
    versions: tuple[ProcessVersion, ...]
    running: int
    draft_based_on: int = 0
    others: tuple[DesignDraft, ...] = ()


@reader("process.drawn")
def drawn(work: Work, process: str | None = None) -> ProcessDrawing:
    """Answer a process with its draft and versions; the default one for None.

    Raises:
        Invalid: there is none of that name.
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    key = process if process is not None else _default_key(work)
    rows = rows_of(work, key)
    drafts = shelf(work, key)
    own, others = drafts.own(), drafts.others()
    if not (rows or own or others):
        raise Invalid(say("There is no process named {key}.", key=key))
    published = next((row for row in rows if row.state == PUBLISHED), None)
    shown: dict[str, Any] = present(published.body) if published is not None else {}
    named = shown or (own[1] if own is not None else {})
    running = running_by_version(work, key)
    return ProcessDrawing(
        key,
        str(named.get("name_zh", key)),
        str(named.get("name_en", "") or named.get("name_zh", key)),
        shown,
        0 if published is None else published.version,
        None if own is None else own[1],
        None if own is None else own[0].kept_at,
        tuple(_version(row, running) for row in rows if row.state != DRAFT),
        sum(running.values()),
        0 if own is None else own[0].based_on,
        others,
    )


@reader("process.version")
def version(work: Work, process: str, number: int | None = None) -> dict[str, Any]:
    """Answer a version of a process in the present format; the draft as it is for None.

    Raises:
        Invalid: there is no such version, or no draft.
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    return version_body(work, process, number)


def present(body: dict[str, Any]) -> dict[str, Any]:
    """Answer a body in the present format; one that cannot be read as it is."""
    found, _ = parsed(body)
    return found.written() if found is not None else dict(body)


def version_body(work: Work, process: str, number: int | None) -> dict[str, Any]:
    """Answer a version's body; the draft's for None.

    Raises:
        Invalid: there is none.
    """
    if number is None:
        own = shelf(work, process).own()
        if own is None:
            raise Invalid(say("There is no draft of this process."))
        return own[1]
    for row in rows_of(work, process):
        if row.version == number and row.state != DRAFT:
            return present(row.body)
    raise Invalid(say("There is no version {number} of this process.", number=number))


def rows_of(work: Work, process: str) -> Sequence[Design]:
    """Answer a process's versions, the newest first."""
    chosen = select(Design).where(Design.kind == KIND, Design.key == process)
    return work.session.execute(chosen.order_by(Design.version.desc())).scalars().all()


def next_version(work: Work, process: str) -> int:
    """Answer the number of the next version."""
    last = select(func.max(Design.version)).where(Design.kind == KIND, Design.key == process)
    return (work.session.execute(last).scalar() or 0) + 1


def running_by_version(work: Work, process: str) -> dict[int, int]:
    """Answer how many open deals run by each version; those without a stay by the first."""
    chosen = (
        select(func.coalesce(NodeVisit.version, 1), func.count())
        .select_from(Deal)
        .join(Process, Process.id == Deal.process_id)
        .outerjoin(
            NodeVisit,
            (NodeVisit.deal_id == Deal.id)
            & NodeVisit.left_at.is_(None)
            & NodeVisit.track.is_(None),
        )
        .where(Process.key == process, Deal.outcome == "open", Deal.deleted_at.is_(None))
        .group_by(func.coalesce(NodeVisit.version, 1))
    )
    return {int(row[0]): int(row[1]) for row in work.session.execute(chosen)}


def _default_key(work: Work) -> str:
    chosen = select(Process.key).where(Process.is_default.is_(True), Process.deleted_at.is_(None))
    return work.session.execute(chosen.limit(1)).scalar() or "standard"


def _version(row: Design, running: dict[int, int]) -> ProcessVersion:
    body = row.body
    nodes = len(body.get("nodes") or body.get("stages") or ())
    return ProcessVersion(
        row.version, row.state, row.made_at, row.made_by, nodes, running.get(row.version, 0)
    )
