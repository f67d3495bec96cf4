"""Pictures of the doors: first run, recovery key, unlock."""

from __future__ import annotations

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.doors.known_people import KnownPerson
from loancrm_desktop.ui.first_run_page import BEGIN, KEY, OWNER, PASSWORD
from loancrm_desktop.ui.screens.stage import ScreenError, Stage

EXAMPLE_KEY = "K7PQA-M2XDB-94THC-WV6CD-R8NBE-F3YJF-2GHTK"


def take(stage: Stage) -> None:
    """Show every door; none of them is gone through."""
    first = stage.window.show_first_run()
    stage.picture("first_run_office")
    first.show_step(OWNER)
    stage.picture("first_run_owner")
    first.show_step(PASSWORD)
    stage.picture("first_run_password")
    first.key.show_key(EXAMPLE_KEY, ())
    first.show_step(KEY)
    stage.picture("first_run_recovery_key")
    first.show_step(BEGIN)
    stage.picture("first_run_begin")
    stage.window.show_unlock()
    stage.picture("unlock")
    door = stage.window.unlock_page
    if door is not None:
        door.people.show_people(
            (KnownPerson("boss", "李老板", "owner"), KnownPerson("chen", "陈晓琳", "broker"))
        )
        stage.picture("unlock_people")
        door.people.show_people(())


def take_locked(stage: Stage) -> None:
    """Lock the office and show its door; the last thing, for nobody goes in again."""
    stage.window.lock()
    door = stage.window.unlock_page
    if door is None:
        message = "the office was not locked"
        raise ScreenError(message)
    stage.picture("locked")
    door.password.show_problem(tr("The password is wrong."))
    stage.picture("wrong_password")
    door.toggle_recovery()
    stage.picture("recovery")
