"""Pictures of the start page and of next-customer mode; nothing is written down."""

from __future__ import annotations

from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.today.page import TodayPage
from loancrm_desktop.ui.workspace import TODAY


def take(stage: Stage) -> None:
    """Show the day's queue, and its first customer as Enter opens them."""
    stage.workspace.go_to(TODAY)
    stage.picture("today")
    page = stage.workspace.page(TODAY)
    if not isinstance(page, TodayPage):
        message = "the day did not come"
        raise ScreenError(message)
    stage.settle()
    if page.view.item is None:
        return
    page.view.activate_line()
    stage.settle()
    stage.picture("today_next")
    page.next_mode.leave()
    stage.settle()
