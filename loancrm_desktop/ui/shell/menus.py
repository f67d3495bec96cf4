"""The menus of the main window, made of the commands of window, workspace and page.

On macOS they stand at the top of the screen. Elsewhere the bar is hidden until Alt is pressed,
or until the person has it shown always.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QWindow
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import menu_of

MENUS = ("file", "edit", "view", "go", "customer", "window", "help")
ROLES = {
    "window.quit": QAction.MenuRole.QuitRole,
    "go.settings": QAction.MenuRole.PreferencesRole,
    "help.about": QAction.MenuRole.AboutRole,
}


def menu_titles() -> dict[str, str]:
    """Answer the names of the menus, in order."""
    return {
        "file": tr("&File"),
        "edit": tr("&Edit"),
        "view": tr("&View"),
        "go": tr("&Go"),
        "customer": tr("&Customer"),
        "window": tr("&Window"),
        "help": tr("&Help"),
    }


class Menus(QObject):
    """Fills the menu bar, and shows it when Alt is pressed."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.menuBar()
        self._menus: dict[str, QMenu] = {}
        self._always = sys.platform == "darwin"
        self._armed = False
        self.name_again()
        self._bar.setVisible(self._always)

    def name_again(self) -> None:
        """Write the menus' names, in the language in force."""
        for key, title in menu_titles().items():
            if key not in self._menus:
                menu = self._menus[key] = QMenu(self._bar)
                menu.setObjectName(key)
                menu.aboutToHide.connect(self._on_menu_about_to_hide)
                self._bar.addMenu(menu)
            self._menus[key].setTitle(title)

    def menu(self, key: str) -> QMenu:
        """Answer a menu."""
        return self._menus[key]

    @property
    def always_shown(self) -> bool:
        """Whether the bar stays."""
        return self._always

    def set_always_shown(self, *, always: bool) -> None:
        """Let the bar stay, or hide it until Alt is pressed."""
        self._always = always or sys.platform == "darwin"
        self._bar.setVisible(self._always)

    def fill(self, owners: Sequence[QWidget]) -> None:
        """Put the commands of these widgets into their menus, a line between the widgets'."""
        placed: set[str] = set()
        for menu in self._menus.values():
            menu.clear()
        for owner in owners:
            for key, actions in _by_menu(owner.actions(), placed).items():
                menu = self._menus[key]
                if not menu.isEmpty():
                    menu.addSeparator()
                for action in actions:
                    action.setMenuRole(
                        ROLES.get(action.objectName(), QAction.MenuRole.NoRole)
                    )  # fmt: skip
                    menu.addAction(_for_menu(action, menu))
        for menu in self._menus.values():
            menu.menuAction().setVisible(not menu.isEmpty())

    def listen_to(self, window: QWindow | None) -> None:
        """Hear Alt in the window."""
        if window is not None and sys.platform != "darwin":
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show or hide the bar when Alt is pressed and let go with nothing between."""
        del watched
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._armed = event.key() == Qt.Key.Key_Alt and not event.isAutoRepeat()
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut):
            self._armed = False
        elif kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if self._armed and event.key() == Qt.Key.Key_Alt:
                self._toggle()
            self._armed = False
        return False

    def _toggle(self) -> None:
        if self._always:
            return
        self._bar.setVisible(self._bar.isHidden())
        first = next((action for action in self._bar.actions() if action.isVisible()), None)
        if not self._bar.isHidden() and first is not None:
            self._bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
            self._bar.setActiveAction(first)

    def _on_menu_about_to_hide(self) -> None:
        active = cast("QAction | None", self._bar.activeAction())
        if not self._always and active is None:
            self._bar.hide()


def _by_menu(actions: Iterable[QAction], placed: set[str]) -> dict[str, list[QAction]]:
    found: dict[str, list[QAction]] = {}
    for action in actions:
        key, name = menu_of(action), action.objectName()
        if key in MENUS and name not in placed:
            placed.add(name)
            found.setdefault(key, []).append(action)
    return found


def _for_menu(action: QAction, menu: QMenu) -> QAction:
    """Answer what stands in the menu for a command.

    A Mac's menu would take a single letter wherever the focus is, also in a text field; there
    the command stands without its key.
    """
    letters = [keys for keys in action.shortcuts() if len(keys.toString()) == 1]
    if sys.platform != "darwin" or not letters:
        return action
    stand_in = QAction(action.text(), menu)
    stand_in.setEnabled(action.isEnabled())
    stand_in.triggered.connect(action.trigger)
    return stand_in
