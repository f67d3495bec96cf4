"""What is drawn of a process and not in force: everybody's own, none ever over another's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.database import json_text
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.design_drafts import Begun, DraftShelf, Kept
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.reading import MAX_JSON_LENGTH
from loancrm_desktop.texts import say

KIND = "process"
ACT = "designs.processes"


@operation("process.save_draft")
def save_draft(
    work: Work,
    process: str,
    body: dict[str, Any],
    based_on: int = 0,
    desk: str = "",
    over: datetime | None = None,
) -> Kept:
    """Keep what is drawn, faulty or not, for the actor alone; the history is told nothing.

    A draft that the same person kept at another desk meanwhile is put aside, never written over.

    Args:
        work: the operation.
        process: the key; a new one makes a new process once it is published.
        body: its JSON as it stands.
        based_on: the version in force when it was begun.
        desk: names the window that draws; its own draft it may write over.
        over: when the draft it goes on with was kept.

    Raises:
        Invalid: it is too large.
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    if len(json_text(body)) > MAX_JSON_LENGTH:
        raise Invalid(say("This process is too large to be kept."))
    return shelf(work, process).keep(body, Begun(based_on, desk, over))


@operation("process.discard_draft")
def discard_draft(work: Work, process: str, draft_id: int | None = None) -> bool:
    """Let one's draft go, or one put aside; answers whether there was one.

    Raises:
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    return shelf(work, process).discard(draft_id)


@reader("process.draft")
def draft(work: Work, process: str, draft_id: int) -> dict[str, Any]:
    """Answer the body of a draft, also of somebody else's: processes are drawn for all.

    Raises:
        Invalid: there is none any more.
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    found = shelf(work, process).body(draft_id)
    if found is None:
        raise Invalid(say("There is no draft of this process."))
    return found


def shelf(work: Work, process: str) -> DraftShelf:
    """Answer the drafts of a process."""
    return DraftShelf(work, KIND, process)
