"""The commands that work on every page of an open office."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, Keys, add_global
from loancrm_desktop.ui.frame.places import Place

if TYPE_CHECKING:
    from loancrm_desktop.ui.workspace import Workspace

DIGITS = 9
GO = "go."
_STANDARD = QKeySequence.StandardKey


def add_workspace_commands(workspace: Workspace, places: Sequence[Place]) -> list[QAction]:
    """Give the workspace its commands; answers them."""
    add = _Adder(workspace)
    if workspace.may("customers.add"):
        add(
            "customer.new", tr("New customer"), _STANDARD.New, "plus", "file",
            workspace.new_customer,
        )  # fmt: skip
    for number, place in enumerate((one for one in places if one.listed), 1):
        add(
            GO + place.key, tr("Go to {place}", place=place.title), keys_of(number), place.icon,
            "go", workspace.go_where_asked,
        )  # fmt: skip
    back: Keys = "Ctrl+[" if sys.platform == "darwin" else "Alt+Left"
    forward: Keys = "Ctrl+]" if sys.platform == "darwin" else "Alt+Right"
    add("page.back", tr("Go back"), back, "arrow-left", "go", workspace.go_back)
    add("page.forward", tr("Forward"), forward, "arrow-right", "go", workspace.go_forward)
    add("palette.open", tr("Search or run a command"), "Ctrl+K", "command", "go",
        workspace.open_palette)  # fmt: skip
    settings: Keys = _STANDARD.Preferences if sys.platform == "darwin" else "Ctrl+,"
    add("go.settings", tr("Settings"), settings, "sliders", "file", workspace.go_to_settings)
    add("office.lock", tr("Lock"), "Ctrl+L", "lock", "file", workspace.ask_lock)
    add("page.reload", tr("Read again"), "F5", "refresh", "view", workspace.reload)
    add("nav.fold", tr("Fold or unfold the navigation"), "Ctrl+B", "sidebar", "view",
        workspace.toggle_fold)  # fmt: skip
    add("focus.next", tr("Go to the next area"), "F6", "", "", workspace.focus_next)
    add("focus.before", tr("Go to the area before"), "Shift+F6", "", "", workspace.focus_before)
    add("help.keys", tr("Shortcuts of this page"), ("F1", "?"), "keyboard", "help",
        workspace.show_keys)  # fmt: skip
    add("help.handbook", tr("Handbook"), "", "help", "help", workspace.ask_handbook)
    return add.made


def keys_of(number: int) -> str:
    """Answer the keys of a place by its number in the navigation; there are nine digits."""
    return f"Ctrl+{number}" if number <= DIGITS else ""


class _Adder:
    """Adds commands one by one and keeps them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.made: list[QAction] = []

    def __call__(self, key: str, title: str, keys: Keys, icon: str, menu: str, run: object) -> None:
        if not callable(run):
            raise TypeError(key)
        self.made.append(add_global(self._workspace, Command(key, title, keys, icon, menu), run))
