"""Opens every window of the program on an office and takes its picture; changes nothing in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent

from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme, vault_calls
from loancrm_desktop.ui.application import make_application
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.screens import (
    board_screens,
    customer_screens,
    door_screens,
    flow_screens,
    form_screens,
    hygiene_screens,
    import_screens,
    message_screens,
    own_record_screens,
    ownership_screens,
    popover_screens,
    process_screens,
    rule_screens,
    settings_screens,
    shell_screens,
    task_screens,
    today_screens,
)
from loancrm_desktop.ui.screens.stage import SIZE, Picture, ScreenError, Stage

if TYPE_CHECKING:
    from loancrm_desktop.services.opening import Opened

SIZE_OF_DEMO = vault_calls.DemoSize(customers=80, months=6)
_PARTS = (
    today_screens,
    task_screens,
    customer_screens,
    popover_screens,
    board_screens,
    process_screens,
    import_screens,
    hygiene_screens,
    form_screens,
    flow_screens,
    rule_screens,
    settings_screens,
    ownership_screens,
    own_record_screens,
    message_screens,
    shell_screens,
)


@dataclass(frozen=True, slots=True)
class Look:
    """How the pictures are to look; a scale of 2 gives pictures of twice the pixels."""

    language: str = "zh"
    theme_name: theme.ThemeName = "light"
    scale: float = 1.0


def take(folder: Path, look: Look, opened: Opened) -> Sequence[Picture]:
    """Take the pictures of an open office, and close it.

    Raises:
        ScreenError: a window did not come.
    """
    with _stage(folder, look) as stage:
        walk(stage, opened)
        return tuple(stage.taken)


def walk(stage: Stage, opened: Opened) -> None:
    """Show everything there is to a camera, from the first run to the last dialog.

    Raises:
        ScreenError: a window did not come.
    """
    door_screens.take(stage)
    stage.window.enter(opened)
    stage.settle(lambda: stage.workspace.words.ready)
    _calm(stage)
    for part in _PARTS:
        part.take(stage)
    door_screens.take_locked(stage)


def _calm(stage: Stage) -> None:
    """Let nothing happen by the clock, and no toast lie over a page; the bell has its count."""
    watches = stage.workspace.watches
    stage.settle(stage.workspace.pages.count)
    watches.rest()
    watches.bell.ask()
    stage.settle()
    stage.workspace.toasts.clear()


def take_of_demo(folder: Path, look: Look) -> Sequence[Picture]:
    """Take the pictures of a small demo office that is made for them and thrown away.

    Raises:
        ScreenError: a window did not come.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        office = Path(place) / "office"
        opened = vault_calls.open_demo(office, SIZE_OF_DEMO, vault_calls.DemoProgress())
        return take(folder, look, opened)


@contextmanager
def _stage(folder: Path, look: Look) -> Generator[Stage]:
    os.environ["QT_SCALE_FACTOR"] = f"{look.scale:g}"
    application = make_application(["loancrm-desktop"])
    set_language(look.language)
    theme.apply(application, look.theme_name)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        bridge = Bridge()
        window = MainWindow(bridge, DeskMemory(folder=Path(profile)))
        window.resize(*SIZE)
        window.show()
        try:
            yield Stage(application, bridge, window, folder)
        finally:
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            bridge.shut_down()


__all__ = ["Look", "Picture", "ScreenError", "take", "take_of_demo", "walk"]
