"""The commands of the form designer: keys, letters of the canvas, entries of the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_command, add_letter

if TYPE_CHECKING:
    from loancrm_desktop.ui.forms.designer_page import FormDesignerPage


def add_commands(page: FormDesignerPage) -> None:
    """Give the designer its keys and menu items."""
    undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
    stack, sheet = page.desk.undo_stack, page.canvas.sheet
    for key, title, keys, icon, run in (
        ("undo", tr("Undo"), undo, "undo", stack.undo),
        ("redo", tr("Redo"), redo, "redo", stack.redo),
        ("save", tr("Keep the draft"), "Ctrl+S", "check", page.keeper.keep_now),
        ("publish", tr("Publish the form"), "Ctrl+Shift+P", "upload", page.publish),
        ("preview", tr("Preview and fill in for a test"), "Ctrl+P", "eye", page.preview),
        ("versions", tr("Versions of the form"), "", "history", page.show_versions),
        ("find", tr("Search controls"), "Ctrl+F", "search", page.find_control),
        ("new", tr("Add a control"), "Ctrl+N", "plus", page.find_control),
        ("next_problem", tr("Next problem"), "F8", "", page.next_problem),
        ("previous_problem", tr("Previous problem"), "Shift+F8", "", page.previous_problem),
        ("section", tr("Add a section"), "", "rows", sheet.menus.add_section),
    ):
        add_command(page, Command(f"design.{key}", title, keys, icon, "edit"), run)
    for key, title, keys, run in (
        ("copy", tr("Copy the field"), "Ctrl+D", page.desk.copy_chosen),
        ("delete", tr("Delete what is chosen"), "Del", page.delete_chosen),
        ("rename", tr("Rename what is chosen"), "F2", page.desk.ask_rename),
        ("properties", tr("Go to the properties"), "Return", page.panel.focus_title),
        ("hide", tr("Take the field off the form"), "H", page.desk.hide_chosen),
    ):
        add_letter(sheet, page, Command(f"design.{key}", title, keys, "", "edit"), run)
