"""What the office's clock does for the summary of the day."""

from __future__ import annotations

from loancrm_desktop.services import daily_summary
from loancrm_desktop.ui.minute_clock import Duty, Struck


def summary_duty() -> Duty:
    """Answer the duty that tells the person here, once a day, what the day holds."""
    return Duty("summary", "tasks.see", daily_summary.summarize, _struck, _words)


def _struck(written: int) -> Struck:
    return Struck(written, more=False)


def _words(count: int, first: bool) -> str:  # noqa: FBT001 - told by the clock, by its place
    del count, first
    return ""  # the bell says it
