"""What the office's clock does for rules each minute."""

from __future__ import annotations

from loancrm_desktop.services.rules import clock
from loancrm_desktop.services.rules.clock import RunResult
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.minute_clock import Duty, Struck

_A_FEW = 60
"""For so many records rules fire in one pass, that nobody who saves meanwhile waits long for it."""


def rules_duty() -> Duty:
    """Answer the duty that fires the rules which time made due."""
    return Duty("rules", "rules.run", clock.run, _struck, _words, {"most": _A_FEW})


def _struck(run: RunResult) -> Struck:
    return Struck(len(run.fired), run.more and bool(run.fired))


def _words(count: int, first: bool) -> str:  # noqa: FBT001 - told by the clock, by its place
    if first:
        return tr("While you were away: rules fired {count} times", count=count)
    return ""  # what they gave stands in Today and in the notices
