"""The one window: entry pages before an office is open, the workspace after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.first_run_page import FirstRunPage
from loancrm_desktop.ui.unlock_page import UnlockPage
from loancrm_desktop.ui.widgets.parts import label, set_role

if TYPE_CHECKING:
    from loancrm_desktop.services.opening import Opened
    from loancrm_desktop.ui.workspace import Workspace

MIN_SIZE = (1100, 700)
START_SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """The program's window.

    Signals:
        entered: an office is open and its workspace built.
        theme_requested: light or dark is to change.
    """

    entered = Signal()
    theme_requested = Signal()

    def __init__(self, bridge: Bridge, memory: DeskMemory) -> None:
        super().__init__()
        self._bridge = bridge
        self._memory = memory
        self._opened: Opened | None = None
        self.workspace: Workspace | None = None
        self.setMinimumSize(*MIN_SIZE)
        self.resize(*START_SIZE)
        if memory.geometry:
            self.restoreGeometry(QByteArray.fromBase64(memory.geometry.encode()))
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.unlock_page: UnlockPage | None = None
        self.first_run_page: FirstRunPage | None = None
        self._build_status_bar()
        self.show_title("")

    def _build_status_bar(self) -> None:
        self._safe = label(tr("Not open"), role="caption")
        self._place = label(role="caption")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._margin())
        bar.addWidget(self._safe)
        bar.addPermanentWidget(self._place)
        bar.addPermanentWidget(self._margin())

    def _margin(self) -> QWidget:
        margin = QLabel()
        margin.setFixedWidth(4)
        return margin

    def show_title(self, office: str) -> None:
        """Name the office in the title bar."""
        program = tr("Loan customer management")
        self.setWindowTitle(f"{office} — {program}" if office else program)

    def start(self, folder: Path | None) -> None:
        """Show the page to begin with: an office's door, or the first run."""
        if folder is None and not self._memory.offices:
            self.show_first_run()
        else:
            self.show_unlock(folder)

    def show_unlock(self, folder: Path | None = None) -> UnlockPage:
        """Show the door of an office."""
        page = UnlockPage(self._bridge, self._memory)
        page.opened.connect(self.enter)
        page.new_office_requested.connect(self.show_first_run)
        self._show_only(page)
        self.unlock_page = page
        if folder is not None:
            page.choose_folder(folder)
        return page

    def show_first_run(self) -> FirstRunPage:
        """Show the way to a new office."""
        page = FirstRunPage(self._bridge, self._memory)
        page.opened.connect(self.enter)
        page.unlock_requested.connect(self._on_unlock_requested)
        self._show_only(page)
        self.first_run_page = page
        return page

    def _show_only(self, page: QWidget) -> None:
        if self.first_run_page is not None:
            self.first_run_page.close_unopened()
        self.unlock_page = self.first_run_page = None
        while self._stack.count():
            old = self._stack.widget(0)
            if old is not None:
                self._stack.removeWidget(old)
                old.deleteLater()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def enter(self, opened: Opened) -> None:
        """Go into an open office."""
        self._opened = opened
        self._bridge.enter(opened.office, opened.actor)
        self._build_workspace(opened)
        place = opened.office.place
        self.show_title(place.name)
        self._safe.setText(tr("Encrypted, kept on this computer"))
        set_role(self._safe, "success")
        self._place.setText(str(place.folder))
        self.entered.emit()

    def lock(self) -> None:
        """Close the office and show its door; what was typed into open forms is lost."""
        if self._opened is None:
            return
        place, login = self._opened.office.place, self._opened.actor.login
        self._leave()
        page = self.show_unlock(place.folder)
        page.show_locked(login)

    def dress_again(self) -> None:
        """Build what is shown anew after the theme changed."""
        if self._opened is not None:
            self._build_workspace(self._opened)
        else:
            self.start(None)

    def _build_workspace(self, opened: Opened) -> None:
        from loancrm_desktop.ui.workspace import Workspace

        workspace = Workspace(self._bridge, opened)
        workspace.keys_replaced.connect(self._on_keys_replaced)
        workspace.lock_requested.connect(self.lock)
        workspace.theme_requested.connect(self.theme_requested)
        self._show_only(workspace)
        self.workspace = workspace

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place and leave the office."""
        self._memory.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._memory.write()
        if self.first_run_page is not None:
            self.first_run_page.close_unopened()
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        self._opened = None
        self.workspace = None
        self._bridge.leave()
        self.show_title("")
        self._safe.setText(tr("Not open"))
        set_role(self._safe, "caption")
        self._place.setText("")

    def _on_keys_replaced(self, opened: Opened) -> None:
        self._opened = opened

    def _on_unlock_requested(self) -> None:
        self.show_unlock()
