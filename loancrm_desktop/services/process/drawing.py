"""The processes of an office as their drawer sees them: published, draft, versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.database import json_text
from loancrm_desktop.models.deals import Deal, Process
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.reading import MAX_JSON_LENGTH, parsed
from loancrm_desktop.texts import say

KIND = "process"
DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"
ACT = "designs.processes"


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
        draft: what is drawn and not published.
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
    draft_by: int | None
    versions: tuple[ProcessVersion, ...]
    running: int


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
    if not rows:
        raise Invalid(say("There is no process named {key}.", key=key))
    draft = next((row for row in rows if row.state == DRAFT), None)
    published = next((row for row in rows if row.state == PUBLISHED), None)
    shown: dict[str, Any] = present(published.body) if published is not None else {}
    named = shown or (dict(draft.body) if draft is not None else {})
    running = running_by_version(work, key)
    return ProcessDrawing(
        key,
        str(named.get("name_zh", key)),
        str(named.get("name_en", "") or named.get("name_zh", key)),
        shown,
        0 if published is None else published.version,
        None if draft is None else dict(draft.body),
        None if draft is None else draft.made_at,
        None if draft is None else draft.made_by,
        tuple(_version(row, running) for row in rows if row.state != DRAFT),
        sum(running.values()),
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


@operation("process.save_draft")
def save_draft(work: Work, process: str, body: dict[str, Any]) -> datetime:
    """Keep what is drawn, faulty or not, until it is published or let go; answers when.

    Args:
        work: the operation.
        process: the key; a new one makes a new process once it is published.
        body: its JSON.

    Raises:
        Invalid: it is too large.
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    if len(json_text(body)) > MAX_JSON_LENGTH:
        raise Invalid(say("This process is too large to be kept."))
    row = draft_of(work, process)
    if row is None:
        row = Design(
            kind=KIND,
            key=process,
            version=next_version(work, process),
            state=DRAFT,
            made_at=work.now,
            made_by=work.actor.user_id,
        )
        work.session.add(row)
    row.body = body
    row.made_at = work.now
    row.made_by = work.actor.user_id
    return work.now


@operation("process.discard_draft")
def discard_draft(work: Work, process: str) -> bool:
    """Let a draft go; answers whether there was one.

    Raises:
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    row = draft_of(work, process)
    if row is None:
        return False
    work.session.delete(row)
    return True


def present(body: dict[str, Any]) -> dict[str, Any]:
    """Answer a body in the present format; one that cannot be read as it is."""
    found, _ = parsed(body)
    return found.written() if found is not None else dict(body)


def version_body(work: Work, process: str, number: int | None) -> dict[str, Any]:
    """Answer a version's body; the draft's for None.

    Raises:
        Invalid: there is none.
    """
    for row in rows_of(work, process):
        if number is None and row.state == DRAFT:
            return dict(row.body)
        if number is not None and row.version == number and row.state != DRAFT:
            return present(row.body)
    if number is None:
        raise Invalid(say("There is no draft of this process."))
    raise Invalid(say("There is no version {number} of this process.", number=number))


def rows_of(work: Work, process: str) -> Sequence[Design]:
    """Answer a process's versions, the newest first."""
    chosen = select(Design).where(Design.kind == KIND, Design.key == process)
    return work.session.execute(chosen.order_by(Design.version.desc())).scalars().all()


def draft_of(work: Work, process: str) -> Design | None:
    """Answer the draft's row."""
    return next((row for row in rows_of(work, process) if row.state == DRAFT), None)


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
