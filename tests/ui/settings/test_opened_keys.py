"""What was opened is held, and the newer one told to whoever listens."""

from __future__ import annotations

from loancrm_desktop.ui.settings.opened_keys import OpenedKeys


def test_the_newer_keys_take_the_place_of_the_older(qtbot, home):
    held = OpenedKeys(home.opened)
    newer = object()
    with qtbot.waitSignal(held.replaced) as told:
        held.replace(newer)
    assert told.args == [newer]
    assert held.opened is newer
