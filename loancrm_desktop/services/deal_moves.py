"""Several deals moved at once: first told what will happen, then done as one change set."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import access, deals
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.lists import BulkResult, RowRefusal
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import running

_ANY_REASON = "-"
"""Stands for the reason that is asked for before the move is made."""


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What moving several deals would do.

    Attributes:
        will_move: the deals that may go.
        skipped: the others, each with why.
        needs_reason: whether one of the ways asks for a reason.
    """

    will_move: tuple[int, ...]
    skipped: tuple[RowRefusal, ...]
    needs_reason: bool


@reader("deals.preview_move_many")
def preview_move_many(work: Work, deal_ids: list[int], to_stage: str) -> MovePreview:
    """Answer which of several deals a move to a stage would take along; nothing is written.

    Raises:
        Refused: the actor may move no deals.
    """
    access.require(work, "deals.move")
    will_move: list[int] = []
    skipped: list[RowRefusal] = []
    needs_reason = False
    for deal_id in dict.fromkeys(deal_ids):
        try:
            move = running.check_move(work, deals.get(work, deal_id), to_stage, _ANY_REASON)
        except Problem as problem:
            skipped.append(RowRefusal(deal_id, problem.text.read()))
        else:
            will_move.append(deal_id)
            needs_reason = needs_reason or move.needs_reason
    return MovePreview(tuple(will_move), tuple(skipped), needs_reason)


@operation("deals.move_many")
def move_many(
    work: Work, deal_ids: list[int], to_stage: str, reason: str | None = None
) -> BulkResult:
    """Move several deals, each through the checks of its process; those that may not go stay.

    Args:
        work: the operation.
        deal_ids: which.
        to_stage: the stage's key.
        reason: why, where a way asks for it.

    Raises:
        Refused: the actor may move no deals.
        Invalid: the reason is too long.
    """
    access.require(work, "deals.move")
    moved: list[int] = []
    refused: list[RowRefusal] = []
    for deal_id in dict.fromkeys(deal_ids):
        try:
            # Refused before anything of the deal is written.
            deals.move(work, deal_id, to_stage, reason=reason)
        except Problem as problem:
            refused.append(RowRefusal(deal_id, problem.text.read()))
        else:
            moved.append(deal_id)
    work.note = reason if moved else None
    return BulkResult(tuple(moved), tuple(refused))
