"""The commands of the main window itself, with or without an open office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, Keys, add_global
from loancrm_desktop.ui.shell.about_dialog import AboutDialog
from loancrm_desktop.ui.shell.seams import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from loancrm_desktop.ui.handbook.handbook_window import HandbookWindow
    from loancrm_desktop.ui.main_window import MainWindow

PAGES_OF_HANDBOOK = {
    "": "begin",
    "today": "today",
    "customers": "customers",
    "customer": "customers",
    "board": "board",
    "import": "import",
    "settings": "keys",
}


class WindowCommands(QObject):
    """Quit, full screen, light or dark, menu bar, about, handbook."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions: list[QAction] = []
        self._handbook: HandbookWindow | None = None
        self.name_again()

    def name_again(self) -> None:
        """Make the commands, in the language in force."""
        for action in self._actions:
            self._window.removeAction(action)
            action.deleteLater()
        self._actions = []
        keys = QKeySequence.StandardKey
        self._add("window.full", tr("Full screen"), keys.FullScreen, "maximize", "view",
                  self.toggle_full_screen)  # fmt: skip
        self._add("window.theme", tr("Light or dark"), "", "moon", "view", self.change_theme)
        self._add("window.menu_bar", tr("Keep the menu bar shown"), "", "rows", "view",
                  self.toggle_menu_bar)  # fmt: skip
        self._add("window.quit", tr("Quit"), "Ctrl+Q", "logout", "file", self._window.quit)
        self._add("help.about", tr("About this program"), "", "info", "help", self.show_about)

    def _add(
        self, key: str, title: str, keys: Keys, icon: str, menu: str, run: Callable[[], object]
    ) -> None:
        command = Command(key, title, keys, icon, menu)
        self._actions.append(add_global(self._window, command, run))

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        self._window.setWindowState(
            self._window.windowState() ^ Qt.WindowState.WindowFullScreen
        )  # fmt: skip

    def change_theme(self) -> None:
        """Change between light and dark."""
        self._window.theme_requested.emit()

    def toggle_menu_bar(self) -> None:
        """Let the menu bar stay, or hide it until Alt is pressed."""
        menus = self._window.menus
        menus.set_always_shown(always=not menus.always_shown)

    def show_about(self) -> AboutDialog:
        """Say what this program is."""
        dialog = AboutDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def open_handbook(self, place: str = "") -> None:
        """Open the handbook at the page about a place."""
        from loancrm_desktop.ui.handbook.handbook_window import HandbookWindow

        if self._handbook is None:
            self._handbook = HandbookWindow()
            self._handbook.setProperty(PUBLIC, True)  # noqa: FBT003 - Qt's way
        self._handbook.show_page(PAGES_OF_HANDBOOK.get(place, place))

    def close_handbook(self) -> None:
        """Close the handbook; it is made anew in the language then in force."""
        if self._handbook is not None:
            self._handbook.close()
            self._handbook.deleteLater()
            self._handbook = None
