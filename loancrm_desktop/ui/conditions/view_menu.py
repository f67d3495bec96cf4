"""The menus of the saved views: what can be done with one, and those that have no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.services.views import SavedViewRow
from loancrm_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be done with a view.

    Attributes:
        change: rename, pin, delete.
        share: let everybody see it, or no longer.
    """

    change: bool
    share: bool


def menu_of_view(view: SavedViewRow, allowed: Allowed, parent: QWidget) -> QMenu:
    """Make the menu of a tab; what is not allowed stands there greyed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    share = tr("Make it mine only") if view.shared else tr("Share with the office")
    pin = tr("Take from the tabs") if view.pinned else tr("Pin to the tabs")
    for name, title, may in (
        ("rename", tr("Rename…"), allowed.change),
        ("pin", pin, allowed.change),
        ("share", share, allowed.share),
        ("", "", True),
        ("left", tr("Move left"), True),
        ("right", tr("Move right"), True),
        ("", "", True),
        ("remove", tr("Delete view"), allowed.change),
    ):
        if not name:
            menu.addSeparator()
            continue
        action = menu.addAction(title)
        action.setData(name)
        action.setEnabled(may)
        if not may and name != "share":
            action.setToolTip(tr("Shared views are changed by those who may share them."))
    menu.setToolTipsVisible(True)
    return menu


def menu_of_hidden(views: Sequence[tuple[int, str, str]], current: int, parent: QWidget) -> QMenu:
    """Make the menu of views without a tab, as (key, name, count)."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key, name, count in views:
        action = menu.addAction(f"{name}\t{count}" if count else name)
        action.setData(key)
        action.setCheckable(True)
        action.setChecked(key == current)
    return menu
