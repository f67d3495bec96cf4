"""The one window: entry pages before an office is open, the workspace after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.first_run_page import FirstRunPage
from loancrm_desktop.ui.shell.menus import Menus
from loancrm_desktop.ui.shell.person_menu import PersonMenu
from loancrm_desktop.ui.shell.seams import PUBLIC
from loancrm_desktop.ui.shell.status_bar import StatusBar
from loancrm_desktop.ui.shell.window_commands import WindowCommands
from loancrm_desktop.ui.unlock_page import UnlockPage

if TYPE_CHECKING:
    from loancrm_desktop.errors import Problem
    from loancrm_desktop.services.opening import Opened
    from loancrm_desktop.ui.shell.office_signs import OfficeSigns
    from loancrm_desktop.ui.shell.page_shelf import Remembered
    from loancrm_desktop.ui.workspace import Workspace

MIN_SIZE = (1100, 700)
START_SIZE = (1440, 900)
TITLE_BAR = 40  # what systems draw around a window is known only once it is shown
DRAFTS_WAIT_MS = 1_500
_GEOMETRY = "main window"


class MainWindow(QMainWindow):
    """The program's window.

    Signals:
        entered: an office is open and its workspace built.
        about_to_lock: what is unsaved is being kept; the office closes right after.
        left: no office is open any more.
        theme_requested: light or dark is to change.
        desk_changed: something of the desk's memory changed (theme, language, …).
        hidden_away: the window was closed but the program goes on in the tray.
    """

    entered = Signal()
    about_to_lock = Signal()
    left = Signal()
    theme_requested = Signal()
    desk_changed = Signal(str)
    hidden_away = Signal()

    def __init__(self, bridge: Bridge, memory: DeskMemory) -> None:
        super().__init__()
        self._bridge = bridge
        self._memory = memory
        self._opened: Opened | None = None
        self._signs: OfficeSigns | None = None
        self._before_lock: tuple[Path, str, Remembered] | None = None
        self._quitting = False
        self.may_hide = False
        self.workspace: Workspace | None = None
        self.unlock_page: UnlockPage | None = None
        self.first_run_page: FirstRunPage | None = None
        self.setMinimumSize(*MIN_SIZE)
        self.resize(self._start_size())
        self._place_again(memory.geometry)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.commands = WindowCommands(self)
        self.menus = Menus(self)
        self._build_status_bar()
        self._rebuild_timer = QTimer(self)
        self._rebuild_timer.setSingleShot(True)
        self._rebuild_timer.timeout.connect(self._rebuild_now)
        bridge.settled.connect(self._on_bridge_settled)
        self.show_title("")
        self._fill_menus()

    def _build_status_bar(self) -> None:
        self.status = StatusBar()
        self.status.shortcuts_requested.connect(self._on_shortcuts_requested)
        self.status.device_requested.connect(self._on_device_requested)
        self.setStatusBar(self.status)

    def _start_size(self) -> QSize:
        """Answer the size of a first start: what the screen has room for, title bar and all."""
        room = self.screen().availableSize() - QSize(0, TITLE_BAR)
        wanted = QSize(*START_SIZE)
        fits = room.width() >= MIN_SIZE[0] and room.height() >= MIN_SIZE[1]
        return wanted.boundedTo(room) if fits else wanted

    def _place_again(self, geometry: str) -> None:
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

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
        page.import_requested.connect(self._on_import_requested)
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
                old.hide()
                self._stack.removeWidget(old)
                old.deleteLater()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def enter(self, opened: Opened) -> None:
        """Go into an open office; whoever locked it finds everything as it was."""
        from loancrm_desktop.services import people  # late: the first window needs no database

        place, login = opened.office.place, opened.actor.login
        self._bridge.enter(opened.office, opened.actor)
        if self._memory.person != login:
            self._memory.person = login
            self._place_again(self._memory.recall(_GEOMETRY))
        before, self._before_lock = self._before_lock, None
        same = before is not None and before[:2] == (place.folder, login)
        self._build_workspace(opened, before[2] if same and before is not None else None)
        self.show_title(place.name)
        self.status.show_open(place.folder)
        self.entered.emit()
        self._bridge.do(people.note_seen, refused=self._on_seen_refused)

    def _on_seen_refused(self, problem: Problem) -> None:
        """Where nothing can be written, the first act says so; this was not asked for."""

    def lock(self) -> None:
        """Keep what is unsaved, hide everything at once, close the office, show its door."""
        if self._opened is None or self.workspace is None:
            return
        place, login = self._opened.office.place, self._opened.actor.login
        self.about_to_lock.emit()
        self.workspace.keep_drafts()
        self._before_lock = (place.folder, login, self.workspace.remembered())
        self._remember_place()
        workspace = self.workspace
        page = self.show_unlock(place.folder)
        self._hide_others()
        self.repaint()
        self._leave(workspace)
        page.show_locked(login)

    def rebuild(self) -> None:
        """Build what is shown anew, in another language or size of text, at the same place."""
        if self.workspace is not None:
            self.workspace.keep_drafts()
        self._rebuild_timer.start(DRAFTS_WAIT_MS if self._bridge.pending else 0)

    def _on_bridge_settled(self) -> None:
        if self._rebuild_timer.isActive():
            self._rebuild_timer.start(0)

    def _rebuild_now(self) -> None:
        self.commands.name_again()
        self.menus.name_again()
        self.status.fit()
        opened, workspace = self._opened, self.workspace
        if opened is None or workspace is None:
            self._rebuild_door()
            return
        remembered = workspace.remembered()
        self._rest(workspace)
        self._build_workspace(opened, remembered)
        self.show_title(opened.office.place.name)
        self.status.show_open(opened.office.place.folder)

    def _rebuild_door(self) -> None:
        self.show_title("")
        self.status.show_closed()
        if self.first_run_page is not None:
            self.show_first_run()
        elif self.unlock_page is not None:
            self.show_unlock()
        self._fill_menus()

    def _build_workspace(self, opened: Opened, before: Remembered | None = None) -> None:
        from loancrm_desktop.ui.shell.office_signs import OfficeSigns
        from loancrm_desktop.ui.workspace import Workspace

        workspace = Workspace(self._bridge, opened, self._memory)
        if before is not None:
            workspace.restore(before)
        workspace.keys_replaced.connect(self._on_keys_replaced)
        workspace.lock_requested.connect(self.lock)
        workspace.desk_changed.connect(self.desk_changed)
        workspace.status_said.connect(self.status.say)
        workspace.page_shown.connect(self._fill_menus)
        workspace.handbook_requested.connect(self.commands.open_handbook)
        workspace.person_requested.connect(self._on_person_requested)
        self._opened = opened
        self._show_only(workspace)
        self.workspace = workspace
        self._signs = OfficeSigns(self._bridge, self.status, opened.office.place.folder, workspace)
        self._fill_menus()

    def _fill_menus(self) -> None:
        page = None if self.workspace is None else self.workspace.pages.currentWidget()
        owners = [each for each in (self.workspace, page) if each is not None]
        self.menus.fill([*owners, self])

    def showEvent(self, event: QShowEvent) -> None:
        """Hear Alt as soon as there is a window to press it in."""
        super().showEvent(event)
        self.menus.listen_to(self.windowHandle())

    def quit(self) -> None:
        """End the program, also where closing the window would not."""
        self._quitting = True
        self.close()
        QApplication.quit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place and leave the office, or go into the tray."""
        if self.may_hide and self._memory.close_to_tray and not self._quitting:
            event.ignore()
            self.hide()
            self.hidden_away.emit()
            return
        self._remember_place()
        if self.first_run_page is not None:
            self.first_run_page.close_unopened()
        if self.workspace is not None:
            self.about_to_lock.emit()
            self.workspace.keep_drafts()
            self._hide_others()
            self._leave(self.workspace)
        self.commands.close_handbook()
        super().closeEvent(event)

    def _remember_place(self) -> None:
        shown = bytes(self.saveGeometry().toBase64().data()).decode()
        self._memory.geometry = shown
        if self._opened is not None:
            self._memory.remember(_GEOMETRY, shown)
        self._memory.write()

    def _hide_others(self) -> None:
        """Take every other window from the screen that may show something of a customer."""
        for each in QApplication.topLevelWidgets():
            if each is self or each.isHidden() or each.property(PUBLIC):
                continue
            if isinstance(each, QDialog):
                each.done(QDialog.DialogCode.Rejected)
            each.hide()

    def _rest(self, workspace: Workspace) -> None:
        workspace.rest()
        if self._signs is not None:
            self._signs.rest()
            self._signs = None

    def _leave(self, workspace: Workspace) -> None:
        from loancrm_desktop.services.opened_files import opened
        from loancrm_desktop.ui.widgets.masked_field import forget_copied

        forget_copied()
        opened.clean()
        self._rest(workspace)
        self.status.say("")
        workspace.hide()
        workspace.deleteLater()
        self._opened = None
        self.workspace = None
        self._bridge.leave()
        self.show_title("")
        self.status.show_closed()
        self._fill_menus()
        self.left.emit()

    def _on_keys_replaced(self, opened: Opened) -> None:
        self._opened = opened

    def _on_import_requested(self) -> None:
        """Begin the new office with a list, once its workspace is there."""
        if self.workspace is not None:
            self.workspace.ready.connect(self._on_ready_to_import)

    def _on_ready_to_import(self) -> None:
        if self.workspace is not None:
            self.workspace.go_to("import")

    def _on_unlock_requested(self) -> None:
        self.show_unlock()

    def _on_shortcuts_requested(self) -> None:
        if self.workspace is not None:
            self.workspace.show_keys()

    def _on_device_requested(self) -> None:
        if self.workspace is not None:
            self.workspace.go_to_settings("device")

    def _on_person_requested(self, beside: QWidget) -> None:
        if self.workspace is not None:
            menu = PersonMenu(self._memory, self.workspace)
            menu.desk_changed.connect(self.desk_changed)
            menu.section_requested.connect(self.workspace.go_to_settings)
            menu.lock_requested.connect(self.lock)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(beside.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
