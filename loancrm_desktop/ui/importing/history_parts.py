"""The parts of an event log that a person names columns for."""

from __future__ import annotations

from collections.abc import Sequence

from loancrm_desktop.services.process.paths import StageInfo
from loancrm_desktop.texts import tr

PARTS = ("case", "activity", "at", "handler", "amount", "name", "phone")


def part_title(part: str) -> str:
    """Name a part of an event log."""
    return {
        "case": tr("Case number"),
        "activity": tr("Stage or activity"),
        "at": tr("Time"),
        "handler": tr("Person"),
        "amount": tr("Amount"),
        "name": tr("Customer name"),
        "phone": tr("Phone"),
    }[part]


def likely_stage(activity: str, stages: Sequence[StageInfo]) -> str:
    """Answer the stage whose name holds the activity's, or the other way round; empty for none."""
    said = activity.casefold()
    for stage in stages:
        names = (stage.key, stage.name_zh, stage.name_en)
        if any(said in name.casefold() or name.casefold() in said for name in names):
            return stage.key
    return ""
