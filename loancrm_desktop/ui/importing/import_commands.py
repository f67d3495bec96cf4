"""What can be done on the import page, with its keys."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_command


class Imports(Protocol):
    """What the page does."""

    def choose(self) -> None:
        """Ask for a list to import."""
        ...

    def paste(self) -> None:
        """Take the cells on the clipboard as a list."""
        ...

    def next_problem(self) -> None:
        """Go to the next row with a problem."""
        ...

    def run(self) -> None:
        """Import the list."""
        ...


def add_commands(page: QWidget, acts: Imports) -> None:
    """Give the page its commands."""
    for command, run in (
        (Command("import.choose", tr("Choose a list to import"), QKeySequence.StandardKey.Open,
                 "upload"), acts.choose),
        (Command("import.paste", tr("Paste cells as a list"), QKeySequence.StandardKey.Paste,
                 "copy"), acts.paste),
        (Command("import.next_problem", tr("Next row with a problem"), "F8", "alert"),
         acts.next_problem),
        (Command("import.run", tr("Import the list"), "Ctrl+Return", "check"), acts.run),
    ):  # fmt: skip
        add_command(page, command, run)
