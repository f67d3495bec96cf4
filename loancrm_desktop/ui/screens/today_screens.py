"""Pictures of the start page."""

from __future__ import annotations

from loancrm_desktop.ui.screens.stage import Stage
from loancrm_desktop.ui.workspace import TODAY


def take(stage: Stage) -> None:
    """Show the day's queue."""
    stage.workspace.go_to(TODAY)
    stage.picture("today")
