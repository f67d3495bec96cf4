"""The commands of the customer list: each once, for the keys, the menus and the row's own menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.services.actor import Rights
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.records import bulk_bar

OPEN, WINDOW, EDIT = "customer.open", "customer.open_window", "customer.edit"
LOG, TASK = "follow_up.new", "task.new"
ADVANCE, BACK = "deal.advance", "deal.back"
ASSIGN, MOVE, TAGS = "customer.assign", "deal.choose_stage", "customer.tags"
TRASH, RESTORE = "customer.trash", "customer.restore"
CELL, TICK, TICK_ALL, UNTICK = "cell.edit", "list.tick", "list.tick_all", "list.untick"
FIND, PREVIEW = "list.find", "list.preview"
FIND_NEXT, FIND_BEFORE, PRINT = "list.find_next", "list.find_before", "list.print"
EXPORT = "list.export"

_ROW_MENU = (
    OPEN, WINDOW, EDIT, CELL, "", LOG, TASK, "", ADVANCE, BACK, MOVE, "", ASSIGN, TAGS, "",
    TICK, "", TRASH, RESTORE,
)  # fmt: skip


_ACT_OF = {
    ASSIGN: bulk_bar.ASSIGN,
    TAGS: bulk_bar.TAG,
    TASK: bulk_bar.TASK,
    TRASH: bulk_bar.TRASH,
    RESTORE: bulk_bar.RESTORE,
    ADVANCE: bulk_bar.MOVE,
    BACK: bulk_bar.MOVE,
    MOVE: bulk_bar.MOVE,
}


def acts_offered(rights: Rights, *, trash: bool) -> set[str]:
    """Answer which acts of the bulk bar a person may do in this list."""
    allows = rights.allows
    may = {
        bulk_bar.ASSIGN: allows("customers.edit") and allows("customers.assign"),
        bulk_bar.MOVE: allows("deals.move"),
        bulk_bar.TAG: allows("customers.edit"),
        bulk_bar.TASK: allows("tasks.add"),
        bulk_bar.TRASH: allows("customers.delete"),
        bulk_bar.RESTORE: allows("customers.delete"),
    }
    return {act for act, allowed in may.items() if allowed and (act == bulk_bar.RESTORE) == trash}


@dataclass(frozen=True, slots=True)
class RowCommands:
    """The commands made for a page, by key."""

    actions: dict[str, QAction]

    def __getitem__(self, key: str) -> QAction:
        return self.actions[key]

    def allow(self, rights: Rights, *, trash: bool) -> None:
        """Offer what the person may do in this list, and no more."""
        offered = acts_offered(rights, trash=trash)
        for command, act in _ACT_OF.items():
            self.actions[command].setEnabled(act in offered)
        self.actions[LOG].setEnabled(not trash and rights.allows("follow_ups.log"))
        for command in (EDIT, CELL):
            self.actions[command].setEnabled(not trash and rights.allows("customers.edit"))
        for command in (PRINT, EXPORT):
            self.actions[command].setEnabled(rights.allows("office.export"))
        for command in (OPEN, WINDOW):
            self.actions[command].setEnabled(not trash)

    def open_menu(self, parent: QWidget, place: QPoint) -> QMenu:
        """Open the menu of a row; what cannot be done now is not in it."""
        menu = QMenu(parent)
        for key in _ROW_MENU:
            action = self.actions.get(key)
            if not key:
                menu.addSeparator()
            elif action is not None and action.isEnabled():
                menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
        return menu


def letters() -> tuple[Command, ...]:
    """Answer the commands whose keys work only while the list has the focus."""
    return (
        Command(OPEN, tr("Open the customer"), ("Return", "Enter"), "arrow-right", "customer"),
        Command(
            WINDOW,
            tr("Open in an own window"),
            ("Ctrl+Return", "Ctrl+Enter"),
            "external",
            "customer",
        ),
        Command(EDIT, tr("Edit the customer"), "E", "edit", "customer"),
        Command(CELL, tr("Edit in place"), "F2", "pen", "edit"),
        Command(LOG, tr("Log a follow-up"), "L", "message", "customer"),
        Command(TASK, tr("New task"), "T", "clock", "customer"),
        Command(ADVANCE, tr("Advance one stage"), "Ctrl+Right", "arrow-right", "customer"),
        Command(BACK, tr("Send back one stage"), "Ctrl+Left", "arrow-left", "customer"),
        Command(MOVE, tr("Choose a stage"), "Ctrl+Shift+Right", "flag", "customer"),
        Command(ASSIGN, tr("Assign owner"), "", "user-plus", "customer"),
        Command(TAGS, tr("Change tags"), "", "tag", "customer"),
        Command(TICK, tr("Tick"), "Space", "checkbox", "edit"),
        Command(TICK_ALL, tr("Tick all in this list"), "Ctrl+A", "", "edit"),
        Command(UNTICK, tr("Clear the ticks"), "Esc", "x", "edit"),
        Command(TRASH, tr("Put into the trash"), "Del", "archive", "customer"),
        Command(RESTORE, tr("Take out of the trash"), "", "undo", "customer"),
        Command(PREVIEW, tr("Preview on or off"), "P", "panel-right", "view"),
    )


def make_commands(
    view: QWidget, page: QWidget, runs: dict[str, Callable[[], object]]
) -> RowCommands:
    """Give a page its commands.

    Args:
        view: the list whose focus the letters need.
        page: the page that offers the commands.
        runs: what each command does, bound methods by key.
    """
    made = {
        command.key: add_letter(view, page, command, runs[command.key]) for command in letters()
    }
    keys = QKeySequence.StandardKey
    for command in (
        Command(FIND, tr("Find in the list"), keys.Find, "search", "edit"),
        Command(FIND_NEXT, tr("Next one found"), "F3", "", "edit"),
        Command(FIND_BEFORE, tr("One found before"), "Shift+F3", "", "edit"),
        Command(PRINT, tr("Print the list …"), keys.Print, "print", "file"),
        Command(EXPORT, tr("Export the list …"), "Ctrl+Shift+E", "download", "file"),
    ):
        made[command.key] = add_command(page, command, runs[command.key])
    return RowCommands(made)
