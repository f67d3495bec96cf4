"""Finds anyone by what you remember."""

from __future__ import annotations

from loancrm_desktop.changes import Change
from loancrm_desktop.services.office import Work


def keep_words(work: Work, changes: tuple[Change, ...]) -> None:
    """Reaction: keep the search words in step with what changed."""
