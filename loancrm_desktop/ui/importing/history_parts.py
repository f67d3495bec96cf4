"""The parts of an event log that a person names columns for."""

from __future__ import annotations

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
