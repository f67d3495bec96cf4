"""Pictures of the doors: first run, recovery key, unlock."""

from __future__ import annotations

from loancrm_desktop.ui.first_run_page import KEY
from loancrm_desktop.ui.screens.stage import Stage

EXAMPLE_KEY = "K7PQA-M2XDB-94THC-WV6CD-R8NBE-F3YJF-2GHTK"


def take(stage: Stage) -> None:
    """Show every door; none of them is gone through."""
    first = stage.window.show_first_run()
    stage.picture("first_run_office")
    first.key.show_key(EXAMPLE_KEY, ())
    first.show_step(KEY)
    stage.picture("first_run_recovery_key")
    stage.window.show_unlock()
    stage.picture("unlock")
