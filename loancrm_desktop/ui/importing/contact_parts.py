"""The parts of a list of follow-ups that a person names columns for."""

from __future__ import annotations

from loancrm_desktop.texts import tr


def part_title(part: str) -> str:
    """Name a part of a list of follow-ups."""
    return {
        "deal": tr("Deal number"),
        "phone": tr("Phone"),
        "id_number": tr("ID number"),
        "name": tr("Customer name"),
        "next_at": tr("Next step"),
        "at": tr("Time"),
        "author": tr("Author"),
        "method": tr("Method"),
        "outcome": tr("Outcome"),
        "text": tr("What was said"),
    }[part]
