"""The designer's commands: every one by keyboard, in the palette and on the F1 sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_command, add_letter

if TYPE_CHECKING:
    from loancrm_desktop.ui.flows.flow_page import FlowDesignerPage


def add_to(page: FlowDesignerPage) -> None:
    """Give the page its commands."""
    undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
    desk, view = page.desk, page.view
    for key, title, keys, icon, run in (
        ("undo", tr("Undo"), undo, "undo", desk.undo_stack.undo),
        ("redo", tr("Redo"), redo, "redo", desk.undo_stack.redo),
        ("save", tr("Keep the draft"), "Ctrl+S", "check", page.keeper.keep_now),
        ("publish", tr("Publish the process"), "Ctrl+Shift+P", "upload", page.publish),
        ("trial", tr("Trial run"), "Ctrl+P", "play", page.begin_trial),
        ("versions", tr("Versions of the process"), "", "history", page.show_versions),
        ("starters", tr("Begin with a ready process…"), "", "copy", page.show_starters),
        ("read", tr("Draw on from a file…"), "", "upload", page.files.ask_read),
        ("write", tr("Write the process into a file…"), "", "download", page.files.ask_write),
        ("next_problem", tr("Next problem"), "F8", "", page.checking.go_next),
        ("previous_problem", tr("Previous problem"), "Shift+F8", "", page.checking.go_back),
        ("arrange", tr("Arrange by itself"), "Ctrl+Shift+L", "target", desk.arrange),
        (
            "outline",
            tr("Outline of the process"),
            "Ctrl+Shift+O",
            "list",
            page.canvas.toggle_outline,
        ),
        ("larger", tr("Larger"), ("Ctrl++", "Ctrl+="), "plus", view.zoom_in),
        ("smaller", tr("Smaller"), "Ctrl+-", "minus", view.zoom_out),
        ("whole", tr("Full size"), "Ctrl+0", "", view.zoom_whole),
        ("fit", tr("Fit the whole picture"), "Ctrl+9", "fit", view.fit),
    ):
        add_command(page, Command(f"flow.{key}", title, keys, icon, "edit"), run)
    for key, title, keys, run in (
        ("append", tr("Add a node behind what is chosen"), "Ins", view.go_on),
        ("properties", tr("Go to the properties"), "Return", page.panel.focus_first),
        ("copy", tr("Copy nodes"), "Ctrl+C", desk.copy_chosen),
        ("cut", tr("Cut nodes out"), "Ctrl+X", desk.cut_chosen),
        ("paste", tr("Paste"), "Ctrl+V", desk.paste),
        ("duplicate", tr("Copy beside it"), "Ctrl+D", desk.duplicate),
        ("delete", tr("Delete what is chosen"), "Del", desk.delete_chosen),
        ("all", tr("Choose all nodes"), "Ctrl+A", desk.choose_all),
        ("next", tr("Next node"), "]", desk.choose_next),
        ("previous", tr("Previous node"), "[", desk.choose_previous),
    ):
        add_letter(view, page, Command(f"flow.{key}", title, keys, "", "edit"), run)
