"""What can be done on the import page, with its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_command

if TYPE_CHECKING:
    from loancrm_desktop.ui.import_page import ImportPage


def add_commands(page: ImportPage) -> None:
    """Give the page its commands."""
    for command, run in (
        (Command("import.choose", tr("Choose a list to import"), QKeySequence.StandardKey.Open,
                 "upload"), page.choose),
        (Command("import.paste", tr("Paste cells as a list"), QKeySequence.StandardKey.Paste,
                 "copy"), page.paste),
        (Command("import.next_problem", tr("Next row with a problem"), "F8", "alert"),
         page.next_problem),
        (Command("import.run", tr("Import the list"), "Ctrl+Return", "check"), page.run),
    ):  # fmt: skip
        add_command(page, command, run)
